"""SIGKILL of `serve` under load, at any moment: every advert a hit once, every alert under one id.

The places put up adverts all the while, and both receivers fail a third of the time: they refuse,
hang up, or take a message and lose their answer.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from monitor.desk.sinks import new_secret
from monitor.store import Store
from tests.serve_target import Answer, Job
from tests.soak_world import SERIAL, Arrived, World, world

KILLED = -9
LONGEST_LIFE = 4.0
"""Seconds. The first hit comes after half a second to one; a life that ends sooner is one more test
of the start, a longer one meets looks, records and deliveries."""
ROUNDS = 500
"""Of deliveries, each of which ends where a receiver has refused three times in a row."""


@dataclass
class Target:
    """The process that is killed."""

    process: subprocess.Popen[str]
    answers: list[Answer] = field(default_factory=list)

    def do(self, job: Job) -> Answer:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(asdict(job)), file=self.process.stdin, flush=True)
        answer = Answer(**json.loads(self.process.stdout.readline()))
        self.answers.append(answer)
        return answer


@contextmanager
def target(key: str) -> Iterator[Target]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.serve_target"],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"HOOK_KEY": key},
    ) as process:
        yield Target(process)
        assert process.stdin is not None
        process.stdin.close()


def cut_short(folder: Path) -> Counter[str]:
    """Count what a kill left half done. In a copy: who opens and closes the file itself would do
    the repairs that are `serve`'s to do."""
    copy = folder / "copy.sqlite"
    for end in ("", "-wal"):
        made = folder / f"monitor.sqlite{end}"
        if made.exists():
            shutil.copy(made, f"{copy}{end}")
    found: Counter[str] = Counter()
    with closing(sqlite3.connect(copy)) as db:
        for what, sql in HALF_DONE.items():
            try:
                found[what] += bool(db.execute(sql).fetchone()[0])
            except sqlite3.OperationalError:
                found["before its first table"] += 1
    for end in ("", "-wal", "-shm"):
        Path(f"{copy}{end}").unlink(missing_ok=True)
    return found


HALF_DONE = {
    "a page unread": "SELECT count(*) FROM captures WHERE state = 'unread'",
    "a message on its way": "SELECT count(*) FROM messages WHERE leased_until IS NOT NULL",
    "an alert in no message": "SELECT count(*) FROM alerts WHERE message_id IS NULL",
}


def kill_on(here: World, victim: Target, kills: int) -> Counter[str]:
    """Start and kill it so many times; count the states in which it was killed."""
    chance, states = random.Random(20260504), Counter[str]()
    while states["kills"] < kills:
        seconds = chance.uniform(0.05, LONGEST_LIFE)
        answer = victim.do(Job(str(here.folder), seconds))
        assert answer.code == KILLED, (here.folder / "log").read_text()[-4000:]
        states["kills"] += 1
        states["workers orphaned"] += answer.orphans
        states += cut_short(here.folder)
    return states


def settle(here: World, victim: Target) -> None:
    """Run until nothing is owed."""
    for _ in range(ROUNDS):
        assert victim.do(Job(str(here.folder))).code == 0, (here.folder / "log").read_text()[-4000:]
        with Store.open(here.folder / "monitor.sqlite") as store:
            if not store.outbox.unsent().owed:
                return
    raise AssertionError("alerts are still owed")


def assert_whole(here: World) -> None:
    """Hold what the world showed and the receivers took against what is kept."""
    with Store.open(here.folder / "monitor.sqlite") as store:
        hits = store.hits.all(limit=1_000_000)
        alerts = store.outbox.alerts()
        assert store.captures.unread_sources() == set()
        assert store.check() == ""
    serials = Counter(int(found[1]) for hit in hits if (found := SERIAL.search(hit.posting.text)))
    assert set(serials) == here.site.offers
    assert set(serials.values()) == {1}
    assert len(hits) == len(serials)
    assert {one.state for one in alerts} == {"sent"}
    owed = {(one.alert.channel, one.alert.hit_id): one.alert.key for one in alerts}
    ids = {hit.id for hit in hits}
    assert len(alerts) == len(owed)
    assert set(owed) == {(channel, hit) for channel in ("hook", "mail") for hit in ids}
    assert here.hooks.ids == {hit: {owed["hook", hit]} for hit in ids}
    assert here.hooks.unsigned == 0
    assert set(here.mails.ids) == ids
    assert {len(letters) for letters in here.mails.ids.values()} == {1}


def kill_and_count(folder: Path, kills: int, *, every: float) -> str:
    """Do all of it, with an advert every so many seconds; give the figures."""
    key = new_secret()
    with world(folder, key=key, seed=7) as here, target(key) as victim:
        with here.publishing(every=every):
            states = kill_on(here, victim, kills)
        settle(here, victim)
        assert_whole(here)
    told = [f"{number} {what}" for what, number in sorted(states.items())]
    told += [_told("webhooks", here.hooks), _told("mails", here.mails)]
    return f"{len(here.site.offers)} offers; " + "; ".join(told)


def _told(what: str, arrived: Arrived) -> str:
    return f"{arrived.failed} of {arrived.tried} {what} failed"


@pytest.mark.slow
def test_a_dozen_kills_of_serve_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    print(kill_and_count(tmp_path, 12, every=0.25))  # noqa: T201 - the figures, shown by pytest -s


@pytest.mark.soak
def test_500_kills_of_serve_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    print(kill_and_count(tmp_path, 500, every=0.5))  # noqa: T201 - the figures, shown by pytest -s
