"""Time to read pages of the queue beside many hits, by views as reviewers ask for them.

    python benchmarks/desk_hits.py [HITS [FILE]]

Makes a database of adverts in six scripts (kept when FILE is named, for a load test of the desk
itself), of campaigns of 1 to 400 hits in 60 sources, a third of them decided on. Rows are written
as `Store.record` writes them, words and triggers and all; only captures and sketches are left out.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from monitor.model import Assessment, Capture, Finding, Label, Money, Period, Purpose, Span, Tier
from monitor.store import Bound, Order, Stage, Store, View
from monitor.store.codec import assessment_to_json, to_text
from monitor.store.hits import hit_id
from tests.campaigns.texts import adverts

AT = datetime(2026, 11, 1, tzinfo=UTC)
ROUNDS = 15
FEW = 500
LETTERS = {
    "ru": "авеиклмнорстудпгзбчй",
    "uz-Latn": "abdeghiklmnoqrstuvyz",
    "ar": "ابتثجحدرزسشصعفقكلمنهوي",
    "ne": "कखगचजटडतदनपबमयरलवसह",
    "hy": "աբգդեզէիլխկհմյնշոպրսվտ",
    "zh": "合同军队参加工资月城市房子家人护照国籍",
}
SAID = {
    "ru": "служба по контракту выплата",
    "uz-Latn": "harbiy xizmat shartnoma to'lov",
    "ar": "عقد في الجيش راتب",
    "ne": "सेनामा भर्ती तलब",
    "hy": "ծառայություն պայմանագրով",
    "zh": "参军 合同 工资",
}
CURRENCIES = {"ru": "RUB", "uz-Latn": "UZS", "ar": "USD", "ne": "NPR", "hy": "AMD", "zh": "CNY"}


def made(lang: str, bases: list[str], chance: Random) -> str:
    """Make an advert of a campaign's own: half real phrases, half words by lot."""
    words = ["".join(chance.choices(LETTERS[lang], k=chance.randint(2, 9))) for _ in range(45)]
    if lang == "ru":
        base = chance.choice(bases).split()
        words += base[: len(base) // 2]
    chance.shuffle(words)
    return f"{SAID[lang]} {' '.join(words)}"


def sizes(total: int, chance: Random) -> Iterator[int]:
    """Give sizes of campaigns: most are small, a few are large."""
    while total > 0:
        size = min(total, 1 if chance.random() < 0.5 else int(chance.paretovariate(0.9)), 400)
        yield size
        total -= size


def said_of(lang: str, text: str, chance: Random) -> Assessment:
    low = Decimal(chance.randrange(10, 5000) * 100)
    pay = Money(low, low * 2, CURRENCIES[lang], Period.MONTH, Purpose.SALARY)
    return Assessment(
        label=chance.choice([Label.ARMY_OFFER, Label.ARMY_OFFER, Label.PROMO, Label.AGENT_BOUNTY]),
        tier=chance.choices([*Tier], [3, 5, 12])[0],
        score=round(0.5 + chance.random() / 2, 4),
        lang=lang,
        foreigners=True,
        findings=(Finding("pay", Span(0, 4), text[:4], pay),),
        rules="r",
        nations=tuple(chance.sample(["NP", "IN", "UZ", "TJ", "KG", "CU", "EG", "AM"], 2)),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A hit to write."""

    number: int
    campaign: int
    said: Assessment
    text: str
    seen: datetime
    source: str
    is_decided: bool


def drawn(total: int, chance: Random) -> Iterator[Made]:
    """Draw hits, campaign by campaign."""
    bases = [advert.text for advert in adverts()]
    numbers = count(1)
    for campaign, size in enumerate(sizes(total, chance), 1):
        lang = chance.choices([*LETTERS], [10, 4, 2, 2, 1, 1])[0]
        text = made(lang, bases, chance)
        said = said_of(lang, text, chance)
        begun = AT - timedelta(minutes=chance.randrange(400_000))
        for number in islice(numbers, size):
            seen = begun + timedelta(minutes=chance.randrange(20_000))
            place = f"place-{chance.randrange(60)}"
            words = f"{text} {number}"
            yield Made(number, campaign, said, words, seen, place, chance.random() < 0.33)


def fill(store: Store, total: int, chance: Random) -> None:
    """Write the hits, in transactions of some hundreds."""
    capture = store.keep(Capture("made", "https://made.example/", AT, 200, (), b"page")).id
    hits = drawn(total, chance)
    while some := list(islice(hits, FEW)):
        with store._db.writing():
            for one in some:
                write(store, one, capture)


def write(store: Store, one: Made, capture: int) -> None:
    said, at, hit = one.said, to_text(one.seen), hit_id(one.source, str(one.number))
    page, number = "https://made.example/", one.number
    detail = assessment_to_json(said)
    verdict = (said.label, said.tier, said.score, said.lang, detail, at)
    rows: dict[str, tuple[object, ...]] = {
        "campaigns": (one.campaign, at),
        "postings": (number, one.source, str(number), 1, at, at, None),
        "versions": (number, 1, hit, hit, one.text, "", page, None, "", None, capture, at),
        "assessments": (number, 1, "r", *verdict),
        "hits": (hit, number, 1, "r", said.tier, at, at),
        "sightings": (hit, number, at, 1, capture),
        "members": (hit, one.campaign, 0.6, ""),
    }
    if one.is_decided:
        said_by = (hit, 1, "r", "Aigul", "confirmed", "", "", "", at)
        rows["reviews"] = (number, *said_by, None, number)
        rows["decided"] = (hit, number, number, "confirmed", 1)
    for name, row in rows.items():
        marks = ", ".join("?" * len(row))
        # A campaign is written with its first hit.
        store._db.change(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", row)
    store._db.change("UPDATE postings SET hit_id = ? WHERE id = ?", (hit, number))
    store.listings.write(hit)


OPEN = {"stage": Stage.UNREVIEWED}
VIEWS = {
    "unreviewed": View(**OPEN),  # type: ignore[arg-type]
    "tier T3": View(tier=Tier.T3, **OPEN),  # type: ignore[arg-type]
    "Armenian, agent bounty": View(lang="hy", label=Label.AGENT_BOUNTY, **OPEN),  # type: ignore[arg-type]
    "one source, confirmed": View(sources=("place-7",), stage=Stage.CONFIRMED),
    "for Nepal": View(nation="NP", **OPEN),  # type: ignore[arg-type]
    "400,000 roubles and more": View(sums=(Bound("RUB", 40_000_000, 10**15),), **OPEN),  # type: ignore[arg-type]
    "of one week": View(since=AT - timedelta(days=100), until=AT - timedelta(days=93)),
    "word in all Russian ones": View(words="контракта", **OPEN),  # type: ignore[arg-type]
    "two words": View(words="контракту выплаты", **OPEN),  # type: ignore[arg-type]
    "Arabic word": View(words="الجيش", **OPEN),  # type: ignore[arg-type]
    "Armenian word": View(words="պայմանագրի", **OPEN),  # type: ignore[arg-type]
    "Nepali word": View(words="भर्ती", **OPEN),  # type: ignore[arg-type]
    "two Chinese signs": View(words="合同", **OPEN),  # type: ignore[arg-type]
    "a phrase": View(words='"служба по контракту"', **OPEN),  # type: ignore[arg-type]
    "a number": View(words="77123"),
    "a word nobody wrote": View(words="водолаз"),
    "common word, rare rest": View(words="контракта", lang="hy", **OPEN),  # type: ignore[arg-type]
}


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "made.db"
        with Store.open(path) as store:
            if not store.hits.count():
                began = time.perf_counter()
                fill(store, total, Random(1))
                took = time.perf_counter() - began
                print(f"written at {took / total * 1e3:.2f} ms a hit")
            measure(store)
        print(f"{path.stat().st_size / 1e6:.0f} MB")


def measure(store: Store) -> None:
    print(
        f"{store.hits.count():,} hits; ms a page of 50 with its counts: CPU median, CPU most, wall median"
    )
    for name, view in VIEWS.items():
        told(
            name,
            lambda v=view: store.queue.sheet(v),
            store.queue.count(view),
        )  # type: ignore[misc]
    first = VIEWS["unreviewed"]
    for order in (Order.NEWEST, Order.OLDEST):
        told(str(order), lambda o=order: store.queue.page(first, order=o), 0)  # type: ignore[misc]
    after = ""
    for _ in range(200):
        after = store.queue.page(first, after=after).after or after
    told("200 pages on", lambda: store.queue.page(first, after=after), 0)
    middle = store.queue.page(first, after=after).rows[0].hit_id
    told("next and before", lambda: store.queue.beside(first, middle), 0)


def told(name: str, ask: Callable[[], object], found: int) -> None:
    took, waited = [], []
    for _ in range(ROUNDS):
        cpu, wall = time.process_time(), time.perf_counter()
        ask()
        took.append((time.process_time() - cpu) * 1e3)
        waited.append((time.perf_counter() - wall) * 1e3)
    middle, most = statistics.median(took), max(took)
    print(f"{middle:7.1f} {most:7.1f} {statistics.median(waited):7.1f}  {name} ({found:,})")


if __name__ == "__main__":
    main()
