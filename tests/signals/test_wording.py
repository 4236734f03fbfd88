"""What the wording of a text adds to its verdict, and what it is shown by."""

from __future__ import annotations

import pytest

from monitor import rulebook
from monitor.assess import assess, full, screen
from monitor.model import SIDES, Label, Posting, Tier
from monitor.signals._wording import features_from
from monitor.text.fold import bare

RULES = rulebook.load()
SLANG = (
    "Братва, кому тяжело с деньгами: есть тема, не стройка. Двести десять каждый месяц на карту, "
    "дорогу купим, встретим, форму выдадут. Берут всех, хоть таджик, хоть узбек, документы не "
    "спросят. Пишите мне в личку, пока набирают."
)
ROOM = (
    "Сдаётся комната у метро, двенадцать тысяч в месяц, свет и вода включены. Только девушкам, без "
    "собак. Смотреть вечером."
)


def _posting(text: str) -> Posting:
    return Posting(key="1", source_id="s", url="", text=text)


def test_features_name_each_side_and_class_and_stand_around_zero() -> None:
    features = features_from({label.value: float(place) for place, label in enumerate(Label)})
    assert set(features) == {f"wording.{name}" for name in [*SIDES, *Label]}
    assert sum(features[f"wording.{label}"] for label in Label) == pytest.approx(0)
    assert sum(features[f"wording.{side}"] for side in SIDES) == pytest.approx(0)


def test_a_slang_offer_that_names_no_army_goes_to_review() -> None:
    assert not RULES.phrases.touches(bare(SLANG)), "the text must name no army"
    assert screen(SLANG, RULES)
    said = assess(_posting(SLANG), RULES)
    assert said.tier is Tier.T3


def test_an_ordinary_posting_stops_at_the_screen() -> None:
    assert not screen(ROOM, RULES)
    assert full(_posting(ROOM), RULES).tier is None


@pytest.mark.parametrize("text", [SLANG, ROOM])
def test_the_words_that_say_most_are_quoted(text: str) -> None:
    said = full(_posting(text), RULES)
    weight = {one.signal: one.weight for one in said.contributions}["wording"]
    found = [one for one in said.findings if one.signal == "wording"]
    assert (weight > 0) is (text == SLANG)
    assert len(found) == 1
    assert found[0].quote == text[found[0].span.start : found[0].span.end]
    assert 3 < len(found[0].quote) <= 80


@pytest.mark.parametrize("text", ["", " ", "#", "😀" * 50, "а" * 5000, "\u2028\x85 \x0c"])
def test_no_text_is_too_odd(text: str) -> None:
    assert full(_posting(text), RULES).tier is None
