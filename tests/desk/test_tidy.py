"""Unasked pruning: once a day, beside everything else, and no reason for anything to stop."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.desk.tidy import tidy, tidying
from monitor.model import Source
from monitor.pipeline import Pipeline
from monitor.store import Pruned, Retention, Store
from tests.places import RULES, Clock, PlainReaders, Web, plan

DAY = timedelta(days=1)
NORTH = Source(id="north", kind="plain", url="https://north.example/", every=DAY)
RETENTION = Retention(pages=30 * DAY)


@pytest.fixture
async def pipeline(tmp_path: Path) -> AsyncIterator[Pipeline]:
    clock = Clock()
    web = Web(clock, {NORTH.url: "post a a vacancy\npost b contract T1"})
    with Store.open(tmp_path / "monitor.db") as store:
        async with Pipeline(
            store=store,
            fetcher=web,
            readers=PlainReaders(),
            rules=RULES,
            plan=plan,
            clock=clock,
        ) as opened:
            yield opened


async def pass_days(pipeline: Pipeline, days: int) -> list[Pruned | None]:
    """Watch and tidy once a day."""
    assert isinstance(pipeline.clock, Clock)
    tidied = []
    for _ in range(days):
        pipeline.clock.pass_by(DAY)
        await pipeline.run([NORTH])
        tidied.append(await tidy(pipeline, RETENTION))
    return tidied


async def test_it_prunes_once_a_day(pipeline: Pipeline) -> None:
    assert await tidy(pipeline, RETENTION) == Pruned()
    assert await tidy(pipeline, RETENTION) is None

    assert await pass_days(pipeline, 1) == [Pruned()]


async def test_a_place_watched_for_months_keeps_its_hit_and_not_every_page(
    pipeline: Pipeline,
) -> None:
    assert isinstance(pipeline.fetcher, Web)
    tidied = []
    for number in range(60):
        pipeline.fetcher.pages[NORTH.url] = f"post a vacancy {number}\npost b contract T1"
        tidied += await pass_days(pipeline, 1)

    assert sum(one.pages for one in tidied if one) == 60 - 30 - 2
    assert pipeline.store.hits.all()[0].sightings == 60
    assert pipeline.store.check() == ""


async def test_a_clock_that_jumps_ten_years_and_back_costs_nothing(pipeline: Pipeline) -> None:
    assert isinstance(pipeline.clock, Clock)
    await pass_days(pipeline, 3)
    pipeline.clock.pass_by(3650 * DAY)

    assert await tidy(pipeline, RETENTION) == Pruned()
    pipeline.clock.pass_by(-3650 * DAY)
    assert await tidy(pipeline, RETENTION) == Pruned()

    assert pipeline.store.hits.count() == 1


async def test_a_pruning_that_fails_is_logged_and_nothing_else_fails(
    pipeline: Pipeline, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await pipeline.run([NORTH])
    spoiler = sqlite3.connect(tmp_path / "monitor.db")
    spoiler.execute("DROP TABLE prunings")
    spoiler.close()

    with caplog.at_level(logging.ERROR):
        assert await tidy(pipeline, RETENTION) is None

    assert "prune_failed" in caplog.text
    assert "monitor.db: cannot be used (no such table: prunings)" in caplog.text


async def test_it_goes_on_beside_a_server_and_ends_with_it(pipeline: Pipeline) -> None:
    async with tidying(pipeline, RETENTION, every=0.0):
        while await pipeline.write(pipeline.store.pruning.is_due, now=pipeline.clock()):
            pass

    assert await tidy(pipeline, RETENTION) is None
