"""Made-up hits for the benchmark of campaigns: written as if they had been grouped, or to arrive."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from monitor.campaigns import LIBRARY, SEED, bands, packed
from monitor.model import (
    Assessment,
    Contact,
    ContactType,
    Finding,
    Judged,
    Label,
    Posting,
    Span,
    Tier,
)
from monitor.store import Store
from monitor.store.codec import assessment_to_json, to_text

AT = datetime(2026, 5, 4, tzinfo=UTC)
WORDS = (
    "город",
    "отряд",
    "выплата",
    "семья",
    "дорога",
    "вокзал",
    "форма",
    "завтра",
    "месяц",
    "дом",
)
SAID = Assessment(Label.ARMY_OFFER, Tier.T1, 0.9, "ru", foreigners=True, rules="r")


@dataclass(frozen=True)
class Grouped:
    """A hit that is there already."""

    campaign: int
    text: str
    digests: Sequence[int]
    source: str = "made"
    handles: tuple[str, ...] = ()


def edited(text: str, chance: Random) -> str:
    """Put others in the place of a tenth of the words."""
    words = text.split()
    for _ in range(len(words) // 10):
        words[chance.randrange(len(words))] = chance.choice(WORDS) + str(chance.randrange(900))
    return " ".join(words)


def advert(key: str, text: str, *handles: str, source: str = "made") -> Judged:
    """Make an advert that is to arrive."""
    found = tuple(
        Finding("contact", Span(0, 1), text[:1], Contact(ContactType.TELEGRAM, handle))
        for handle in handles
    )
    url = f"https://made.example/{source}/{key}"
    return Judged(Posting(key, source, url, text), replace(SAID, findings=found))


def like(digests: Sequence[int], chance: Random) -> list[int]:
    """Give the digests of an edit: a fifth of them differ. Much faster than to make a sketch."""
    return [one if chance.random() < 0.8 else chance.randrange(2**32) for one in digests]


def write(store: Store, hits: Iterable[Grouped]) -> None:
    """Write hits as if they had been grouped; call in a write transaction."""
    at, said = to_text(AT), assessment_to_json(SAID)
    (last,) = store._db.rows("SELECT coalesce(max(id), 0) AS id FROM postings")
    for number, one in enumerate(hits, last["id"] + 1):
        hit = blake2b(str(number).encode(), digest_size=6).hexdigest()
        rows: list[tuple[str, tuple[object, ...]]] = [
            ("postings", (number, one.source, f"m{number}", 1, at, at, None)),
            ("versions", (number, 1, hit, hit, one.text, "", "", None, "", None, 1, at)),
            ("assessments", (number, 1, "r", "army_offer", "T1", 0.9, "ru", said, at)),
            ("hits", (hit, number, 1, "r", "T1", at, at)),
            ("sketches", (number, hit, number, 1, hit, packed(one.digests), LIBRARY, SEED)),
            ("campaigns", (one.campaign, at)),
            ("members", (hit, one.campaign, 0.6, "")),
            *(("bands", (key, number)) for key in set(bands(one.digests))),
            *(("contact_uses", (f"telegram {handle}", hit)) for handle in one.handles),
        ]
        for name, row in rows:
            marks = ", ".join("?" * len(row))
            store._db.change(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", row)
