"""A process that is `serve`, or `run`, and is killed when told to: run by `test_serve_killed.py`.

Reads one job a line (JSON), does each in a fork of itself, answers with what became of it. All is
as in the product but for the judging, which is of the plainest kind: it would take most of each
short life to load.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import select
import signal
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from monitor import config, rulebook, schedule
from monitor.desk.deployment import deployed, locked
from monitor.desk.tidy import tidying
from monitor.metrics import Counters, observed
from monitor.worker import Jobs
from tests.plain_words import judge, prepare

PR_SET_CHILD_SUBREAPER = 36
JOBS = Jobs(judge=judge, prepare=prepare)
LONGEST_ORPHAN = 30
"""Seconds that a worker may outlive who it worked for."""


@dataclass(frozen=True, slots=True)
class Job:
    """Where to work, and when to die."""

    folder: str
    seconds: float = 0.0
    """Killed after so long; 0 runs once, to the end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a job."""

    code: int
    """Exit code, negative for the signal that ended it."""
    orphans: int
    """Workers that were still there when it had gone; all have gone since."""


async def serve(loaded: config.Config) -> None:
    """Be `serve`."""
    stop = asyncio.Event()
    schedule.stop_on_signals(stop)
    counters = Counters()
    async with (
        deployed(loaded, witness=counters, jobs=JOBS) as works,
        tidying(works.pipeline, loaded.retention),
        observed(loaded, works.pipeline, counters),
    ):
        await schedule.serve(works.pipeline, loaded.enabled(), stop)


async def run(loaded: config.Config) -> None:
    """Be `run --all`, after `alerts retry`."""
    async with deployed(loaded, jobs=JOBS) as works:
        works.store.outbox.release()
        works.store.outbox.retry(now=works.pipeline.clock())
        await works.pipeline.run(loaded.enabled(), known=loaded.enabled())


def work(job: Job) -> None:
    """Do a job, in the process that may be killed."""
    log = os.open(f"{job.folder}/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    loaded = config.load(Path(job.folder))
    with locked(loaded):
        asyncio.run(serve(loaded) if job.seconds else run(loaded))


def fork(job: Job) -> Answer:
    """Do a job in a fork, and see that nobody outlives it."""
    child = os.fork()
    if child == 0:
        try:
            work(job)
        except BaseException:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
            os._exit(1)
        os._exit(0)
    if job.seconds:
        _wait(child, job.seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Answer(code, orphans=_reap())


def _wait(child: int, seconds: float) -> None:
    descriptor = os.pidfd_open(child)
    watch = select.poll()
    watch.register(descriptor, select.POLLIN)
    watch.poll(seconds * 1000)
    os.close(descriptor)


def _reap() -> int:
    """Wait for orphans, which are ours now, and count them; SIGALRM ends us if one stays."""
    signal.alarm(LONGEST_ORPHAN)
    orphans = 0
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
            orphans += 1
    signal.alarm(0)
    return orphans


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    rulebook.load(None)  # once for all forks
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(asdict(fork(Job(**json.loads(line)))))}\n")
        sys.stdout.flush()
