"""A process that does the whole way and dies where it is told to: run by `test_kill.py`.

Reads one job a line (JSON), does each in a fork of itself, answers with what became of it. Forks,
because a start with all imports takes a hundred times as long as the way itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import sqlite3
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor import alerts
from monitor.alerts import Outward
from monitor.alerts.email import Security
from monitor.alerts.email import Settings as Mail
from monitor.alerts.webhook import Settings as Hook
from monitor.config import Channel
from monitor.desk.deployment import utcnow
from monitor.fetch import Fetcher, Politeness
from monitor.model import Source
from monitor.net import Client, Guard
from monitor.pipeline import Pipeline
from monitor.store import Store, exclusive
from tests.places import RULES, PlainReaders, plan


@dataclass(frozen=True, slots=True)
class Job:
    """Where to work, and where to die."""

    database: str
    sources: dict[str, str]
    mail_port: int
    hook_url: str
    """Empty sends mails alone."""
    secret: str
    commit: int = 0
    """Number of the commit at which to die; 0 for none."""
    before: bool = True
    """Die with the commit not yet made; else just after it."""
    seconds: float = 60.0
    """Die after so long."""
    to: tuple[str, ...] = ("b@m.example",)
    """Whom mails are for."""
    later: float = 0.0
    """Hours that the clock is ahead."""


def dying_at(job: Job) -> type[sqlite3.Connection]:
    """Make a connection that kills its own process at the n-th commit."""
    commits = 0

    class Dying(sqlite3.Connection):
        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            nonlocal commits
            if sql != "COMMIT":
                return super().execute(sql, *args)
            commits += 1
            if commits == job.commit and job.before:
                os.kill(os.getpid(), signal.SIGKILL)
            cursor = super().execute(sql, *args)
            if commits == job.commit:
                os.kill(os.getpid(), signal.SIGKILL)
            return cursor

    return Dying


async def go(job: Job) -> None:
    """Do the whole way once over real sockets."""
    addresses = {url.split("/")[2] for url in (*job.sources.values(), job.hook_url) if url}
    politeness = Politeness(min_delay=timedelta(), jitter=0.0, allow=tuple(addresses))
    mail = Mail("127.0.0.1", "a@m.example", tuple(job.to), job.mail_port, Security.NONE)
    channels = (
        # A hundred adverts in a minute are no storm here: each must have arrived at the end.
        Channel("mail", "email", most_an_hour=0, settings=mail),
        Channel(
            "hook", "webhook", settings=Hook("SECRET", job.hook_url or "https://hook.example/")
        ),
    )
    sources = [
        Source(id=name, kind="plain", url=url, every=timedelta(hours=1))
        for name, url in job.sources.items()
    ]
    with Store.open(job.database, factory=dying_at(job)) as store:
        pipeline = Pipeline(
            store=store,
            fetcher=Fetcher(politeness),
            readers=PlainReaders(),
            rules=RULES,
            channels=channels if job.hook_url else channels[:1],
            outward=Outward(Client(guard=Guard(allow=politeness.allow)), lambda _: job.secret),
            kinds=alerts.channels(),
            plan=plan,
            clock=lambda: utcnow() + timedelta(hours=job.later),
        )
        async with pipeline:
            await pipeline.run(sources)


def fork(job: Job) -> int:
    """Do a job in a fork; give its exit code, negative for the signal that ended it."""
    child = os.fork()
    if child == 0:
        with exclusive(Path(job.database)):
            asyncio.run(go(job))
        os._exit(0)
    descriptor = os.pidfd_open(child)
    watch = select.poll()
    watch.register(descriptor, select.POLLIN)
    if not watch.poll(job.seconds * 1000):
        os.kill(child, signal.SIGKILL)
    os.close(descriptor)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{fork(Job(**json.loads(line)))}\n")
        sys.stdout.flush()
