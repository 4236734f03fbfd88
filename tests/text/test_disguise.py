"""Words in disguise are found again; clean text is left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.disguise import Vocabulary, reveal, revealed
from monitor.text.fold import bare, fold

WORDS = Vocabulary(
    ["контракт*", "гражданств*", "военн*", "служба", "contract", "citizenship", "soldier*", "army"]
)
PIECES = ["контра", "кт", " ", "*", "гра", "данство", ".", "-", "р", "к", "\u200b", "é"]
TRICKY = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("даём гра*данство сразу", "даем гражданство сразу"),
        ("в*енная часть ждёт", "военная часть ждет"),
        ("к#нтр$кт на год", "контракт на год"),
        ("sign the con*ract", "sign the contract"),
        ("подпиши контра кт сейчас", "подпиши контракт сейчас"),
        ("контр-акт на год", "контракт на год"),
        ("citi zenship for all", "citizenship for all"),
        ("граж данство по контракту", "гражданство по контракту"),
    ],
)
def test_a_disguised_word_of_the_rules_is_read(written: str, read: str) -> None:
    assert reveal(fold(written), WORDS).text == read


@pytest.mark.parametrize(
    "clean",
    [
        "цена 5*3 и 7*2",
        "это *жирный* текст и **ещё**",
        "пишите @con_ract или a*b@c.example",
        "за контракт, по контракту",
        "con tractor",
        "a servic*s list of noth*ng",
        "слу жбам",
    ],
)
def test_clean_text_is_left_alone(clean: str) -> None:
    assert reveal(fold(clean), WORDS).text == fold(clean).text


def test_a_cut_word_keeps_the_span_of_both_halves() -> None:
    text = "подпиши контра кт сейчас"
    revealed_ = reveal(fold(text), WORDS)

    at = revealed_.text.index("контракт")

    span = revealed_.span(at, at + len("контракт"))
    assert text[span.start : span.end] == "контра кт"


@given(st.one_of(TRICKY, st.text(max_size=60)))
def test_the_cheap_look_reads_the_same(text: str) -> None:
    assert revealed(bare(text), WORDS) == reveal(fold(text), WORDS).text


@given(st.one_of(TRICKY, st.text(max_size=60)))
def test_every_character_keeps_an_origin(text: str) -> None:
    found = reveal(fold(text), WORDS)

    origins = list(found.origins)
    assert len(origins) == len(found.text)
    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)
