"""Labelled texts are read whole, and a bad label is named."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.desk.corpus import read_corpus, read_lines
from monitor.errors import ConfigError
from monitor.model import Contact, ContactType, Label, Money, Period, Purpose, Tier

SHIPPED = Path(__file__).parents[2] / "fixtures" / "adverts"
TEXT = """[[texts]]
id = "xx-1"
pair = "p1"
class = "army_offer"
tier = "T1"
promise = "passport"
foreigners = true
country = "KE"
text = '''
Come and serve.
'''
money = [{ raw = "$5", low = 5, high = 5, currency = "USD", period = "month", purpose = "salary" }]
contacts = [{ type = "phone", value = "+254712345678" }]
"""


def write(folder: Path, text: str) -> Path:
    """Write one corpus file."""
    (folder / "xx.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_text_has_all_its_labels(tmp_path: Path) -> None:
    (text,) = read_corpus(write(tmp_path, TEXT))

    assert (text.id, text.lang, text.label, text.tier) == ("xx-1", "xx", Label.ARMY_OFFER, Tier.T1)
    assert text.money == (Money(Decimal(5), Decimal(5), "USD", Period.MONTH, Purpose.SALARY),)
    assert text.contacts == (Contact(ContactType.PHONE, "+254712345678"),)
    assert text.posting.text == "Come and serve."
    assert text.hints.country == "KE"
    assert text.is_offer


def test_texts_of_one_pair_stay_in_one_part(tmp_path: Path) -> None:
    rows = "".join(TEXT.replace("xx-1", f"xx-{number}") for number in range(9))

    parts = {text.kept_aside for text in read_corpus(write(tmp_path, rows))}

    assert len(parts) == 1


def test_a_text_to_practise_on_is_never_kept_aside(tmp_path: Path) -> None:
    practice = tmp_path / "practice"
    practice.mkdir()
    write(practice, "".join(TEXT.replace('"p1"', f'"p{number}"') for number in range(30)))

    texts = read_corpus(tmp_path)

    assert len(texts) == 30
    assert not any(text.kept_aside for text in texts)


def test_about_a_third_of_the_shipped_texts_is_kept_aside() -> None:
    texts = [text for text in read_corpus(SHIPPED) if not text.practice]

    assert 0.2 < sum(text.kept_aside for text in texts) / len(texts) < 0.5


def test_shipped_texts_have_names_of_their_own_and_agree_on_tiers() -> None:
    texts = read_corpus(SHIPPED)

    assert len({text.id for text in texts}) == len(texts)
    assert [text.id for text in texts if text.is_offer is not (text.tier is not None)] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            TEXT.replace("army_offer", "army_ofer"),
            "xx.toml: text 1: 'army_ofer' is not a valid Label",
        ),
        (TEXT.replace('class = "army_offer"\n', ""), "xx.toml: text 1: 'label' is missing"),
        (TEXT.replace("low = 5", 'low = "five"'), "xx.toml: text 1: "),
        (TEXT.replace("[{ raw", "[5, { raw"), "xx.toml: text 1: "),
        ("[[texts", "xx.toml: "),
    ],
)
def test_a_bad_label_is_named(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault.replace("[", r"\[")):
        read_corpus(write(tmp_path, text))


def test_a_line_of_ones_own_leaves_unsaid_what_it_does_not_label(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"text": "a", "label": "promo"}) + "\n\n", encoding="utf-8")

    (text,) = read_lines(path)

    assert text.is_offer
    assert (text.id, text.lang, text.money, text.contacts) == ("own-1", "und", None, None)


@pytest.mark.parametrize("line", ["{", "5", '{"text": "a"}', '{"text": "a", "label": "x"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"text": "a", "label": "promo"}\n' + line, encoding="utf-8")

    with pytest.raises(ConfigError, match=r"own\.jsonl: (line|text) 2: "):
        read_lines(path)
