"""The searchable words of hits, and the search in them.

All else of a row of `listings` follows its hit by triggers; the words are folded here.
"""

from __future__ import annotations

import json
from dataclasses import replace

from monitor.store.db import Db, Row
from monitor.store.views import Named, View, Where, named, where
from monitor.text.searching import Sought, ask, grams, searchable

FEW = 100
"""Hits whose words are written in one transaction when many are owed."""
MOST_NAMED = 5_000
"""Found hits beyond which a walk in order meets enough of them anyway."""
MOST_GRAMS = 24
"""Of one needle: more would not make the candidates fewer."""
MOST_TERMS = 500
"""Ways in which one or two signs go on."""


class Listings:
    """The tables `listing_words` and `listing_grams`."""

    def __init__(self, db: Db, *, most_named: int = MOST_NAMED) -> None:
        self._db = db
        self._most_named = most_named

    def write(self, hit_id: str) -> None:
        """Make the words that a hit shows now searchable; call in the transaction that wrote it."""
        if row := self._db.row(f"{_OWED} AND l.hit_id = ?", [hit_id]):
            self._write(row)

    def catch_up(self) -> int:
        """Write the words of hits that were found before there was a search; give their number."""
        done = 0
        while self._db.row(f"{_OWED} LIMIT 1"):
            with self._db.writing():
                rows = self._db.rows(f"{_OWED} LIMIT ?", [FEW])
                for row in rows:
                    self._write(row)
            done += len(rows)
        return done

    def _write(self, row: Row) -> None:
        # What was forwarded, and from where, is looked for by name too.
        text = "\n".join((row["title"], row["text"], row["forwarded_from"]))
        self._db.change(
            "INSERT INTO listing_words (id, words) VALUES (?, ?)", (row["id"], searchable(text))
        )

    def ask(self, view: View, *, whole: bool = False) -> Where:
        """Ask the database for a view; `whole` where all of it will be read in any order."""
        asked = where(view)
        for one in named(view):
            if whole:
                asked = asked.and_(f"l.id IN ({one.ids})", *one.values)
            else:
                asked = self._among(asked, one)
        return self._with_words(asked, view.words)

    def _among(self, asked: Where, one: Named) -> Where:
        """Name the rows where they are few; where they are many, a walk in order meets them."""
        rows = self._db.rows(f"{one.ids} LIMIT ?", (*one.values, self._most_named + 1))
        if len(rows) > self._most_named:
            return asked.and_(f"EXISTS ({one.among})", *one.values)
        ids = json.dumps([row["listing_id"] for row in rows])
        return asked.and_(f"l.id IN ({_LISTED})", ids, few=True)

    def _with_words(self, asked: Where, words: str) -> Where:
        sought = ask(words)
        if not sought:
            return asked.and_("0") if words.strip() else asked
        said, needles = _said(sought)
        terms = [self._term(needle) for needle in sought.wanted]
        match = " AND ".join(terms) if all(terms) else ""
        ids = self._ids(match)
        if not terms or len(ids) > self._most_named:
            return replace(asked.and_(_SAYS.format(said=said), *needles), match=match)
        true = self._db.rows(
            f"SELECT w.id FROM listing_words w WHERE w.id IN ({_LISTED}) AND {said}",  # noqa: S608 - all words are ours
            (json.dumps(ids), *needles),
        )
        listed = json.dumps([row["id"] for row in true])
        return asked.and_(f"l.id IN ({_LISTED})", listed, few=True)

    def _ids(self, match: str) -> list[int]:
        if not match:
            return []
        rows = self._db.rows(
            "SELECT rowid AS id FROM listing_grams WHERE listing_grams MATCH ? LIMIT ?",
            (match, self._most_named + 1),
        )
        return [row["id"] for row in rows]

    def _term(self, needle: str) -> str:
        """Ask the index for what may hold a needle; empty where nothing does."""
        if parts := sorted(grams(needle))[:MOST_GRAMS]:
            return " AND ".join(map(_quoted, parts))
        rows = self._db.rows(
            "SELECT term FROM listing_terms WHERE term >= ? AND term < ? LIMIT ?",
            (needle, needle + chr(0x10FFFF), MOST_TERMS),
        )
        longer = " OR ".join(_quoted(row["term"]) for row in rows)
        return f"({longer})" if longer else ""


_OWED = (
    # CROSS JOIN keeps the order: SQLite would read the words of every posting to find those owed.
    "SELECT l.id, v.title, v.text, v.forwarded_from FROM listings l"
    " CROSS JOIN hits h ON h.id = l.hit_id"
    " CROSS JOIN versions v ON v.posting_id = h.posting_id AND v.version = h.version"
    " WHERE NOT EXISTS (SELECT 1 FROM listing_words w WHERE w.id = l.id)"
)
_LISTED = "SELECT value FROM json_each(?)"
_SAYS = "EXISTS (SELECT 1 FROM listing_words w WHERE w.id = l.id AND {said})"


def _said(sought: Sought) -> tuple[str, tuple[str, ...]]:
    """Ask the words themselves: the index only knows which letters stand in them."""
    clauses = ["instr(w.words, ?) > 0" for _ in sought.wanted]
    clauses += ["instr(w.words, ?) = 0" for _ in sought.unwanted]
    return " AND ".join(clauses), (*sought.wanted, *sought.unwanted)


def _quoted(term: str) -> str:
    """Write a term so that FTS5 takes all of it for a string."""
    return '"' + term.replace('"', '""') + '"'
