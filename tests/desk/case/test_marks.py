"""Evidence marked in place: every sign once, overlaps told, contacts hidden."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.case.hiding import hidden
from monitor.desk.case.marks import Piece, pieces, visible
from monitor.model import Contact, ContactType, Finding, Money, Span

TEXT = "Контракт с армией: звони +7 912 345-67-89 сейчас"


def finding(start: int, end: int, signal: str = "pay", text: str = TEXT) -> Finding:
    return Finding(signal, Span(start, end), text[start:end])


def test_overlapping_evidence_is_cut_where_it_begins_and_ends() -> None:
    found = [finding(0, 17, "contract"), finding(11, 24, "army")]

    cut = pieces(TEXT, found)

    assert [(piece.text, piece.reasons) for piece in cut] == [
        ("Контракт с ", (0,)),
        ("армией", (1, 0)),
        (": звони", (1,)),
        (TEXT[24:], ()),
    ]


def test_the_same_words_found_twice_are_one_piece_with_two_reasons() -> None:
    assert pieces("abc", [finding(0, 3, "a", "abc"), finding(0, 3, "b", "abc")]) == (
        Piece("abc", (0, 1)),
    )


def test_a_hidden_contact_is_one_piece_without_its_words() -> None:
    cut = pieces(TEXT, [finding(28, 31)], hidden=(Span(25, 41),))

    assert cut == (
        Piece("Контракт с армией: звони "),
        Piece("", (0,), is_hidden=True),
        Piece(" сейчас"),
    )


SPANS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(*sorted(pair)))


@given(st.text(max_size=20), st.lists(SPANS, max_size=8))
def test_the_pieces_give_all_of_the_text_in_order(text: str, spans: list[Span]) -> None:
    found = [Finding("pay", span, text[span.start : span.end]) for span in spans]

    assert "".join(piece.text for piece in pieces(text, found)) == visible(text)


def test_what_turns_a_line_round_is_shown_as_a_sign() -> None:
    assert visible("a\u202eb\x00\u2066c") == "a\ufffdb\ufffd\ufffdc"


def test_joiners_and_marks_that_spelling_needs_stay() -> None:
    assert visible("می\u200cخواهم\u200f\n") == "می\u200cخواهم\u200f\n"


def shown(text: str, *findings: Finding) -> str:
    cut = pieces(text, findings, hidden=hidden(text, findings))
    return "".join("[•]" if piece.is_hidden else piece.text for piece in cut)


def test_contacts_are_hidden_whether_or_not_a_rule_found_them() -> None:
    text = "пиши @army_job или t.me/army_job, тел. +7 912 345-67-89 или ann@mail.example"

    assert shown(text) == "пиши [•] или [•] тел. [•] или [•]"


def test_a_disguised_contact_is_hidden() -> None:
    assert "912" not in shown("звони ＋７ ９１２ ３４５－６７－８９ сейчас")
    assert "9\u200b1" not in shown("звони +7 9\u200b12 345-67-89")


def test_a_sum_is_not_taken_for_a_phone() -> None:
    text = "выплата 912 345 678 рублей"
    money = Finding("money", Span(8, 26), text[8:26], Money(None, None, "RUB"))

    assert shown(text, money) == text


def test_what_a_rule_found_to_be_a_contact_is_hidden_as_it_stands() -> None:
    text = "восемь девятьсот двенадцать"
    found = Finding("contact", Span(0, 27), text, Contact(ContactType.PHONE, "+79123456789"))

    assert shown(text, found) == "[•]"


def test_a_contact_across_the_edge_of_a_part_is_hidden() -> None:
    for before in range(460, 610, 7):
        assert "345" not in shown("ж" * before + " +7 912 345-67-89")


@pytest.mark.parametrize("made", ["1", "a.b.", "1-", "www.", "9\u200b1", "+7 912 345-67-89 "])
def test_a_text_made_to_be_slow_is_searched_in_bounded_time(made: str) -> None:
    begun = time.process_time()

    hidden((made * 30_000)[:30_000], ())

    assert time.process_time() - begun < 3


def test_a_long_text_with_much_evidence_is_cut_in_bounded_time() -> None:
    text = "+7 912 345-67-89 а1 @x " * 1_300
    found = [finding(at, at + 900, "pay", text) for at in range(0, 20_000, 10)]
    begun = time.process_time()

    pieces(text, found, hidden=hidden(text, found))

    assert time.process_time() - begun < 2
