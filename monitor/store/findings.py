"""What decisions say of the rules: each decided hit with what had flagged it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import Judged, Label
from monitor.store.codec import words_from_json
from monitor.store.db import Db
from monitor.store.postings import JUDGED, judged_of
from monitor.store.reviews import Decision, Reason


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in force, and what the rules had said."""

    decision: Decision
    source_id: str
    lang: str
    label: Label
    tier: str
    signals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelling:
    """A decided hit whose words are still there."""

    hit_id: str
    decision: Decision
    reason: Reason | None
    label: Label | None
    """The class as corrected; None where the reviewer kept that of the rules."""
    judged: Judged


class Findings:
    """Reads `decided` beside the assessments that were decided on, and `outcomes`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def decided(self) -> list[Decided]:
        """List all decisions in force, also on hits that retention let go."""
        return [
            Decided(
                Decision(row["decision"]),
                row["source_id"],
                row["lang"],
                Label(row["label"]),
                row["tier"] or "",
                frozenset(words_from_json(row["signals"])),
            )
            for row in self._db.rows(_DECIDED)
        ]

    def doubtful(self, *, each: int = 40, limit: int = 400) -> list[str]:
        """Name the hits without a decision whose scores are lowest, so many of each language."""
        rows = self._db.rows(_DOUBTFUL, (each, limit))
        return [row["hit_id"] for row in rows]

    def labelled(self) -> list[Labelling]:
        """List decided hits with the very words that were decided on, in the order of decisions."""
        rows = self._db.rows(
            f"{JUDGED}, d.hit_id, r.decision, r.reason, r.label AS corrected FROM {_JOINED}"
            " JOIN versions v ON v.posting_id = h.posting_id AND v.version = r.version"
            " JOIN captures c ON c.id = v.capture_id ORDER BY r.id"
        )
        return [
            Labelling(
                row["hit_id"],
                Decision(row["decision"]),
                Reason(row["reason"]) if row["reason"] else None,
                Label(row["corrected"]) if row["corrected"] else None,
                judged_of(row),
            )
            for row in rows
        ]


_JOINED = (
    "decided d JOIN reviews r ON r.id = d.stands JOIN hits h ON h.id = d.hit_id"
    " JOIN postings p ON p.id = h.posting_id JOIN assessments a"
    " ON a.posting_id = h.posting_id AND a.version = r.version AND a.rules = r.rules"
)
_DECIDED = (
    "SELECT r.decision, p.source_id, a.lang, a.label, a.tier,"  # noqa: S608 - all words are ours
    " coalesce((SELECT json_group_array(DISTINCT json_extract(f.value, '$.signal'))"
    f" FROM json_each(a.detail, '$.findings') f), '[]') AS signals FROM {_JOINED}"
    " UNION ALL SELECT decision, source_id, lang, label, tier, signals FROM outcomes"
)
_DOUBTFUL = (
    "SELECT hit_id FROM (SELECT hit_id, score,"
    " row_number() OVER (PARTITION BY lang ORDER BY score, id) AS place"
    " FROM listings WHERE stage = 'unreviewed') WHERE place <= ? ORDER BY score LIMIT ?"
)
