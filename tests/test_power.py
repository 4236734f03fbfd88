"""Power cuts at any write of real runs: no acknowledged commit is lost, no file is corrupt."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.alerts import Outward
from monitor.config import Channel
from monitor.desk.tidy import tidy
from monitor.errors import AlertError
from monitor.model import Message, Source
from monitor.pipeline import Pipeline
from monitor.store import Retention, Store
from tests.places import RULES, Clock, PlainReaders, Web, plan
from tests.power import Disk, cut, played, states

DAY = timedelta(days=1)
BOARD = Source(id="board", kind="plain", url="https://board.example/", every=DAY)
FEED = Source(id="feed", kind="plain", url="https://feed.example/", every=DAY)


class Receiver:
    """Refuses every third message."""

    GROUPS = True

    def __init__(self) -> None:
        self.tries = 0

    async def send(self, settings: object, message: Message, outward: Outward) -> str:
        self.tries += 1
        if self.tries % 3 == 0:
            raise AlertError("451 come back later")
        return "250 taken"


def pages(day: int) -> dict[str, str]:
    """Two places on one day: new and edited adverts, some with pages of their own, one in two offers."""
    details = "\n".join(f"detail {BOARD.url}{number} n{number}" for number in range(day, day + 4))
    cards = "\n".join(f"card n{number} a card T2" for number in range(day, day + 4))
    own = {
        f"{BOARD.url}{number}": f"post n{number} contract T{1 + number % 3} " + "words " * 300
        for number in range(day, day + 4)
        if number % 4
    }
    posts = "\n".join(
        f"post f{number} {'contract T1' if number % 2 else 'a vacancy'} edited {day // 3}"
        for number in range(day, day + 5)
    )
    older = {f"{FEED.url}{day}": f"post o{day} contract T2"}
    return {
        BOARD.url: f"{cards}\n{details}",
        FEED.url: f"{posts}\nolder {FEED.url}{day}",
        **own,
        **older,
    }


async def watch(store: Store, days: int) -> None:
    """Watch, alert and prune for some days."""
    clock = Clock()
    web = Web(clock)
    pipeline = Pipeline(
        store=store,
        fetcher=web,
        readers=PlainReaders(),
        rules=RULES,
        channels=(Channel("mail", "mail"),),
        outward=Outward(client=SimpleNamespace(post=None)),  # type: ignore[arg-type]
        kinds={"mail": Receiver()},  # type: ignore[dict-item]
        plan=plan,
        clock=clock,
    )
    async with pipeline:
        for day in range(days):
            web.pages = dict(pages(day))
            await pipeline.run([BOARD, FEED])
            await tidy(pipeline, Retention(pages=2 * DAY, postings=3 * DAY, hits=6 * DAY))
            clock.pass_by(DAY)


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """All that real runs said to SQLite, with the values in place."""
    said: list[str] = []

    class Recorded(sqlite3.Connection):
        """Python tells a statement once more for each trigger that it fires; one is enough."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]
            self.set_trace_callback(self.note)

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            self.is_told = False
            return super().execute(sql, *values)

        def note(self, statement: str) -> None:
            if not self.is_told:
                said.append(statement)
            self.is_told = True

    path = tmp_path_factory.mktemp("power") / "recorded.db"
    with Store.open(path, factory=Recorded) as store:
        asyncio.run(watch(store, days=12))
        assert store.hits.count() > 5
    return said


@dataclass
class Count:
    """What came of so many power cuts."""

    lost: int = 0
    torn: int = 0
    corrupt: int = 0


def cuts(disk: Disk, known: Sequence[str], folder: Path, *, times: int) -> Count:
    """Cut the power so often; each time what is found must be what was last acknowledged.

    Or one commit more: that which was on its way when the power went.
    """
    chance, count = random.Random(4), Count()
    for _ in range(times):
        found = cut(disk, folder, chance)
        if not found.sound:
            count.corrupt += 1
        elif found.digest not in known[found.acknowledged : found.acknowledged + 2]:
            count.lost += found.digest in known
            count.torn += found.digest not in known
    return count


@pytest.mark.slow
def test_the_recorded_runs_play_again_as_they_were(statements: list[str]) -> None:
    known, disk = states(statements), played(statements)

    assert len(known) - 1 == len(disk.commits) == statements.count("COMMIT")
    assert len(disk.commits) > 200
    assert any(step.file.endswith("-wal") for step in disk.steps)


@pytest.mark.slow
def test_the_trial_sees_commits_that_a_laxer_setting_loses(
    statements: list[str], tmp_path: Path
) -> None:
    lax = played(statements, synchronous="NORMAL")

    count = cuts(lax, states(statements), tmp_path, times=40)

    assert count.lost > 4
    assert (count.torn, count.corrupt) == (0, 0)


@pytest.mark.parametrize(
    "times",
    [
        60,
        pytest.param(1_000, marks=pytest.mark.slow),
        pytest.param(20_000, marks=pytest.mark.soak),
    ],
)
def test_no_acknowledged_commit_is_lost_and_no_file_corrupt(
    statements: list[str], tmp_path: Path, times: int
) -> None:
    count = cuts(played(statements), states(statements), tmp_path, times=times)

    assert count == Count(lost=0, torn=0, corrupt=0)
