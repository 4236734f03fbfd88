"""Decisions on hits: appended with who and when; none overwrites another that its author did not see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.errors import Overtaken, StoreError
from monitor.model import Label
from monitor.store.casework import Casework, Note
from monitor.store.codec import storable, to_text, to_time, words_to_json
from monitor.store.db import Db, Row
from monitor.store.hits import Hits, Standing


class Decision(StrEnum):
    """What a reviewer says of a hit. UNDONE takes the decision in force back; it is never in force."""

    CONFIRMED = "confirmed"
    NOT_AN_OFFER = "not_an_offer"
    UNSURE = "unsure"
    DUPLICATE = "duplicate"
    ESCALATED = "escalated"
    UNDONE = "undone"


class Reason(StrEnum):
    """Why a hit is not an offer."""

    REPORT = "report"
    """News, a story, research about recruiting."""
    WARNING = "warning"
    OTHER_ARMY = "other_army"
    HISTORY = "history"
    LAW = "law"
    """Laws, benefits, a lawyer's offer."""
    CIVIL_JOB = "civil_job"
    GAME = "game"
    """A game, a film, fiction."""
    CITIZENS_ONLY = "citizens_only"
    FRAGMENT = "fragment"
    """A menu, a list of links, half a text."""
    OTHER = "other"


KEPT_AS = {Decision.CONFIRMED: Standing.CONFIRMED, Decision.NOT_AN_OFFER: Standing.DISMISSED}
"""For retention; all others are kept as long as what nobody decided on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision that a reviewer makes."""

    hit_id: str
    decision: Decision
    reviewer: str
    reason: Reason | None = None
    """Of NOT_AN_OFFER, and of no other."""
    label: Label | None = None
    """The class as the reviewer sees it; None keeps that of the rules."""
    duplicate_of: str = ""
    """Id of the hit that it repeats; may be empty."""


@dataclass(frozen=True, slots=True)
class Review:
    """A decision as it was kept."""

    id: int
    verdict: Verdict
    version: int
    """Of the words that were decided on."""
    rules: str
    decided_at: datetime
    supersedes: int | None
    """The row before it on the same hit; None for the first."""
    stands: int | None
    """Id of the decision in force after this row; None when there is none any more."""


class Reviews:
    """The tables `reviews` and `decided`."""

    def __init__(self, db: Db, hits: Hits) -> None:
        self._db = db
        self._hits = hits
        self._casework = Casework(db)

    def decide(self, verdict: Verdict, *, seen: int | None, at: datetime, note: str = "") -> Review:
        """Append a decision, and with it a note unless that is empty: both or neither.

        `seen` is the id of the last row its author saw, None for none. Raises Overtaken when there
        is a later one, StoreError when the decision is not whole.
        """
        _check(verdict)
        with self._db.writing():
            self._check_original(verdict)
            review = self._append(verdict, seen=seen, at=at)
            if note:
                self._casework.within(Note(verdict.hit_id, verdict.reviewer, note, at))
            return review

    def undo(self, hit_id: str, *, by: str, seen: int | None, at: datetime) -> Review:
        """Take back the decision in force; the one before it is in force again, if there was one."""
        with self._db.writing():
            last = self.last(hit_id)
            standing = self._find(last.stands) if last and last.stands else None
            if standing is None:
                raise StoreError(f"hit {hit_id}: there is no decision to take back")
            return self._append(Verdict(hit_id, Decision.UNDONE, by), seen=seen, at=at, of=standing)

    def decide_each(
        self, verdicts: Iterable[tuple[Verdict, int | None]], *, at: datetime
    ) -> tuple[str, ...]:
        """Append many decisions, each with the last row its author saw, in one transaction.

        Gives the hits on which somebody decided meanwhile, and on which nothing was written.
        """
        overtaken = []
        with self._db.writing():
            for verdict, seen in verdicts:
                _check(verdict)
                self._check_original(verdict)
                try:
                    self._append(verdict, seen=seen, at=at)
                except Overtaken:
                    overtaken.append(verdict.hit_id)
        return tuple(overtaken)

    def made_at_once(self, reviewer: str, hits: Iterable[str], *, at: datetime) -> tuple[str, ...]:
        """Name those of these hits on which a reviewer's decision of one moment is the last word."""
        rows = self._db.rows(
            "SELECT r.hit_id FROM decided d JOIN reviews r ON r.id = d.last"
            " WHERE r.reviewer = ? AND r.decided_at = ? AND r.decision <> 'undone'"
            " AND d.hit_id IN (SELECT value FROM json_each(?))",
            (reviewer, to_text(at), words_to_json(tuple(hits))),
        )
        return tuple(row["hit_id"] for row in rows)

    def undo_made(self, reviewer: str, hits: Iterable[str], *, made: datetime, at: datetime) -> int:
        """Take back what a reviewer decided at one moment, as far as it is the last word.

        Gives on how many hits: what anybody decided since stays.
        """
        with self._db.writing():
            there = self.made_at_once(reviewer, hits, at=made)
            for hit_id in there:
                self.undo(hit_id, by=reviewer, seen=self.lasts([hit_id])[hit_id], at=at)
        return len(there)

    def lasts(self, hits: Iterable[str]) -> dict[str, int]:
        """Give the id of the last row on each of these hits that has one."""
        rows = self._db.rows(
            "SELECT hit_id, last FROM decided WHERE hit_id IN (SELECT value FROM json_each(?))",
            [words_to_json(tuple(hits))],
        )
        return {row["hit_id"]: row["last"] for row in rows}

    def last(self, hit_id: str) -> Review | None:
        """Give the last row on a hit, which the next decision must name; None when there is none."""
        return self._one("SELECT * FROM reviews WHERE hit_id = ? ORDER BY id DESC LIMIT 1", hit_id)

    def standing(self, hit_id: str) -> Review | None:
        """Give the decision in force on a hit; None when there is none."""
        return self._one(
            "SELECT r.* FROM decided d JOIN reviews r ON r.id = d.stands WHERE d.hit_id = ?", hit_id
        )

    def history(self, hit_id: str) -> list[Review]:
        """List all rows on a hit, oldest first."""
        rows = self._db.rows("SELECT * FROM reviews WHERE hit_id = ? ORDER BY id", [hit_id])
        return [_review(row) for row in rows]

    def _append(
        self, verdict: Verdict, *, seen: int | None, at: datetime, of: Review | None = None
    ) -> Review:
        """Write a row; `of` is the decision that it undoes, None for a new decision."""
        last = self.last(verdict.hit_id)
        if (last.id if last else None) != seen:
            raise Overtaken(_overtaken(verdict.hit_id, last))
        review_id = self._insert(verdict, seen=seen, at=at, of=of)
        review = self._find(review_id)
        standing = self._find(review.stands) if review and review.stands else None
        if review is None:
            raise StoreError(f"hit {verdict.hit_id}: its review is not there")
        self._put(review, standing)
        kept_as = KEPT_AS.get(standing.verdict.decision) if standing else None
        self._hits.keep_as(verdict.hit_id, kept_as, at=at)
        return review

    def _insert(
        self, verdict: Verdict, *, seen: int | None, at: datetime, of: Review | None
    ) -> int:
        before = self._find(of.supersedes) if of and of.supersedes else None
        found = self._db.rows(
            "INSERT INTO reviews (id, hit_id, version, rules, reviewer, decision, reason, label,"
            " duplicate_of, decided_at, supersedes, stands)"
            " SELECT n.id, h.id, h.version, h.rules, ?, ?, ?, ?, ?, ?, ?,"
            " CASE WHEN ? THEN ? ELSE n.id END"
            " FROM hits h, (SELECT coalesce(max(seq), 0) + 1 AS id FROM sqlite_sequence"
            " WHERE name = 'reviews') n WHERE h.id = ? RETURNING id",
            (
                storable(verdict.reviewer.strip()),
                verdict.decision,
                verdict.reason or "",
                verdict.label or "",
                verdict.duplicate_of,
                to_text(at),
                seen,
                of is not None,
                before.stands if before else None,
                verdict.hit_id,
            ),
        )
        if not found:
            raise StoreError(f"there is no hit {verdict.hit_id}")
        return int(found[0]["id"])

    def _put(self, review: Review, standing: Review | None) -> None:
        self._db.change(
            "INSERT INTO decided (hit_id, last, stands, decision, version) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (hit_id) DO UPDATE SET last = excluded.last, stands = excluded.stands,"
            " decision = excluded.decision, version = excluded.version",
            (
                review.verdict.hit_id,
                review.id,
                standing and standing.id,
                standing and standing.verdict.decision,
                standing and standing.version,
            ),
        )

    def _check_original(self, verdict: Verdict) -> None:
        original = verdict.duplicate_of
        if original and not self._db.row("SELECT 1 FROM hits WHERE id = ?", [original]):
            raise StoreError(f"there is no hit {original} that {verdict.hit_id} could repeat")

    def _find(self, review_id: int | None) -> Review | None:
        return self._one("SELECT * FROM reviews WHERE id = ?", review_id)

    def _one(self, sql: str, key: object) -> Review | None:
        row = self._db.row(sql, [key])
        return _review(row) if row else None


def _check(verdict: Verdict) -> None:
    if not verdict.reviewer.strip():
        raise StoreError("a decision needs the name of who decides")
    if verdict.decision is Decision.UNDONE:
        raise StoreError("a decision is taken back by undo")
    if (verdict.reason is not None) != (verdict.decision is Decision.NOT_AN_OFFER):
        raise StoreError(
            f"not_an_offer needs one of the reasons {', '.join(Reason)}; no other does"
        )
    if verdict.duplicate_of and verdict.decision is not Decision.DUPLICATE:
        raise StoreError("only a duplicate names the hit that it repeats")
    if verdict.duplicate_of == verdict.hit_id:
        raise StoreError(f"hit {verdict.hit_id} cannot repeat itself")


def _overtaken(hit_id: str, last: Review | None) -> str:
    if last is None:
        return f"hit {hit_id}: the decision that you saw is not there"
    said = str(last.verdict.decision).replace("_", " ")
    return (
        f"hit {hit_id}: {last.verdict.reviewer} decided meanwhile ({said}, review {last.id});"
        " look at it and decide again"
    )


def _review(row: Row) -> Review:
    return Review(
        id=row["id"],
        verdict=Verdict(
            hit_id=row["hit_id"],
            decision=Decision(row["decision"]),
            reviewer=row["reviewer"],
            reason=Reason(row["reason"]) if row["reason"] else None,
            label=Label(row["label"]) if row["label"] else None,
            duplicate_of=row["duplicate_of"],
        ),
        version=row["version"],
        rules=row["rules"],
        decided_at=to_time(row["decided_at"]),
        supersedes=row["supersedes"],
        stands=row["stands"],
    )
