"""Made-up values, small and whole, that the store's and the pipeline's tests share."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from monitor.model import (
    Assessment,
    Capture,
    Contribution,
    Finding,
    Judged,
    Label,
    Money,
    Period,
    Posting,
    Purpose,
    Source,
    Span,
    Tier,
)
from monitor.store import Flagged, Kept, Place, Record, Store

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(id="north", kind="webpage", url="https://north.example/", every=HOUR)
OFFER = "Контракт, 210 000 рублей в месяц, гражданство"


@dataclass(frozen=True, slots=True)
class Taker:
    """A channel that takes every hit of its tiers."""

    id: str = "mail"
    tiers: tuple[Tier, ...] = (Tier.T1, Tier.T2)

    def place(self, flagged: Flagged) -> Place | None:
        return Place() if flagged.judged.assessment.tier in self.tiers else None


MAIL = Taker()


def capture(url: str = SOURCE.url, body: bytes = b"<p>page", *, at: datetime = NOW) -> Capture:
    return Capture(
        source_id=SOURCE.id,
        url=url,
        fetched_at=at,
        status=200,
        headers=(("ETag", '"1"'), ("Content-Type", "text/html")),
        body=body,
        final_url=url,
    )


def posting(key: str = "1", text: str = OFFER) -> Posting:
    return Posting(key=key, source_id=SOURCE.id, url=f"{SOURCE.url}{key}", text=text)


def flagged(one: Posting, tier: Tier | None = Tier.T1, rules: str = "rules-1") -> Judged:
    return Judged(one, assessment(one.text, tier, rules))


def assessment(text: str, tier: Tier | None = Tier.T1, rules: str = "rules-1") -> Assessment:
    pay = Money(Decimal(210000), Decimal(210000), "RUB", Period.MONTH, Purpose.SALARY)
    words = text[:10]
    return Assessment(
        label=Label.ARMY_OFFER if tier else Label.UNRELATED,
        tier=tier,
        score=0.9 if tier else 0.1,
        lang="ru",
        foreigners=bool(tier),
        findings=(Finding("pay", Span(0, len(words)), words, pay),) if tier else (),
        contributions=(Contribution("pay", 2.0),) if tier else (),
        rules=rules,
    )


def look(store: Store, *judged: Judged, at: datetime = NOW) -> Record:
    """Keep a capture of the source's page and say what was read on it."""
    kept: Kept = store.keep(capture(body=f"{at} {judged}".encode(), at=at))
    return Record(SOURCE, kept, at, judged)


def see(store: Store, *judged: Judged, at: datetime = NOW) -> tuple[int, int]:
    """Keep and record one look; give new hits and sightings."""
    recorded = store.record(look(store, *judged, at=at), takers=[MAIL])
    return len(recorded.new), recorded.sighted


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, as a second reader sees them."""
    connection = sqlite3.connect(path)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names.fetchall()
        }
    finally:
        connection.close()


def edited(judged: Judged, text: str, tier: Tier | None = Tier.T1) -> Judged:
    return flagged(replace(judged.posting, text=text), tier)
