"""The second reader lifts what is unclear to review, and does nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from monitor.model import (
    Assessment,
    Contact,
    ContactType,
    Finding,
    Label,
    Posting,
    Span,
    Tier,
)
from monitor.rulebook import Rules, load
from monitor.second import HEAD, SIGNAL, Head, SecondReader, is_unasked, left_to_it, masked

UNCLEAR = Assessment(
    Label.UNRELATED,
    None,
    0.4,
    "en",
    foreigners=False,
    findings=(Finding("cta", Span(0, 5), "Write"),),
)
CLEAR = replace(UNCLEAR, label=Label.ARMY_OFFER, tier=Tier.T2)


class Says:
    """A model that sees the same in every text, and remembers what it was shown."""

    def __init__(self, value: float) -> None:
        self.value = value
        self.shown: list[str] = []

    def passage(self, texts: list[str]) -> Sequence[Sequence[float]]:
        self.shown += texts
        return [[self.value] for _ in texts]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def posting(text: str) -> Posting:
    return Posting("1", "north", "https://north.example/1", text)


def read(value: float, said: Assessment, rules: Rules, text: str = "Write to us") -> Assessment:
    reader = SecondReader(Says(value), Head(weights=(1.0,), bias=0.0, threshold=0.8))
    return reader.reread(posting(text), said, rules)


def test_what_it_takes_for_an_offer_goes_to_review_and_says_why(rules: Rules) -> None:
    said = read(4.0, UNCLEAR, rules)

    assert said.tier is Tier.T3
    assert said.label is Label.DECEPTIVE_JOB
    assert said.contributions[-1].signal == SIGNAL
    assert said.contributions[-1].weight == 4.0


def test_what_it_doubts_stays_as_it_was(rules: Rules) -> None:
    assert read(1.0, UNCLEAR, rules) == UNCLEAR


def test_what_the_rules_flagged_is_not_shown_to_it(rules: Rules) -> None:
    model = Says(4.0)
    reader = SecondReader(model, Head((1.0,), 0.0, 0.8))

    assert reader.reread(posting("Write to us"), CLEAR, rules) == CLEAR
    assert not model.shown


def test_a_sum_and_a_contact_without_a_verdict_are_odd_enough_for_it(rules: Rules) -> None:
    nothing = replace(UNCLEAR, findings=())

    odd = read(
        4.0, nothing, rules, "2,000 USD a month. Telegram: @made_up_name or +7 912 345-67-89"
    )
    plain = read(4.0, nothing, rules, "The weather will be fine on Sunday.")

    assert odd.tier is Tier.T3
    assert Contact(ContactType.TELEGRAM, "@made_up_name") in {f.value for f in odd.findings}
    assert plain == nothing


@pytest.mark.parametrize(
    ("said", "text", "is_left"),
    [
        (UNCLEAR, "Write to us", True),
        (CLEAR, "Write to us", False),
        (replace(UNCLEAR, findings=()), "The weather will be fine on Sunday.", False),
        (replace(UNCLEAR, findings=()), "2,000 USD a month. Telegram: @made_up_name", True),
    ],
)
def test_only_what_is_unclear_is_left_to_it_and_marked(
    rules: Rules, said: Assessment, text: str, is_left: bool
) -> None:
    said = replace(said, rules="digest")

    marked = left_to_it(posting(text), said, rules)

    assert is_unasked(marked) is is_left
    assert replace(marked, rules="digest") == said


def test_it_is_shown_no_digits_and_no_names() -> None:
    shown = masked(
        "Pay 2,000, call +7 912 345-67-89, write @made_up_name or https://made.example/a"
    )

    assert "2" not in shown
    assert "made" not in shown


def test_the_shipped_head_fits_the_model() -> None:
    head = json.loads(HEAD.read_text(encoding="utf-8"))

    assert len(head["weights"]) == 384
    assert 0.5 < head["threshold"] < 1
