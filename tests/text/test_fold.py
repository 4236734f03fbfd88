"""Folding makes spellings meet, and never loses where a character came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Span
from monitor.text.disguise import join_spaced
from monitor.text.fold import bare, fold, squash

ANY_TEXT = st.text(st.characters(), max_size=80)
TRICKY = st.text(
    st.sampled_from("аaеeоo\u0301\u0306и0з3@\u200b\u200d\u202eß№１٣ﬁÅ\ud83d🇷 .-\n"), max_size=60
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("КОНТРАКТ", "контракт"),
        ("ещё", "еще"),
        ("қазақ", "казак"),
        ("ҷанг", "чанг"),
        ("військо", "вийсько"),
        ("mühasibə", "muhasibe"),
        ("İstanbul", "istanbul"),
        ("Ejército", "ejercito"),
        ("armée française", "armee francaise"),
        ("oʻzbek", "o'zbek"),
        ("o‘zbek", "o'zbek"),
        ("٢٠٠ ۳۰ ९५ １０", "200 30 95 10"),
        ("كتابة", "كتابه"),
        ("کار", "كار"),
        ("Зангե՛ք", "зангեք"),
        ("ＡＢＣ", "abc"),
        ("𝐚𝐫𝐦𝐲", "army"),
        ("🅰🅱", "ab"),
        ("ᴀʀᴍʏ", "army"),
        ("2\u202f000\u00a0₽", "2 000 ₽"),
        ("раз\u00adмер", "размер"),
        ("a\u200bb", "ab"),
        ("к\u0301о\u0336нтракт", "контракт"),
        ("и\u0306", "й"),
        ("№5", "n5"),
        ("«да» — нет", "«да» - нет"),
    ],
)
def test_spellings_meet(written: str, folded: str) -> None:
    assert fold(written).text == folded


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("кoнтpaкт с армией", "контракт с армией"),
        ("cBo и пo кoнтpaкту на зону", "сво и по контракту на зону"),
        ("к0нтракт подпишем", "контракт подпишем"),
        ("к@нтракт подпишем", "кантракт подпишем"),
        ("аrmy contract today", "army contract today"),
        ("платят 210т и 30тыс", "платят 210т и 30тыс"),
        ("пишите в telegram", "пишите в telegram"),
    ],
)
def test_look_alike_letters_are_repaired_within_a_word(written: str, folded: str) -> None:
    assert fold(written).text == folded


@pytest.mark.parametrize(
    "written",
    ["к о н т р а к т", "К.О.Н.Т.Р.А.К.Т", "к-о-н-т-р-а-к-т", "к * о * н * т * р * а * к * т"],
)
def test_letters_set_apart_are_closed_up(written: str) -> None:
    text = f"иди на {written} сейчас"

    joined = join_spaced(fold(text))

    assert joined.text == "иди на контракт сейчас"
    at = joined.text.index("контракт")
    assert joined.span(at, at + len("контракт")) == Span(7, 7 + len(written))


def test_initials_and_lists_stay_apart() -> None:
    assert join_spaced(fold("пункт а б в нет")).text == "пункт а б в нет"


def test_half_a_surrogate_pair_becomes_a_character_that_matchers_take() -> None:
    assert fold("да\ud83dнет").text == "да\ufffdнет"


@given(st.one_of(ANY_TEXT, TRICKY))
def test_every_folded_character_has_an_origin(text: str) -> None:
    for folded in (fold(text), join_spaced(fold(text))):
        origins = list(folded.origins)
        assert len(origins) == len(folded.text)
        assert origins == sorted(origins)
        assert all(0 <= origin < len(text) for origin in origins)


@given(st.one_of(ANY_TEXT, TRICKY))
def test_the_cheap_fold_gives_the_same_text(text: str) -> None:
    assert bare(text) == fold(text).text


@given(st.one_of(ANY_TEXT, TRICKY))
def test_folding_keeps_line_ends_and_encodes(text: str) -> None:
    folded = fold(text).text

    folded.encode()
    assert folded.count("\n") == sum(text.count(mark) for mark in "\n\u2028\u2029\x85")


@given(TRICKY)
def test_a_range_of_folded_text_is_a_range_of_the_text(text: str) -> None:
    folded = fold(text)

    for start in range(len(folded.text)):
        span = folded.span(start, start + 1)
        assert 0 <= span.start < span.end <= len(text)


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_plain_text_only_loses_its_case(text: str) -> None:
    plain = text.replace("\t", " ").replace("\x0b", " ").replace("\x0c", " ").replace("\r", " ")

    assert squash(text) == plain.lower().replace("`", "'")
