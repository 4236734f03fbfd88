"""Time to group one arriving hit, beside so many that are there already.

    python benchmarks/campaigns.py [HITS]

All are made of the test set's adverts, a tenth of the words drawn by lot: each shares its wording
with hundreds of others, which is the worst case of the search. Those that are there are written
as if they had been grouped; only the arrivals are timed.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from monitor.campaigns import LIBRARY, SEED, bands, grams, packed, sketch
from monitor.model import (
    Assessment,
    Capture,
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
from monitor.store.postings import Sight
from tests.campaigns.texts import adverts

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
MEASURED = 300
SAID = Assessment(Label.ARMY_OFFER, Tier.T1, 0.9, "ru", foreigners=True, rules="r")


def edited(text: str, chance: Random) -> str:
    words = text.split()
    for _ in range(len(words) // 10):
        words[chance.randrange(len(words))] = chance.choice(WORDS) + str(chance.randrange(900))
    return " ".join(words)


def made(number: int, bases: list[str], chance: Random) -> Judged:
    """Make an advert: a tenth of its words are others, and every third gives a handle."""
    text = edited(chance.choice(bases), chance)
    handle = Contact(ContactType.TELEGRAM, f"@made_{chance.randrange(3000)}")
    found = Finding("contact", Span(0, 1), text[:1], handle)
    said = replace(SAID, findings=(found,) if number % 3 == 0 else ())
    return Judged(Posting(str(number), "made", f"https://made.example/{number}", text), said)


def fill(store: Store, total: int, bases: list[str], chance: Random) -> None:
    """Write hits as if they had been grouped: 40 to a campaign, digests of an edited base."""
    sketches = {base: sketch(grams(base)) for base in bases}
    at, said = to_text(AT), assessment_to_json(SAID)
    for number in range(1, total + 1):
        base = chance.choice(bases)
        digests = [
            one if chance.random() < 0.8 else chance.randrange(2**32) for one in sketches[base]
        ]
        text = edited(base, chance)
        hit, campaign = f"h{number}", number // 40 + 1
        rows: dict[str, tuple[object, ...]] = {
            "postings": (number, "made", f"m{number}", 1, at, at, None),
            "versions": (number, 1, hit, hit, text, "", "", None, "", None, 1, at),
            "assessments": (number, 1, "r", "army_offer", "T1", 0.9, "ru", said, at),
            "hits": (hit, number, 1, "r", "T1", at, at),
            "sketches": (number, hit, number, 1, hit, packed(digests), LIBRARY, SEED),
        }
        if number % 40 in (0, 1):
            rows["campaigns"] = (campaign, at)
        rows["members"] = (hit, campaign, 0.6, "")
        for name, row in rows.items():
            marks = ", ".join("?" * len(row))
            store._db.change(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", row)
        for key in set(bands(digests)):
            store._db.change("INSERT INTO bands (key, sketch_id) VALUES (?, ?)", (key, number))


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = Random(1)
    bases = [advert.text for advert in adverts()]
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "made.db") as store:
        page = Capture("made", "https://made.example/", AT, 200, (), b"page")
        sight = Sight(store.keep(page).id, AT)
        with store._db.writing():
            fill(store, total, bases, chance)
        took: list[float] = []
        waited: list[float] = []
        for number in range(MEASURED):
            judged = made(number, bases, chance)
            with store._db.writing():
                noted = store.postings.note(judged, sight)
                outcome = store.hits.note(judged, noted, sight)
                cpu, wall = time.process_time(), time.perf_counter()
                store.campaigns.arrive(outcome.hit_id, judged, noted, at=AT)
                took.append(time.process_time() - cpu)
                waited.append(time.perf_counter() - wall)
        size = (Path(folder) / "made.db").stat().st_size / 1e6
        print(
            f"at {total:,} hits, {size:.0f} MB:", told("CPU", took), told("wall", waited), sep="\n"
        )


def told(name: str, took: list[float]) -> str:
    took.sort()
    middle, late = statistics.median(took), took[int(len(took) * 0.95)]
    return f"{name} a hit: median {middle * 1e3:.1f} ms, p95 {late * 1e3:.1f}, most {took[-1] * 1e3:.1f}"


if __name__ == "__main__":
    main()
