"""Find again which hits share wording or a recruiter's contact with one that arrives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.campaigns import (
    LEAST_ALIKE,
    LEAST_GRAMS,
    LIBRARY,
    SEED,
    Neighbour,
    alike,
    bands,
    grams,
    guess_alike,
    packed,
    recruiters,
    sketch,
    unpacked,
)
from monitor.model import Contact, Judged
from monitor.store.db import Db, Row
from monitor.store.postings import Noted, fingerprint

PER_BAND = 40
"""Newest sketches that are looked at in one band: a template used ten thousand times is still cheap."""
MOST_GUESSED = 64
MOST_COMPARED = 5
"""Campaigns whose words are compared, and strays beside them."""
MOST_MEMBERS = 200
"""Adverts of a campaign whose contacts are looked at: what speaks against it shows in a few."""
GUESS_BELOW = 0.15
"""How far under the least likeness an estimate may lie and be checked: four of its errors."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A hit's words and contacts, ready to be compared."""

    hit_id: str
    posting_id: int
    version: int
    fingerprint: str
    wording: frozenset[str]
    digests: tuple[int, ...]
    contacts: frozenset[str]


def arrived(hit_id: str, judged: Judged, noted: Noted) -> Arrived:
    """Take what is compared out of a judged posting."""
    wording = grams(judged.posting.text)
    found = (finding.value for finding in judged.assessment.findings)
    return Arrived(
        hit_id=hit_id,
        posting_id=noted.posting_id,
        version=noted.version,
        fingerprint=fingerprint(judged.posting.text),
        wording=wording,
        digests=sketch(wording),
        contacts=recruiters(value for value in found if isinstance(value, Contact)),
    )


@dataclass(frozen=True, slots=True)
class Match:
    """A hit that shares wording with the one that arrives."""

    hit_id: str
    campaign: int
    share: float
    tie: float
    """The share of wording that it has with others of its campaign."""
    is_stray: bool
    """It names no recruiter and nobody put it where it is: more alike words may call it away."""


class Likeness:
    """The tables `sketches`, `bands` and `contact_uses`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def knows(self, hit_id: str, text: str) -> bool:
        """Tell whether these words of a hit were compared before."""
        return bool(
            self._db.row(
                "SELECT 1 FROM sketches WHERE hit_id = ? AND fingerprint = ?",
                (hit_id, fingerprint(text)),
            )
        )

    def keep(self, one: Arrived) -> None:
        """Write down how to find it again; call inside a write transaction."""
        sketch_id = self._db.insert(
            "INSERT INTO sketches (hit_id, posting_id, version, fingerprint, digests, library, seed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                one.hit_id,
                one.posting_id,
                one.version,
                one.fingerprint,
                packed(one.digests),
                LIBRARY,
                SEED,
            ),
        )
        if len(one.wording) >= LEAST_GRAMS:
            for key in bands(one.digests):
                self._db.change(
                    "INSERT OR IGNORE INTO bands (key, sketch_id) VALUES (?, ?)", (key, sketch_id)
                )
        for contact in one.contacts:
            self._db.change(
                "INSERT OR IGNORE INTO contact_uses (contact, hit_id) VALUES (?, ?)",
                (contact, one.hit_id),
            )

    def matches(self, one: Arrived) -> list[Match]:
        """Find the hits whose wording is most alike, from the least that ties."""
        if len(one.wording) < LEAST_GRAMS:
            return []
        guessed = [
            (guess_alike(one.digests, unpacked(row["digests"])), row)
            for row in self._sketches(self._same_band(one), one.hit_id)
        ]
        likely = [pair for pair in guessed if pair[0] > LEAST_ALIKE - GUESS_BELOW]
        likely.sort(key=lambda pair: -pair[0])
        found = [self._match(one, row) for row in _chosen([row for _, row in likely])]
        return [match for match in found if match.share >= LEAST_ALIKE]

    def neighbours(self, one: Arrived, matches: Iterable[Match]) -> list[Neighbour]:
        """Give the campaigns of the matches, and of other hits that share a contact with it."""
        likeness: dict[int, float] = {}
        for match in matches:
            likeness[match.campaign] = max(match.share, likeness.get(match.campaign, 0.0))
        shared = self._by_contact(one)
        return [
            Neighbour(
                campaign,
                likeness.get(campaign, 0.0),
                frozenset(shared.get(campaign, ())),
                self.contacts(campaign),
            )
            for campaign in sorted({*likeness, *shared})
        ]

    def contacts(self, campaign: int) -> frozenset[str]:
        """Name the recruiters' contacts of a campaign's adverts, of a very large one's some."""
        rows = self._db.rows(
            "SELECT DISTINCT u.contact FROM (SELECT hit_id FROM members WHERE campaign_id = ? LIMIT ?) m"
            " JOIN contact_uses u ON u.hit_id = m.hit_id",
            (campaign, MOST_MEMBERS),
        )
        return frozenset(row["contact"] for row in rows)

    def _by_contact(self, one: Arrived) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for contact in one.contacts:
            rows = self._db.rows(
                "SELECT DISTINCT m.campaign_id FROM (SELECT hit_id FROM contact_uses"
                " WHERE contact = ? AND hit_id <> ? LIMIT ?) u JOIN members m ON m.hit_id = u.hit_id",
                (contact, one.hit_id, PER_BAND),
            )
            for row in rows:
                found[row["campaign_id"]].add(contact)
        return found

    def _same_band(self, one: Arrived) -> list[int]:
        """Give the sketches that share most bands."""
        found: Counter[int] = Counter()
        for key in bands(one.digests):
            rows = self._db.rows(
                "SELECT sketch_id FROM bands WHERE key = ? ORDER BY sketch_id DESC LIMIT ?",
                (key, PER_BAND),
            )
            found.update(row["sketch_id"] for row in rows)
        return [sketch_id for sketch_id, _ in found.most_common(MOST_GUESSED)]

    def _sketches(self, ids: Iterable[int], but: str) -> list[Row]:
        rows = (
            self._db.row(
                "SELECT s.digests, s.posting_id, s.version, m.*, m.by_hand = '' AND NOT EXISTS"
                " (SELECT 1 FROM contact_uses u WHERE u.hit_id = m.hit_id) AS is_stray"
                " FROM sketches s JOIN members m ON m.hit_id = s.hit_id"
                " WHERE s.id = ? AND s.hit_id <> ? AND s.library = ? AND s.seed = ?",
                (sketch_id, but, LIBRARY, SEED),
            )
            for sketch_id in ids
        )
        return [row for row in rows if row]

    def _match(self, one: Arrived, row: Row) -> Match:
        found = self._db.row(
            "SELECT text FROM versions WHERE posting_id = ? AND version = ?",
            (row["posting_id"], row["version"]),
        )
        return Match(
            hit_id=row["hit_id"],
            campaign=row["campaign_id"],
            share=alike(one.wording, grams(found["text"])) if found else 0.0,
            tie=row["alike"],
            is_stray=bool(row["is_stray"]),
        )


def _chosen(likely: Sequence[Row]) -> list[Row]:
    """Choose whose words are compared: the most alike of some campaigns, and some strays."""
    best: dict[int, Row] = {}
    for row in likely:
        best.setdefault(row["campaign_id"], row)
    firsts = list(best.values())[:MOST_COMPARED]
    strays = [row for row in likely if row["is_stray"] and row not in firsts]
    return firsts + strays[:MOST_COMPARED]
