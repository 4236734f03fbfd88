"""Views of the hits: by what they are, where they were seen, and how far reviewers are with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model import Hit, Label, Tier
from monitor.store.codec import to_text, words_to_json
from monitor.store.db import Db
from monitor.store.hits import Hits


class Stage(StrEnum):
    """How far reviewers are with a hit.

    One that was no offer is UNREVIEWED again when its words change.
    """

    UNREVIEWED = "unreviewed"
    CONFIRMED = "confirmed"
    NOT_AN_OFFER = "not_an_offer"
    UNSURE = "unsure"
    DUPLICATE = "duplicate"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class View:
    """Which hits; None and empty mean any."""

    tier: Tier | None = None
    label: Label | None = None
    lang: str | None = None
    """With or without a script: uz takes uz-Latn too."""
    nation: str | None = None
    """A people that the advert calls for, ISO 3166-1."""
    sources: tuple[str, ...] | None = None
    since: datetime | None = None
    """First seen then or later."""
    stage: Stage | None = None


class Queue:
    """Reads `hits` beside their assessments and decisions."""

    def __init__(self, db: Db, hits: Hits) -> None:
        self._db = db
        self._hits = hits

    def all(self, view: View, *, limit: int) -> list[Hit]:
        """List the hits of a view, the newest first."""
        return self._hits.give(self._ids(view, "h.first_seen DESC, h.id", limit))

    def next(self, view: View, *, skipped: Iterable[str] = ()) -> Hit | None:
        """Give the hit to look at first: the most urgent tier, then the highest score.

        None when all of the view are skipped.
        """
        ids = self._ids(view, "a.tier, a.score DESC, h.first_seen, h.id", 1, skipped=skipped)
        return next(iter(self._hits.give(ids)), None)

    def count(self, view: View) -> int:
        """How many hits the view has."""
        found = self._db.rows(_COUNT, _params(view))
        return int(found[0]["n"])

    def stages(self, ids: Iterable[str]) -> dict[str, Stage]:
        """Say how far reviewers are with each of these hits."""
        rows = self._db.rows(
            _STAGES,
            [words_to_json(tuple(ids))],
        )
        return {row["id"]: Stage(row["stage"]) for row in rows}

    def _ids(self, view: View, order: str, limit: int, *, skipped: Iterable[str] = ()) -> list[str]:
        rows = self._db.rows(
            f"{_IDS} ORDER BY {order} LIMIT ?",
            (*_params(view), words_to_json(tuple(skipped)), limit),
        )
        return [row["id"] for row in rows]


_STAGE = (
    "CASE WHEN d.decision IS NULL OR (d.decision = 'not_an_offer' AND d.version <> h.version)"
    " THEN 'unreviewed' ELSE d.decision END"
)
_STAGES = (
    f"SELECT h.id, {_STAGE} AS stage"  # noqa: S608 - all words are ours
    " FROM hits h LEFT JOIN decided d ON d.hit_id = h.id"
    " WHERE h.id IN (SELECT value FROM json_each(?))"
)
_JOINED = (
    " FROM hits h JOIN postings p ON p.id = h.posting_id"
    " JOIN assessments a ON a.posting_id = h.posting_id AND a.version = h.version"
    " AND a.rules = h.rules LEFT JOIN decided d ON d.hit_id = h.id"
)
_NARROWED = (
    " WHERE (?1 IS NULL OR a.tier = ?1) AND (?2 IS NULL OR a.label = ?2)"
    " AND (?3 IS NULL OR a.lang = ?3 OR substr(a.lang, 1, length(?3) + 1) = ?3 || '-')"
    " AND (?4 IS NULL OR ?4 IN (SELECT value FROM json_each(a.detail, '$.nations')))"
    " AND (?5 IS NULL OR p.source_id IN (SELECT value FROM json_each(?5)))"
    " AND (?6 IS NULL OR h.first_seen >= ?6) AND (?7 IS NULL OR "
)
_FROM = f"{_JOINED}{_NARROWED}{_STAGE} = ?7)"
_IDS = f"SELECT h.id{_FROM} AND h.id NOT IN (SELECT value FROM json_each(?))"  # noqa: S608 - as above
_COUNT = f"SELECT count(*) AS n{_FROM}"


def _params(view: View) -> tuple[object, ...]:
    return (
        view.tier,
        view.label,
        view.lang,
        view.nation,
        None if view.sources is None else words_to_json(view.sources),
        view.since and to_text(view.since),
        view.stage,
    )
