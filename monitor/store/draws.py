"""Daily draws of postings that were not flagged, and what people say of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.errors import Overtaken, StoreError
from monitor.model import Judged, Label
from monitor.store.byhand import BY_HAND, ByHand, Origin, Way
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db, Row
from monitor.store.postings import Postings, Shelved


class Stratum(StrEnum):
    """What is drawn from apart: adverts that were missed stand more often near the threshold."""

    NEAR = "near"
    FAR = "far"
    BARE = "bare"
    """No word in it that every flagged advert has."""


NEAR_FROM = 0.05
"""A score from which on a posting is held to be near the threshold of 0.45."""
_STRATUM = (
    f"CASE WHEN a.score >= {NEAR_FROM} THEN 'near' WHEN a.score > 0 THEN 'far' ELSE 'bare' END"
)


class Answer(StrEnum):
    """What a person says of a drawn posting."""

    ADVERT = "advert"
    NO_ADVERT = "no_advert"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to be given. `label` is the class of an advert, None for all else."""

    drawn_id: int
    answer: Answer
    reviewer: str
    at: datetime
    label: Label | None = None
    seen: int | None = None
    """Id of the last answer that its author saw; None for none."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A posting that was drawn. Who answers is not told its stratum: it would say what we think."""

    id: int
    draw_id: int
    posting_id: int | None
    """None once retention let the words go."""
    answer: Answer | None = None
    """None while nobody answered."""
    last: int | None = None
    """Id of the answer in force."""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw of one period."""

    id: int
    since: datetime
    until: datetime
    drawn: tuple[Drawn, ...]

    @property
    def left(self) -> tuple[Drawn, ...]:
        """Those that wait for an answer and whose words are there."""
        return tuple(one for one in self.drawn if one.answer is None and one.posting_id)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one draw says of one stratum: of so many, so many were asked of, and so many were adverts."""

    stratum: str
    population: int
    answered: int
    adverts: int


class Draws:
    """The tables `draws`, `draw_strata`, `drawn` and `draw_answers`."""

    def __init__(self, db: Db, postings: Postings, by_hand: ByHand) -> None:
        self._db = db
        self._postings = postings
        self._by_hand = by_hand

    def latest(self) -> Draw | None:
        """Give the last draw; None when there was none."""
        row = self._db.row("SELECT * FROM draws ORDER BY until DESC LIMIT 1")
        return self._draw(row) if row else None

    def make(
        self, since: datetime, until: datetime, *, shares: Mapping[str, int],
        chance: random.Random, at: datetime,
    ) -> Draw | None:  # fmt: skip
        """Draw from what was first seen in a period, so many of each stratum.

        What one stratum lacks the others do not make up for. None where nothing is to be drawn
        from, or the period was drawn from already.
        """
        with self._db.writing():
            last = self.latest()
            if last and last.until >= until:
                return None
            since = max(since, last.until) if last else since
            ids = self._candidates(since, until)
            if not ids:
                return None
            draw_id = self._db.insert(
                "INSERT INTO draws (since, until, at) VALUES (?, ?, ?)",
                (to_text(since), to_text(until), to_text(at)),
            )
            for stratum, there in ids.items():
                chosen = chance.sample(there, min(len(there), shares.get(stratum, 0)))
                self._put(draw_id, stratum, len(there), chosen)
        return self.latest()

    def one(self, drawn_id: int) -> Drawn | None:
        """Give one drawn posting; None when there is none of this id."""
        row = self._db.row(f"{_DRAWN} WHERE d.id = ?", [drawn_id])
        return _drawn(row) if row else None

    def words(self, drawn: Drawn) -> Shelved | None:
        """Give a drawn posting as it stands now; None when its words were let go."""
        return None if drawn.posting_id is None else self._postings.one(drawn.posting_id)

    def answer(self, said: Said, *, judged: Judged | None = None) -> str:
        """Append an answer; an advert becomes a hit, whose id is given. Raises Overtaken.

        `judged` is the posting with all reasons, as the rules of today see it; only an advert needs it.
        """
        with self._db.writing():
            drawn = self.one(said.drawn_id)
            if drawn is None:
                raise StoreError("nothing of this number was drawn")
            if drawn.last != said.seen:
                raise Overtaken(f"{drawn.reviewer} answered meanwhile; look again")
            self._append(said, drawn)
            shelved = self.words(drawn)
            if said.answer is not Answer.ADVERT or judged is None or shelved is None:
                return ""
            origin = Origin(Way.DRAW, said.reviewer, said.at)
            return shelved.noted.hit_id or self._by_hand.flag(shelved, judged, origin)

    def counted(self, since: datetime, until: datetime) -> list[Counted]:
        """Say what each draw of a time came to, stratum by stratum; "unsure" is no answer."""
        rows = self._db.rows(_COUNTED, (to_text(since), to_text(until)))
        return [Counted(**row) for row in rows]

    def flagged(self, since: datetime, until: datetime) -> list[Counted]:
        """Say by tier how many hits of a time the rules found, and what reviewers say of them.

        Duplicates are counted with their originals, and what a person found is not the rules' doing.
        """
        rows = self._db.rows(_FLAGGED, (BY_HAND, to_text(since), to_text(until)))
        return [Counted(**row) for row in rows]

    def span(self, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
        """Give the time that the draws of a time cover; None when there were none."""
        row = self._db.row(
            "SELECT min(since) AS since, max(until) AS until FROM draws"
            " WHERE since >= ? AND until <= ?",
            (to_text(since), to_text(until)),
        )
        if not row or row["since"] is None:
            return None
        return to_time(row["since"]), to_time(row["until"])

    def refuted(self) -> list[Judged]:
        """List what was drawn and is no advert, with the verdict that was right."""
        rows = self._db.rows(
            f"SELECT d.posting_id AS id FROM ({_DRAWN}) d"  # noqa: S608 - all words are ours
            " WHERE d.answer = 'no_advert' AND d.posting_id IS NOT NULL ORDER BY d.id"
        )
        found = (self._postings.one(row["id"]) for row in rows)
        return [shelved.judged for shelved in found if shelved]

    def _candidates(self, since: datetime, until: datetime) -> dict[str, list[int]]:
        rows = self._db.rows(_CANDIDATES, (BY_HAND, to_text(since), to_text(until)))
        found: dict[str, list[int]] = {}
        for row in rows:
            found.setdefault(row["stratum"], []).append(row["id"])
        return found

    def _put(self, draw_id: int, stratum: str, population: int, chosen: Sequence[int]) -> None:
        self._db.change(
            "INSERT INTO draw_strata (draw_id, stratum, population) VALUES (?, ?, ?)",
            (draw_id, stratum, population),
        )
        for posting_id in chosen:
            self._db.change(
                "INSERT INTO drawn (draw_id, stratum, posting_id, version)"
                " SELECT ?, ?, id, version FROM postings WHERE id = ?",
                (draw_id, stratum, posting_id),
            )

    def _draw(self, row: Row) -> Draw:
        drawn = self._db.rows(f"{_DRAWN} WHERE d.draw_id = ? ORDER BY d.id", [row["id"]])
        return Draw(
            row["id"], to_time(row["since"]), to_time(row["until"]), tuple(map(_drawn, drawn))
        )

    def _append(self, said: Said, drawn: Drawn) -> None:
        if not said.reviewer.strip():
            raise StoreError("an answer is given in somebody's name")
        self._db.insert(
            "INSERT INTO draw_answers (drawn_id, answer, label, reviewer, at, supersedes)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                said.drawn_id,
                said.answer,
                said.label or "",
                storable(said.reviewer.strip()),
                to_text(said.at),
                drawn.last,
            ),
        )


_IN_FORCE = (
    " LEFT JOIN draw_answers w ON w.drawn_id = d.id AND w.id ="
    " (SELECT max(o.id) FROM draw_answers o WHERE o.drawn_id = d.id)"
)
_DRAWN = (
    "SELECT d.id, d.draw_id, d.posting_id, w.answer, w.id AS last, w.reviewer"  # noqa: S608 - as above
    f" FROM drawn d{_IN_FORCE}"
)
# With max() SQLite takes the other columns of a group from the row that holds the maximum. To have
# them in order it would walk through all postings rather than sort those of a day.
_CANDIDATES = (
    f"SELECT p.id, {_STRATUM} AS stratum, max(a.judged_at)"  # noqa: S608 - all words are ours
    " FROM postings p INDEXED BY postings_loose JOIN assessments a"
    " ON a.posting_id = p.id AND a.version = p.version WHERE p.hit_id IS NULL"
    " AND p.source_id <> ?1 AND p.last_seen >= ?2 AND p.first_seen >= ?2 AND p.first_seen < ?3"
    " GROUP BY p.id ORDER BY p.id"
)
_COUNTED = (
    "SELECT s.stratum, s.population,"  # noqa: S608 - as above
    " coalesce(sum(w.answer IN ('advert', 'no_advert')), 0) AS answered,"
    " coalesce(sum(w.answer = 'advert'), 0) AS adverts"
    " FROM draw_strata s JOIN draws r ON r.id = s.draw_id"
    f" LEFT JOIN drawn d ON d.draw_id = s.draw_id AND d.stratum = s.stratum{_IN_FORCE}"
    " WHERE r.since >= ? AND r.until <= ? GROUP BY s.draw_id, s.stratum ORDER BY s.draw_id"
)
_FLAGGED = (
    "SELECT l.tier AS stratum, count(*) AS population,"
    " sum(l.stage IN ('confirmed', 'not_an_offer')) AS answered,"
    " sum(l.stage = 'confirmed') AS adverts FROM listings l"
    " WHERE l.source_id <> ? AND l.first_seen >= ? AND l.first_seen < ?"
    " AND l.stage <> 'duplicate' AND l.hit_id NOT IN (SELECT hit_id FROM added)"
    " GROUP BY l.tier ORDER BY l.tier"
)


def _drawn(row: Row) -> Drawn:
    return Drawn(
        id=row["id"],
        draw_id=row["draw_id"],
        posting_id=row["posting_id"],
        answer=Answer(row["answer"]) if row["answer"] else None,
        last=row["last"],
        reviewer=row["reviewer"] or "",
    )
