"""Postings and their versions: every text that was ever read, flagged or not, and its verdicts.

Those without a hit are kept too, so that better rules can judge them again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Assessment, Judged, Label, Posting, Tier
from monitor.store.codec import (
    assessment_from_json,
    assessment_to_json,
    maybe_text,
    maybe_time,
    to_text,
    to_time,
)
from monitor.store.db import Db, Row
from monitor.store.familiar import Known, familiar
from monitor.text.fold import squash

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at a page: the capture whose bytes it showed, and when (a 304 shows older bytes)."""

    capture_id: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A posting's row after a look."""

    posting_id: int
    version: int
    """Of the text just seen, which may be an earlier one come back."""
    hit_id: str | None
    """The hit that it belonged to before this look; None when it belonged to none."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A kept posting as it last stood, with the latest verdict on that text."""

    judged: Judged
    noted: Noted
    sight: Sight


class Postings:
    """The tables `postings`, `versions` (one row a text) and `assessments` (one a rules digest)."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def unknown(self, source_id: str, keys: Iterable[str]) -> frozenset[str]:
        """Give those of these keys that were never recorded."""
        return self.known(source_id, keys, (), rules="").fresh

    def known(
        self, source_id: str, keys: Iterable[str], postings: Sequence[Posting], *, rules: str
    ) -> Known:
        """Tell which of these keys are new, and what the rules said of these postings before."""
        bare = list(dict.fromkeys(keys))
        texts = [(one.key, _digest(one.text)) for one in postings] + [(key, "") for key in bare]
        rows = familiar(self._db, source_id, texts, rules=rules)
        said, asked = rows[: len(postings)], rows[len(postings) :]
        return Known(
            fresh=frozenset(
                key for key, row in zip(bare, asked, strict=True) if row["posting_id"] is None
            ),
            said=tuple(None if row["rules"] is None else _assessment(row) for row in said),
        )

    def shelved(
        self, *, after: int = 0, source: str | None = None, limit: int = 100
    ) -> list[Shelved]:
        """List kept postings by id, those past `after` only; a source of None means any."""
        rows = self._db.rows(
            f"{_SHELVED} WHERE p.id > ? AND (? IS NULL OR p.source_id = ?)"
            " GROUP BY p.id ORDER BY p.id LIMIT ?",
            (after, source, source, limit),
        )
        return [_shelved(row) for row in rows]

    def one(self, posting_id: int) -> Shelved | None:
        """Give one kept posting as it last stood; None once it was let go."""
        row = self._db.row(f"{_SHELVED} WHERE p.id = ? GROUP BY p.id", [posting_id])
        return _shelved(row) if row else None

    def texts(self, *, before: int | None = None, limit: int = 500) -> list[tuple[int, str]]:
        """List the words of kept postings by id, the newest first; a `before` of None begins there."""
        rows = self._db.rows(
            "SELECT p.id, v.text FROM postings p"
            " JOIN versions v ON v.posting_id = p.id AND v.version = p.version"
            " WHERE ? IS NULL OR p.id < ? ORDER BY p.id DESC LIMIT ?",
            (before, before, limit),
        )
        return [(row["id"], row["text"]) for row in rows]

    def count(self, *, source: str | None = None) -> int:
        """How many postings are kept; a source of None means all of them."""
        found = self._db.rows(
            "SELECT count(*) AS n FROM postings WHERE ? IS NULL OR source_id = ?", (source, source)
        )
        return int(found[0]["n"])

    def still(self, shelved: Shelved) -> Noted | None:
        """Give a shelved posting's row as it is now; None when its words were let go meanwhile."""
        row = self._db.row(
            "SELECT p.id AS posting_id, v.version, p.hit_id FROM postings p"
            " JOIN versions v ON v.posting_id = p.id AND v.version = ?"
            " WHERE p.source_id = ? AND p.key = ?",
            (
                shelved.noted.version,
                shelved.judged.posting.source_id,
                shelved.judged.posting.key,
            ),
        )
        return Noted(**row) if row else None

    def rejudge(self, shelved: Shelved, said: Assessment, *, at: datetime) -> None:
        """Keep a later verdict on a kept text; call inside a write transaction."""
        self._assess(shelved.noted.posting_id, shelved.noted.version, said, to_text(at))

    def explain(self, noted: Noted, said: Assessment) -> None:
        """Keep all reasons of a verdict that flags nothing; call inside a write transaction."""
        self._db.change(
            "UPDATE assessments SET detail = ? WHERE posting_id = ? AND version = ? AND rules = ?"
            " AND detail IS NULL",
            (assessment_to_json(said), noted.posting_id, noted.version, said.rules),
        )

    def note(self, judged: Judged, sight: Sight) -> Noted:
        """Write down a posting, its text and its verdict; call inside a write transaction.

        A text that comes back is no new version.
        """
        posting, said = judged.posting, judged.assessment
        text = (posting.key, _digest(posting.text))
        (row,) = familiar(self._db, posting.source_id, [text], rules=said.rules)
        posting_id = row["posting_id"] or self._insert(posting, sight)
        version = row["version"] or self._add_version(posting_id, posting, sight)
        seen_at = to_text(sight.seen_at)
        self._db.change(
            "UPDATE postings SET version = CASE WHEN ?1 >= last_seen THEN ?2 ELSE version END,"
            " first_seen = min(first_seen, ?1), last_seen = max(last_seen, ?1) WHERE id = ?3",
            (seen_at, version, posting_id),
        )
        if row["rules"] is None:
            self._assess(posting_id, version, said, seen_at)
        return Noted(posting_id, version, row["hit_id"])

    def _insert(self, posting: Posting, sight: Sight) -> int:
        seen_at = to_text(sight.seen_at)
        return self._db.insert(
            "INSERT INTO postings (source_id, key, version, first_seen, last_seen)"
            " VALUES (?, ?, 1, ?, ?)",
            (posting.source_id, posting.key, seen_at, seen_at),
        )

    def _add_version(self, posting_id: int, posting: Posting, sight: Sight) -> int:
        added = self._db.row(
            "INSERT INTO versions (posting_id, version, text_sha256, fingerprint, text, title, url,"
            " posted_at, forwarded_from, lang, capture_id, seen_at)"
            " SELECT ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
            " FROM versions WHERE posting_id = ? RETURNING version",
            (
                posting_id,
                _digest(posting.text),
                fingerprint(posting.text),
                posting.text,
                posting.title,
                posting.url,
                maybe_text(posting.posted_at),
                posting.forwarded_from,
                posting.lang,
                sight.capture_id,
                to_text(sight.seen_at),
                posting_id,
            ),
        )
        return int(added["version"]) if added else 1

    def _assess(self, posting_id: int, version: int, said: Assessment, judged_at: str) -> None:
        """Keep the verdict; all its reasons only where it flags, for the rest can be had again."""
        self._db.change(
            "INSERT INTO assessments (posting_id, version, rules, label, tier, score, lang, detail,"
            " judged_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (posting_id, version, rules) DO NOTHING",
            (
                posting_id,
                version,
                said.rules,
                said.label,
                said.tier,
                said.score,
                said.lang,
                assessment_to_json(said) if said.tier else None,
                judged_at,
            ),
        )


def fingerprint(text: str) -> str:
    """Digest of the letters and digits of a text as folded; empty when it has none.

    Equal for a re-post that changes case, look-alike letters, emoji or line breaks only.
    """
    bare = _NO_LETTER.sub("", squash(text))
    return _digest(bare) if bare else ""


def posting_of(row: Row) -> Posting:
    """Make a posting from a row of `versions` joined with its posting and capture."""
    return Posting(
        key=row["key"],
        source_id=row["source_id"],
        url=row["url"],
        text=row["text"],
        capture_sha256=row["body_sha256"],
        posted_at=maybe_time(row["posted_at"]),
        title=row["title"],
        forwarded_from=row["forwarded_from"],
        lang=row["posting_lang"],
        version=row["version"],
    )


def judged_of(row: Row) -> Judged:
    """Make a judged posting from a row of `JUDGED`."""
    return Judged(posting_of(row), _assessment(row))


JUDGED = (
    "SELECT p.key, p.source_id, v.text, v.title, v.url, v.posted_at, v.forwarded_from, v.version,"
    " v.lang AS posting_lang, c.body_sha256, a.rules, a.label, a.tier, a.score, a.lang, a.detail"
)
"""Columns that `judged_of` reads; the FROM names p(ostings), v(ersions), c(aptures), a(ssessments)."""


_SHELVED = (
    f"{JUDGED}, max(a.judged_at), p.id AS posting_id, p.hit_id, v.capture_id, p.last_seen"
    " FROM postings p JOIN versions v ON v.posting_id = p.id AND v.version = p.version"
    " JOIN captures c ON c.id = v.capture_id"
    " JOIN assessments a ON a.posting_id = p.id AND a.version = v.version"
)


def _shelved(row: Row) -> Shelved:
    return Shelved(
        judged_of(row),
        Noted(row["posting_id"], row["version"], row["hit_id"]),
        Sight(row["capture_id"], to_time(row["last_seen"])),
    )


def _assessment(row: Row) -> Assessment:
    if row["detail"]:
        return assessment_from_json(row["detail"])
    return Assessment(
        label=Label(row["label"]),
        tier=Tier(row["tier"]) if row["tier"] else None,
        score=row["score"],
        lang=row["lang"],
        foreigners=False,
        rules=row["rules"],
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
