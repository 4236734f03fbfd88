"""Find again which hits share wording or a recruiter's contact with one that arrives."""

from __future__ import annotations

import json
from collections import defaultdict
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
from monitor.store.postings import Noted

PER_BAND = 40
"""Newest sketches that are looked at in one band: a template used ten thousand times is still cheap."""
MOST_GUESSED = 64
MOST_COMPARED = 5
"""Campaigns whose words are compared, and strays beside them."""
MOST_EXACT = 2_000
"""Signs of a text whose words are compared; of a longer one the digests' guess stands, as good for
what is to be told: strangers share .04 and edits .74, and it errs by .04. Adverts have 260."""
MOST_CONTACTS = 32
"""Contacts of one advert that tie: one with more is a list of other people's."""
PER_CONTACT = 40
"""Hits that are looked at for one contact: but for what people split, all are of one campaign."""
MOST_MEMBERS = 200
"""Adverts of a campaign whose contacts are looked at: what speaks against it shows in a few."""
MOST_LOOKED_AT = 2_000
"""The same over all campaigns that an advert is compared with: ten, unless contacts name more."""
GUESS_BELOW = 0.15
"""How far under the least likeness an estimate may lie and be checked: four of its errors."""


Guess = tuple[float, Row]
"""How alike a sketch may be, and its row."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A hit's words and contacts, ready to be compared."""

    hit_id: str
    posting_id: int
    version: int
    length: int
    wording: frozenset[str]
    digests: tuple[int, ...]
    bands: tuple[int, ...]
    """Empty where the wording is too short to be anybody's own."""
    contacts: frozenset[str]


def arrived(hit_id: str, judged: Judged, noted: Noted) -> Arrived:
    """Take what is compared out of a judged posting."""
    wording = grams(judged.posting.text)
    digests = sketch(wording)
    return Arrived(
        hit_id=hit_id,
        posting_id=noted.posting_id,
        version=noted.version,
        length=len(judged.posting.text),
        wording=wording,
        digests=digests,
        bands=bands(digests) if len(wording) >= LEAST_GRAMS else (),
        contacts=_contacts(judged),
    )


def _contacts(judged: Judged) -> frozenset[str]:
    found = (finding.value for finding in judged.assessment.findings)
    named = recruiters(value for value in found if isinstance(value, Contact))
    return frozenset(sorted(named)[:MOST_CONTACTS])


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

    def knows(self, hit_id: str, noted: Noted) -> bool:
        """Tell whether these words of a hit were compared before."""
        return bool(
            self._db.row(
                "SELECT 1 FROM versions v JOIN sketches s"
                " ON s.hit_id = ? AND s.fingerprint = v.fingerprint"
                " WHERE v.posting_id = ? AND v.version = ?",
                (hit_id, noted.posting_id, noted.version),
            )
        )

    def keep(self, one: Arrived) -> None:
        """Write down how to find it again; call inside a write transaction."""
        sketch_id = self._db.insert(
            "INSERT INTO sketches (hit_id, posting_id, version, fingerprint, digests, library, seed)"
            " SELECT ?, posting_id, version, fingerprint, ?, ?, ? FROM versions"
            " WHERE posting_id = ? AND version = ?",
            (one.hit_id, packed(one.digests), LIBRARY, SEED, one.posting_id, one.version),
        )
        self._db.change(
            "INSERT OR IGNORE INTO bands (key, sketch_id) SELECT value, ? FROM json_each(?)",
            (sketch_id, json.dumps(one.bands)),
        )
        self._db.change(
            "INSERT OR IGNORE INTO contact_uses (contact, hit_id) SELECT value, ? FROM json_each(?)",
            (one.hit_id, json.dumps(sorted(one.contacts))),
        )

    def matches(self, one: Arrived) -> list[Match]:
        """Find the hits whose wording is most alike, from the least that ties."""
        guessed = [
            (guess_alike(one.digests, unpacked(row["digests"])), row) for row in self._near(one)
        ]
        likely = [pair for pair in guessed if pair[0] > LEAST_ALIKE - GUESS_BELOW]
        likely.sort(key=lambda pair: -pair[0])
        found = [self._match(one, row, guess) for guess, row in _chosen(likely)]
        return [match for match in found if match.share >= LEAST_ALIKE]

    def neighbours(self, one: Arrived, matches: Iterable[Match]) -> list[Neighbour]:
        """Give the campaigns of the matches, and of other hits that share a contact with it."""
        likeness: dict[int, float] = {}
        for match in matches:
            likeness[match.campaign] = max(match.share, likeness.get(match.campaign, 0.0))
        shared = self._by_contact(one)
        near = sorted({*likeness, *shared})
        contacts = self.contacts(near)
        return [
            Neighbour(
                campaign,
                likeness.get(campaign, 0.0),
                frozenset(shared.get(campaign, ())),
                contacts.get(campaign, frozenset()),
            )
            for campaign in near
        ]

    def contacts(self, campaigns: Sequence[int]) -> dict[int, frozenset[str]]:
        """Name the recruiters' contacts of campaigns' adverts, of a very large one's some."""
        each = min(MOST_MEMBERS, MOST_LOOKED_AT // max(1, len(campaigns)))
        rows = self._db.rows(_CONTACTS, (json.dumps(campaigns), each))
        return _gathered((row["campaign"], row["contact"]) for row in rows)

    def _by_contact(self, one: Arrived) -> dict[int, frozenset[str]]:
        rows = self._db.rows(_SHARING, (json.dumps(sorted(one.contacts)), one.hit_id, PER_CONTACT))
        return _gathered((row["campaign"], row["contact"]) for row in rows)

    def _near(self, one: Arrived) -> list[Row]:
        """Read the sketches that share most bands with it."""
        keys = json.dumps(one.bands)
        return self._db.rows(_NEAR, (keys, PER_BAND, MOST_GUESSED, one.hit_id, LIBRARY, SEED))

    def _match(self, one: Arrived, row: Row, guess: float) -> Match:
        return Match(
            hit_id=row["hit_id"],
            campaign=row["campaign_id"],
            share=self._share(one, row, guess),
            tie=row["alike"],
            is_stray=bool(row["is_stray"]),
        )

    def _share(self, one: Arrived, row: Row, guess: float) -> float:
        """Compare the words themselves; where either text is long, or let go, the guess stands."""
        if one.length > MOST_EXACT:
            return guess
        found = self._db.row(
            "SELECT text FROM versions WHERE posting_id = ? AND version = ? AND length(text) <= ?",
            (row["posting_id"], row["version"], MOST_EXACT),
        )
        return alike(one.wording, grams(found["text"])) if found else guess


# CROSS JOIN keeps the order: SQLite would look up each sketch's bands instead of each band's newest.
_NEAR = """
    SELECT s.digests, s.posting_id, s.version, h.*, h.by_hand = '' AND NOT EXISTS
        (SELECT 1 FROM contact_uses u WHERE u.hit_id = h.hit_id) AS is_stray
    FROM (
        SELECT b.sketch_id AS id, count(*) AS n FROM json_each(?) k CROSS JOIN bands b
        ON b.key = k.value AND b.sketch_id >= coalesce((
            SELECT o.sketch_id FROM bands o WHERE o.key = k.value
            ORDER BY o.sketch_id DESC LIMIT 1 OFFSET ? - 1
        ), 0)
        GROUP BY b.sketch_id ORDER BY n DESC, b.sketch_id DESC LIMIT ?
    ) c JOIN sketches s ON s.id = c.id JOIN homes h ON h.hit_id = s.hit_id
    WHERE s.hit_id <> ? AND s.library = ? AND s.seed = ?
    ORDER BY c.n DESC, c.id DESC
"""
_SHARING = """
    SELECT DISTINCT h.campaign_id AS campaign, k.value AS contact
    FROM json_each(?1) k JOIN contact_uses u ON u.contact = k.value AND u.hit_id IN (
        SELECT o.hit_id FROM contact_uses o
        WHERE o.contact = k.value AND o.hit_id <> ?2 LIMIT ?3
    ) JOIN homes h ON h.hit_id = u.hit_id
"""
_CONTACTS = """
    WITH parts (campaign, part) AS (
        SELECT value, value FROM json_each(?1) UNION ALL
        SELECT target, absorbed FROM mergers WHERE target IN (SELECT value FROM json_each(?1))
    )
    SELECT DISTINCT p.campaign, u.contact FROM parts p JOIN contact_uses u ON u.hit_id IN (
        SELECT m.hit_id FROM members m WHERE m.campaign_id = p.part LIMIT ?2
    )
"""


def _gathered(pairs: Iterable[tuple[int, str]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for campaign, contact in pairs:
        found[campaign].add(contact)
    return {campaign: frozenset(contacts) for campaign, contacts in found.items()}


def _chosen(likely: Sequence[Guess]) -> list[Guess]:
    """Choose whose words are compared: the most alike of some campaigns, and some strays."""
    best: dict[int, Guess] = {}
    for one in likely:
        best.setdefault(one[1]["campaign_id"], one)
    firsts = list(best.values())[:MOST_COMPARED]
    strays = [one for one in likely if one[1]["is_stray"] and one not in firsts]
    return firsts + strays[:MOST_COMPARED]
