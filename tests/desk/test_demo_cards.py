"""How the demo draws a hit."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from rich.console import Console

from monitor.desk._demo_cards import card, in_context
from monitor.model import (
    Assessment,
    Contribution,
    Finding,
    Hit,
    Label,
    Money,
    Period,
    Posting,
    Promise,
    Purpose,
    Span,
    Tier,
)

TEXT = "Sign a contract\nUp to 210,000 RUB a month\nPassport in 3 months\nOfficials said so"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def _finding(quote: str, signal: str, value: Money | Promise | None = None) -> Finding:
    start = TEXT.index(quote)
    return Finding(signal, Span(start, start + len(quote)), quote, value)


def _drawn(*findings: Finding, weights: tuple[Contribution, ...] = ()) -> str:
    said = Assessment(
        label=Label.ARMY_OFFER,
        tier=Tier.T1,
        score=0.97,
        lang="en",
        foreigners=True,
        findings=findings,
        contributions=weights,
    )
    posting = Posting(key="1", source_id="board", url="http://board.example/1", text=TEXT)
    hit = Hit("abcdef012345", posting, said, first_seen=NOW, last_seen=NOW)
    console = Console(file=io.StringIO(), width=100)
    with console.capture() as captured:
        console.print(card(hit, place="board.example/1", titles={"contract": "Service"}))
    return captured.get()


def test_card_says_tier_class_language_source_and_whom_it_addresses() -> None:
    assert "T1  army_offer · en · board · addresses foreigners" in _drawn()


def test_a_sum_is_drawn_with_both_ends_currency_period_and_purpose() -> None:
    money = Money(None, Decimal(210000), "RUB", Period.MONTH, Purpose.SALARY)

    drawn = _drawn(_finding("210,000 RUB", "money", money))

    assert "open   210,000   RUB        month    salary    210,000 RUB" in drawn


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (90, "within 3 months"),
        (30, "within 1 month"),
        (2, "within 2 days"),
        (0, "at once"),
        (None, "(no time named)"),
    ],
)
def test_a_promise_is_drawn_with_its_time(days: int | None, words: str) -> None:
    promise = Promise("citizenship", days)

    drawn = _drawn(_finding("Passport in 3 months", "citizenship_promise", promise))

    assert f"promises citizenship {words}" in drawn


def test_what_speaks_against_an_offer_is_not_shown_as_its_proof() -> None:
    drawn = _drawn(
        _finding("contract", "contract"),
        _finding("Officials said", "report"),
        weights=(Contribution("contract", 2.0), Contribution("report", -1.0)),
    )

    assert "Service" in drawn
    assert "Officials said" not in drawn


def test_a_quote_keeps_to_its_own_line() -> None:
    shown = in_context(TEXT, _finding("210,000 RUB", "money")).plain

    assert shown == "Up to 210,000 RUB a month"


def test_control_characters_of_a_hostile_page_do_not_reach_the_terminal() -> None:
    text = "sign\x1b[2J the \u202econtract"
    quote = text[5:]

    shown = in_context(text, Finding("contract", Span(5, len(text)), quote)).plain

    assert "\x1b" not in shown
    assert "\u202e" not in shown
