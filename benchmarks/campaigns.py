"""Time to group one arriving hit, beside so many that are there already.

    python benchmarks/campaigns.py [HITS]

All are made of the test set's adverts, a tenth of the words drawn by lot: each shares its wording
with hundreds of others, 40 to a campaign. Those that are there are written as if they had been
grouped; only the arrivals are timed, and what they leave to be done after the look. The hardest
arrivals follow, beside the same hits and some tens of thousands more.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from campaigns_hard import Cases
from campaigns_made import AT, Grouped, advert, edited, like, write

from monitor.campaigns import grams, sketch
from monitor.model import Capture, Judged
from monitor.store import Store
from monitor.store.postings import Sight
from tests.campaigns.texts import adverts

MEASURED = 1_000
SOURCES = 40


def there(total: int, bases: Sequence[str], chance: Random) -> Iterator[Grouped]:
    """Make hits that are there: 40 to a campaign, of all texts and half of the sources."""
    sketches = {base: sketch(grams(base)) for base in bases}
    for number in range(total):
        base = chance.choice(bases)
        source = f"place{chance.randrange(SOURCES // 2)}"
        digests = like(sketches[base], chance)
        yield Grouped(number // 40 + 1, edited(base, chance), digests, source)


def arriving(bases: Sequence[str], chance: Random) -> Iterator[Judged]:
    """Make adverts of the same texts: every third gives a handle."""
    for number in range(MEASURED):
        handles = [f"@made_{chance.randrange(3000)}"] if number % 3 == 0 else []
        source = f"place{chance.randrange(SOURCES)}"
        yield advert(str(number), edited(chance.choice(bases), chance), *handles, source=source)


def tell(what: str, store: Store, sight: Sight, arriving: Iterable[Judged]) -> None:
    """Let hits arrive one by one, and print what it took to group each."""
    took = [grouped(store, sight, judged) for judged in arriving]
    print(f"{what}, {len(took):,} arrivals:")
    names = "CPU", "wall", "left for after, CPU", "left for after, wall"
    for name, times in zip(names, zip(*took, strict=True), strict=True):
        print(f"  {name:20} {shown(sorted(times))}", flush=True)


def grouped(store: Store, sight: Sight, judged: Judged) -> tuple[float, float, float, float]:
    """Group one hit; give CPU and wall of it, and those of what it left."""
    with store.writing():
        noted = store.postings.note(judged, sight)
        outcome = store.hits.note(judged, noted, sight)
        assert outcome
        grouping = timed(lambda: store.campaigns.arrive(outcome.hit_id, judged, noted, at=AT))
    return *grouping, *timed(store.campaigns.settle)


def timed(work: Callable[[], None]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def shown(times: Sequence[float]) -> str:
    """Give the middle and the late ones of sorted times, in ms."""
    parts = {"median": 0.5, "p95": 0.95, "p99": 0.99}
    told = [f"{name} {times[int(len(times) * part)] * 1e3:.1f}" for name, part in parts.items()]
    return f"{', '.join(told)}, most {times[-1] * 1e3:.1f} ms"


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = Random(1)
    bases = [one.text for one in adverts()]
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "made.db") as store:
        page = Capture("made", "https://made.example/", AT, 200, (), b"page")
        sight = Sight(store.keep(page).id, AT)
        with store.writing():
            write(store, there(total, bases, chance))
        size = (Path(folder) / "made.db").stat().st_size / 1e6
        tell(f"beside {total:,} hits, {size:.0f} MB", store, sight, arriving(bases, chance))
        for case in Cases(total, chance).all():
            with store.writing():
                write(store, case.there)
            tell(case.what, store, sight, case.arriving)


if __name__ == "__main__":
    main()
