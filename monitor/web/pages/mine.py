"""What waits for whoever reads this: opinions asked of them, hits given to them, answers to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from monitor.model import Hit, Role
from monitor.store import Opinion
from monitor.web.answers import Answer, Page
from monitor.web.asked import Asked
from monitor.web.route import Route
from monitor.web.rows import READ, opening
from monitor.web.terms import DECISIONS, LABELS, STAGES, term

LATELY = timedelta(days=14)
"""For how long an answer to one's question is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A hit in a list."""

    hit_id: str
    tier: str
    label: str
    stage: str
    """Empty where it would tell what others think."""
    opening: str


def show(asked: Asked) -> Answer:
    """List what is asked of somebody, what somebody has, and what became of their questions."""
    name, opinions = asked.user.name, asked.store.opinions
    owed = opinions.owed(name)
    questions = opinions.asked_by(name, since=asked.now - LATELY)
    held = asked.store.cases.held(name)
    lines = _lines(asked, [one.question.hit_id for one in (*owed, *questions)] + held)
    values = {
        "owed": [(one, lines[one.question.hit_id]) for one in owed],
        "questions": [(one, _said(one, asked), lines[one.question.hit_id]) for one in questions],
        "held": [lines[hit_id] for hit_id in held],
    }
    return Page("hit/mine.html", values)


def _said(opinion: Opinion, asked: Asked) -> str:
    """Say what became of a question."""
    if opinion.answer:
        return term(DECISIONS, opinion.answer.decision, asked.words)
    if opinion.closed_at is None:
        return asked.t("not answered yet")
    return asked.t("declined") if opinion.declined else asked.t("taken back")


def _lines(asked: Asked, ids: Iterable[str]) -> dict[str, Line]:
    hits = asked.store.hits.give(dict.fromkeys(ids))
    stages = asked.store.queue.stages(hit.id for hit in hits)
    blind = asked.store.opinions.blind(asked.user.name)
    return {hit.id: _line(hit, "" if hit.id in blind else stages[hit.id], asked) for hit in hits}


def _line(hit: Hit, stage: str, asked: Asked) -> Line:
    return Line(
        hit.id,
        str(hit.assessment.tier or ""),
        term(LABELS, hit.assessment.label, asked.words),
        term(STAGES, stage, asked.words),
        opening(hit.posting.text[:READ]),
    )


ROUTES = (Route("GET", "/mine", show, Role.REVIEWER, "mine"),)
