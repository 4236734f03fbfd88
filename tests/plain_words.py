"""Judging of the plainest kind: words are an offer when they say so, `T1`, `T2` or `T3`.

A module of its own, which imports nothing heavy: a worker process that judges so starts at once.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from monitor.model import (
    Assessment,
    Contribution,
    Finding,
    Label,
    Posting,
    Source,
    Span,
    Tier,
)

RULES = "plain-rules"


def assess(text: str) -> Assessment:
    tier = next((tier for tier in Tier if tier in text), None)
    if tier is None:
        return Assessment(Label.UNRELATED, None, 0.0, "en", False, rules=RULES)
    start = text.index(tier)
    return Assessment(
        label=Label.ARMY_OFFER,
        tier=tier,
        score=0.9,
        lang="en",
        foreigners=True,
        findings=(Finding("army", Span(start, start + 2), tier.value),),
        contributions=(Contribution("army", 2.0),),
        rules=RULES,
    )


def lift(text: str) -> Assessment:
    """Judge as the second reader does: what is odd is an offer, `T3`."""
    said = assess(text)
    if said.tier or "odd" not in text:
        return said
    start = text.index("odd")
    odd = Finding("odd", Span(start, start + 3), "odd")
    return replace(said, label=Label.DECEPTIVE_JOB, tier=Tier.T3, findings=(odd,))


def judge(
    source: Source, postings: tuple[Posting, ...], rules: Path | None
) -> tuple[Assessment, ...]:
    """Judge as a job of a worker."""
    return tuple(assess(posting.text) for posting in postings)


def prepare(rules: Path | None) -> None:
    """Load nothing."""
