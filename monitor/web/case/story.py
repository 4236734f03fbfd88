"""What a team did about a hit, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.desk.says import N_
from monitor.store import Opinion, Review, Store
from monitor.web.terms import DECISIONS, DEEDS, LABELS, REASONS, term
from monitor.web.words import Words

_DECLINED = N_("Declined to give an opinion")
_TAKEN_BACK = N_("Took the question back")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody did."""

    at: datetime
    who: str
    what: str
    """In the reader's language."""
    words: str = ""
    """As its author wrote it."""
    review: Review | None = None
    """None for what is no decision."""


def steps(store: Store, hit_id: str, words: Words) -> list[Step]:
    """List decisions, notes, deeds, assignments and opinions, the oldest first."""
    found = [
        *(_decided(one, words) for one in store.reviews.history(hit_id)),
        *_worked(store, hit_id, words),
        *(step for one in store.opinions.of(hit_id) for step in _asked(one, words)),
    ]
    return sorted(found, key=lambda step: step.at)


def _decided(review: Review, words: Words) -> Step:
    return Step(review.decided_at, review.verdict.reviewer, told(review, words), review=review)


def told(review: Review, words: Words) -> str:
    """Say a decision in a few words."""
    verdict = review.verdict
    said = (
        term(DECISIONS, verdict.decision, words),
        term(REASONS, verdict.reason, words),
        verdict.label
        and words.gettext("as: {label}").format(label=term(LABELS, verdict.label, words)),
        verdict.duplicate_of and words.gettext("of hit {id}").format(id=verdict.duplicate_of),
    )
    return ", ".join(filter(None, said))


def _worked(store: Store, hit_id: str, words: Words) -> Iterator[Step]:
    for note in store.casework.notes(hit_id):
        yield Step(note.at, note.author, words.gettext("Note"), note.text)
    for action in store.casework.actions(hit_id):
        said = ": ".join(filter(None, (term(DEEDS, action.what, words), action.whom)))
        yield Step(action.at, action.author, said, action.text)
    for one in store.cases.assignments(hit_id):
        told_ = words.gettext("Given to {who}") if one.who else words.gettext("Given to nobody")
        yield Step(one.at, one.author, told_.replace("{who}", one.who))


def _asked(opinion: Opinion, words: Words) -> Iterator[Step]:
    question = opinion.question
    asked = words.gettext("Asked {who} for a second opinion").replace("{who}", question.asked)
    yield Step(question.at, question.asker, asked, question.words)
    if opinion.answer:
        said = ", ".join(
            filter(
                None,
                (
                    term(DECISIONS, opinion.answer.decision, words),
                    term(REASONS, opinion.answer.reason, words),
                ),
            )
        )
        yield Step(
            opinion.answer.at,
            question.asked,
            words.gettext("Second opinion: {said}").replace("{said}", said),
            opinion.answer.words,
        )
    elif opinion.closed_at:
        who = question.asked if opinion.declined else question.asker
        ended = _DECLINED if opinion.declined else _TAKEN_BACK
        yield Step(opinion.closed_at, who, words.gettext(ended))
