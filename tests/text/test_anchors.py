"""Anchors that were chosen for two lists apart are those of the two lists as one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import rulebook
from monitor.text.anchors import Anchors, anchors_of
from monitor.text.fold import fold
from monitor.text.phrases import Phrase, PhraseBook

SHIPPED = rulebook.load().phrases.phrases
SOME = SHIPPED[::400]
WORDS = [*"абж*()[]|.'# ", " .. ", " | ", "служб*", "контракт", "по", "армия", "o'zbek*", "l'armée", "18", "参军", "合同", "الجيش", "सेना"]  # fmt: skip
PATTERNS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=9).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    st.sampled_from([phrase.pattern for phrase in SOME]),
    st.text(max_size=12),
)
OWN = st.lists(st.builds(Phrase, st.sampled_from(["a", "b"]), st.just("xx"), PATTERNS), max_size=8)


def apart(patterns: Sequence[str], *, first: int) -> Anchors:
    """Choose for the first patterns and for the others on their own."""
    return anchors_of(patterns[:first]).joined(anchors_of(patterns[first:]), behind=first)


def written(anchors: Anchors) -> list[list[tuple[str, Sequence[int]]]]:
    """Give all that anchors say, in its order."""
    return [list(part.items()) for part in anchors]


@given(OWN, OWN)
def test_chosen_apart_they_are_those_chosen_at_once(some: list[Phrase], own: list[Phrase]) -> None:
    patterns = [phrase.pattern for phrase in (*SOME, *some, *own)]

    joined = apart(patterns, first=len(SOME) + len(some))

    assert written(joined) == written(anchors_of(patterns))


@given(OWN, st.data())
def test_by_anchors_chosen_apart_the_same_is_found(own: list[Phrase], data: st.DataObject) -> None:
    phrases = [*SOME, *own]
    pieces = st.sampled_from([phrase.pattern.replace("*", "") for phrase in phrases] + WORDS)
    text = fold(" ".join(data.draw(st.lists(pieces, max_size=8)))).text
    at_once = PhraseBook(phrases, {"a"})

    book = PhraseBook(phrases, {"a"}, lambda patterns: apart(patterns, first=len(SOME)))

    assert list(book.matches(text)) == list(at_once.matches(text))
    assert book.touches(text) == at_once.touches(text)


def test_what_was_chosen_first_is_left_as_it_was() -> None:
    first = anchors_of(["тихая пристань"])
    before = written(first)

    first.joined(anchors_of(["пристань"]), behind=1)

    assert written(first) == before


@pytest.mark.slow
def test_of_all_shipped_phrases_too() -> None:
    patterns = [phrase.pattern for phrase in (*SHIPPED, *SOME)]

    assert written(apart(patterns, first=len(SHIPPED))) == written(anchors_of(patterns))
