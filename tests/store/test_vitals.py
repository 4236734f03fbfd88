"""Counts for metrics: what is kept, what waits, what was given up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import Backlog, Store
from tests.metrics.making import NORTH, configured, piped
from tests.places import Clock

PAGE = "post a contract T1\npost b contract T2\npost c contract T2 again\npost d a vacancy"


async def test_hits_are_counted_by_tier_and_what_waits_by_channel(tmp_path: Path) -> None:
    clock = Clock()
    with piped(configured(tmp_path, "desk", "team"), PAGE, clock=clock) as pipeline:
        await pipeline.run([NORTH])
        vitals = pipeline.store.vitals()

    assert vitals.hits == {"T1": 1, "T2": 2}
    assert vitals.backlogs == dict.fromkeys(("desk", "team"), Backlog(3, 0, clock.now))


async def test_alerts_that_no_message_carries_yet_wait_too(tmp_path: Path) -> None:
    clock = Clock()
    with piped(configured(tmp_path, "desk"), PAGE, clock=clock) as pipeline:
        await pipeline.watch(NORTH)
        vitals = pipeline.store.vitals()

    assert vitals.backlogs == {"desk": Backlog(3, 0, clock.now)}


async def test_what_was_given_up_waits_no_more(tmp_path: Path) -> None:
    loaded = configured(tmp_path, "desk")
    with piped(loaded, PAGE, clock=Clock()) as pipeline:
        await pipeline.run([NORTH])
        with closing(sqlite3.connect(loaded.database, isolation_level=None)) as other:
            other.execute("UPDATE messages SET state = 'dead'")
        vitals = pipeline.store.vitals()

    assert vitals.backlogs == {"desk": Backlog(owed=0, dead=3, oldest=None)}


async def test_a_page_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    with piped(configured(tmp_path), "unreadable", clock=Clock()) as pipeline:
        await pipeline.run([NORTH])
        vitals = pipeline.store.vitals()

    assert (vitals.unread, vitals.given_up) == (1, 0)
    assert vitals.file + vitals.log > 0
    assert vitals.disk > 0


def test_a_folder_that_is_gone_is_a_fault_in_plain_words(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    with Store.open(folder / "monitor.db") as store:
        folder.rename(tmp_path / "elsewhere")

        with pytest.raises(StoreError, match="its disk cannot be measured"):
            store.vitals()
