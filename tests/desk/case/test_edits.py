"""What changed between two versions, word by word, whatever the texts are."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.case.edits import Fate, Part, Wording, between
from monitor.model import Span

TEXTS = st.text(alphabet="ab1 .\nё", max_size=60)


def whole(parts: tuple[Part, ...], *fates: Fate) -> str:
    return "".join(part.text for part in parts if part.fate in fates)


def test_a_raised_sum_is_one_word_gone_and_one_new() -> None:
    parts = between(Wording("Платим 200000 рублей"), Wording("Платим 210000 рублей"))

    assert parts == (
        Part(Fate.KEPT, "Платим "),
        Part(Fate.GONE, "200000"),
        Part(Fate.NEW, "210000"),
        Part(Fate.KEPT, " рублей"),
    )


def test_what_is_far_from_any_change_is_skipped() -> None:
    long = " ".join(f"word{number}" for number in range(100))

    parts = between(Wording(f"{long} one"), Wording(f"{long} two"))

    assert [part.fate for part in parts] == [Fate.SKIPPED, Fate.KEPT, Fate.GONE, Fate.NEW]


def test_a_hidden_contact_that_changed_shows_as_changed_and_stays_hidden() -> None:
    old, new = "звони +79123456789", "звони +79123456700"

    parts = between(Wording(old, (Span(6, 18),)), Wording(new, (Span(6, 18),)))

    assert parts == (
        Part(Fate.KEPT, "звони "),
        Part(Fate.GONE, "[•••]"),
        Part(Fate.NEW, "[•••]"),
    )


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_parts(old: str, new: str) -> None:
    parts = between(Wording(old), Wording(new))

    if Fate.SKIPPED not in {part.fate for part in parts}:
        assert whole(parts, Fate.KEPT, Fate.GONE) == old
        assert whole(parts, Fate.KEPT, Fate.NEW) == new


def test_the_same_text_has_no_change() -> None:
    assert {part.fate for part in between(Wording("a b"), Wording("a b"))} == {Fate.KEPT}


def test_texts_made_to_be_slow_are_compared_in_bounded_time() -> None:
    old, new = "a b " * 5_000, "b a c " * 5_000
    begun = time.process_time()

    between(Wording(old), Wording(new))
    between(Wording(old[:9_000]), Wording(new[:9_000]))

    assert time.process_time() - begun < 2
