"""What is known of the adverts that a page shows, asked in one statement however many they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model import Assessment
from monitor.store.db import Db, Row


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of adverts that a page shows."""

    fresh: frozenset[str] = frozenset()
    """Keys that were never recorded."""
    said: tuple[Assessment | None, ...] = ()
    """By posting, what the rules said of this very text; None where they were not asked yet."""


def familiar(db: Db, source_id: str, texts: Iterable[tuple[str, str]], *, rules: str) -> list[Row]:
    """Give a row for each key and digest of a text, in their order; NULL is what is not known."""
    return db.rows(_FAMILIAR, (json.dumps(tuple(texts)), source_id, rules))


_FAMILIAR = (
    "SELECT p.id AS posting_id, p.hit_id, v.version, a.rules, a.label, a.tier, a.score, a.lang,"
    " a.detail FROM json_each(?1) asked"
    " LEFT JOIN postings p ON p.source_id = ?2 AND p.key = asked.value ->> 0"
    " LEFT JOIN versions v ON v.posting_id = p.id AND v.text_sha256 = asked.value ->> 1"
    " LEFT JOIN assessments a ON a.posting_id = p.id AND a.version = v.version AND a.rules = ?3"
    " ORDER BY asked.key"
)
