"""Second opinions: asked of one reviewer, who answers without having seen what others decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.store.codec import maybe_time, storable, to_text, to_time
from monitor.store.db import Db, Row
from monitor.store.reviews import Decision, Reason

LONGEST = 20_000
"""Characters of a question or an answer, as of a note."""
GIVEN = frozenset(Decision) - {Decision.UNDONE}
DECLINED, WITHDRAWN = "declined", "withdrawn"


@dataclass(frozen=True, slots=True)
class Question:
    """What a reviewer wants to know of another about a hit."""

    hit_id: str
    asker: str
    asked: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the one who was asked thinks; it decides nothing by itself."""

    decision: Decision
    at: datetime
    reason: Reason | None = None
    """Of NOT_AN_OFFER, and of no other."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A question and what became of it."""

    id: int
    question: Question
    answer: Answer | None = None
    """None while it is open, and where it was closed without one."""
    closed_at: datetime | None = None
    """None while it is open."""
    declined: bool = False
    """Closed by the one who was asked."""


class Opinions:
    """The table `opinions`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def ask(self, question: Question) -> int:
        """Keep a question and give its id. Raises StoreError, also where one of them is open."""
        asker, asked = question.asker.strip(), question.asked.strip()
        if not asked or asker.casefold() == asked.casefold():
            raise StoreError("a second opinion is asked of somebody else")
        with self._db.writing():
            if not self._db.row("SELECT 1 FROM hits WHERE id = ?", [question.hit_id]):
                raise StoreError(f"there is no hit {question.hit_id}")
            if question.hit_id in self.blind(asked):
                raise StoreError(f"{asked} was asked already and has not answered yet")
            return self._db.insert(
                "INSERT INTO opinions (hit_id, asker, asked, words, asked_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (
                    question.hit_id,
                    storable(asker),
                    storable(asked),
                    _bounded(question.words),
                    to_text(question.at),
                ),
            )

    def answer(self, opinion_id: int, answer: Answer, *, by: str) -> None:
        """Close a question with an opinion. Raises StoreError unless it is open and asked of `by`."""
        if answer.decision not in GIVEN:
            raise StoreError("an opinion says what the hit is")
        if (answer.reason is not None) != (answer.decision is Decision.NOT_AN_OFFER):
            raise StoreError("not_an_offer needs a reason; no other opinion does")
        with self._db.writing():
            if self._open(opinion_id).question.asked != by:
                raise StoreError("this opinion was asked of somebody else")
            self._close(opinion_id, answer.decision, answer.at, answer=answer)

    def withdraw(self, opinion_id: int, *, by: str, at: datetime) -> None:
        """Close a question without an answer: who was asked declines it, who asked takes it back."""
        with self._db.writing():
            question = self._open(opinion_id).question
            if by not in (question.asked, question.asker):
                raise StoreError("only who asked and who was asked close a question")
            self._close(opinion_id, DECLINED if by == question.asked else WITHDRAWN, at)

    def of(self, hit_id: str) -> list[Opinion]:
        """List the opinions asked for on a hit, oldest first."""
        rows = self._db.rows("SELECT * FROM opinions WHERE hit_id = ? ORDER BY id", [hit_id])
        return [_opinion(row) for row in rows]

    def owed(self, who: str) -> list[Opinion]:
        """List what is asked of a reviewer and not answered, oldest first."""
        rows = self._db.rows(
            "SELECT * FROM opinions WHERE asked = ? AND closed_at IS NULL ORDER BY id", [who]
        )
        return [_opinion(row) for row in rows]

    def asked_by(self, who: str, *, since: datetime) -> list[Opinion]:
        """List what a reviewer asked and was not closed before then, the newest first."""
        rows = self._db.rows(
            "SELECT * FROM opinions WHERE asker = ? AND (closed_at IS NULL OR closed_at >= ?)"
            " ORDER BY id DESC LIMIT 50",
            (who, to_text(since)),
        )
        return [_opinion(row) for row in rows]

    def blind(self, who: str) -> frozenset[str]:
        """Name the hits on which nobody's decision is to be shown to `who`: an answer is owed."""
        rows = self._db.rows(
            "SELECT hit_id FROM opinions WHERE asked = ? AND closed_at IS NULL", [who]
        )
        return frozenset(row["hit_id"] for row in rows)

    def _open(self, opinion_id: int) -> Opinion:
        row = self._db.row("SELECT * FROM opinions WHERE id = ?", [opinion_id])
        if row is None or row["closed_at"] is not None:
            raise StoreError("this question is not open any more")
        return _opinion(row)

    def _close(
        self, opinion_id: int, decision: str, at: datetime, *, answer: Answer | None = None
    ) -> None:
        self._db.change(
            "UPDATE opinions SET decision = ?, reason = ?, answer = ?, closed_at = ? WHERE id = ?",
            (
                decision,
                (answer and answer.reason) or "",
                _bounded(answer.words) if answer else "",
                to_text(at),
                opinion_id,
            ),
        )


def _bounded(words: str) -> str:
    kept = storable(words.strip())
    if len(kept) > LONGEST:
        raise StoreError(f"this has {len(kept)} characters, {LONGEST} at most")
    return kept


def _opinion(row: Row) -> Opinion:
    question = Question(
        row["hit_id"], row["asker"], row["asked"], to_time(row["asked_at"]), row["words"]
    )
    closed_at = maybe_time(row["closed_at"])
    return Opinion(
        id=row["id"],
        question=question,
        answer=_answer(row, closed_at) if closed_at else None,
        closed_at=closed_at,
        declined=row["decision"] == DECLINED,
    )


def _answer(row: Row, at: datetime) -> Answer | None:
    if row["decision"] not in GIVEN:
        return None
    reason = Reason(row["reason"]) if row["reason"] else None
    return Answer(Decision(row["decision"]), at, reason, row["answer"])
