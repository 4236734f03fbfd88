"""Time to group one arriving hit, beside so many that are there already.

    python benchmarks/campaigns.py [HITS]

The hits are made of the test set's adverts with words drawn by lot put in: most share their
wording with many others, which is the worst case of the search.
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


def made(number: int, bases: list[str], chance: Random) -> Judged:
    """Make an advert: a tenth of its words are others, and every third gives a handle."""
    words = chance.choice(bases).split()
    for _ in range(len(words) // 10):
        words[chance.randrange(len(words))] = chance.choice(WORDS) + str(chance.randrange(900))
    text = " ".join(words)
    handle = Contact(ContactType.TELEGRAM, f"@made_{chance.randrange(3000)}")
    found = Finding("contact", Span(0, 1), text[:1], handle)
    said = replace(SAID, findings=(found,) if number % 3 == 0 else ())
    return Judged(Posting(str(number), "made", f"https://made.example/{number}", text), said)


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = Random(1)
    bases = [advert.text for advert in adverts()]
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "made.db") as store:
        page = Capture("made", "https://made.example/", AT, 200, (), b"page")
        sight = Sight(store.keep(page).id, AT)
        took: list[float] = []
        begun = time.perf_counter()
        for first in range(0, total + MEASURED, 500):
            with store._db.writing():
                for number in range(first, min(first + 500, total + MEASURED)):
                    judged = made(number, bases, chance)
                    noted = store.postings.note(judged, sight)
                    outcome = store.hits.note(judged, noted, sight)
                    before = time.perf_counter()
                    store.campaigns.arrive(outcome.hit_id, judged, noted, at=AT)
                    took.append(time.perf_counter() - before)
        last = sorted(took[-MEASURED:])
        rows = store._db.rows("SELECT count(*) AS n FROM campaigns")[0]["n"]
        size = (Path(folder) / "made.db").stat().st_size / 1e6
        print(
            f"at {total:,} hits in {rows:,} campaigns: median {statistics.median(last) * 1e3:.1f} ms,"
            f" p95 {last[int(len(last) * 0.95)] * 1e3:.1f} ms, most {last[-1] * 1e3:.1f} ms a hit"
            f" ({size:.0f} MB in all, built in {time.perf_counter() - begun:.0f} s)"
        )


if __name__ == "__main__":
    main()
