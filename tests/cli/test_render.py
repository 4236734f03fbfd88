"""What a hostile text may do to a terminal: nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli._render import amount, clean, evidence, excerpt, masked, quote
from monitor.model import Contact, ContactType, Finding, Money, Span


def found(text: str, words: str, value: object = None) -> Finding:
    start = text.index(words)
    return Finding("signal", Span(start, start + len(words)), words, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sign", ["\x1b", "\x07", "\x9b", "\r", "\u202e", "\u2066", "\ufeff", "\x00"]
)
def test_what_commands_a_terminal_or_turns_a_line_is_replaced(sign: str) -> None:
    assert clean(f"a{sign}b") == "a�b"


def test_lines_and_joiners_of_real_scripts_stay() -> None:
    assert clean("क्\u200dष\nمی\u200cخواهم\t1") == "क्\u200dष\nمی\u200cخواهم\t1"


@given(st.text())
def test_cleaning_and_masking_keep_every_offset(text: str) -> None:
    assert len(clean(text)) == len(text)
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize(
    "contact",
    [
        "+7 912 345-67-89",
        "8 (912) 345 67 89",
        "@nabor_primer",
        "t.me/nabor_primer",
        "wa.me/79123456789",
        "a.b@example.org",
    ],
)
def test_contacts_are_masked_though_nobody_found_them(contact: str) -> None:
    shown = masked(f"Звони {contact} сейчас")

    assert contact not in shown
    assert shown.startswith("Звони ")
    assert shown.endswith(" сейчас")


def test_a_sum_is_no_contact() -> None:
    text = "выплата 4 500 000 000 рублей"

    assert masked(text, (found(text, "4 500 000 000 рублей", Money(None, None)),)) == text


def test_a_found_contact_is_masked_but_for_its_end() -> None:
    text = "бот nabor"

    assert masked(text, (found(text, "nabor", Contact(ContactType.OTHER, "nabor")),)) == "бот •••or"


def test_evidence_is_styled_where_it_stands() -> None:
    text = "a 495 000 рублей b"

    shown = evidence(text, (found(text, "495 000 рублей", Money(None, None)),), contacts=False)

    assert [(span.start, span.end) for span in shown.spans] == [(2, 16)]
    assert shown.plain == text


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("a\nb", (), {}, contacts=False).plain == "a\nb"


def test_a_long_text_is_shown_around_its_evidence() -> None:
    text = "\n".join(["меню"] * 300 + ["служба по контракту"] + ["низ"] * 300)

    shown = excerpt(text, (found(text, "контракту"),), {}, contacts=False).plain

    assert "служба по контракту" in shown
    assert len(shown) < 200


def test_the_weightiest_findings_are_shown_first() -> None:
    text = "меню " * 400 + "служба по контракту " + "низ " * 400
    menu = tuple(Finding("menu", Span(at, at + 4), "меню") for at in range(0, 2_000, 5))

    shown = excerpt(text, (*menu, found(text, "контракту")), {"signal": 2.0}, contacts=False)

    assert "контракту" in shown.plain


def test_many_short_lines_stand_side_by_side() -> None:
    assert "\n" not in excerpt("да\nнет\n" * 20, (), {}, contacts=False).plain


def test_many_findings_do_not_outgrow_the_screen() -> None:
    text = "495 000 рублей " * 500
    many = tuple(
        Finding("pay", Span(at, at + 14), text[at : at + 14]) for at in range(0, 6_000, 15)
    )

    assert len(excerpt(text, many, {}, contacts=False).plain) < 700


def test_a_quote_is_one_short_line() -> None:
    long = Finding("s", Span(0, 200), "слово\n" * 33 + "xx")

    assert len(quote(long, contacts=False)) == 70
    assert "\n" not in quote(long, contacts=False)


@pytest.mark.parametrize(
    ("money", "told"),
    [
        (Money(None, None), "… to … ? (other)"),
        (Money(low=None, high=None, currency="RUB"), "… to … RUB (other)"),
    ],
)
def test_an_open_sum_says_so(money: Money, told: str) -> None:
    assert amount(money) == told
