"""Watch over the monitor itself: room on the disk, looks that come in time, and the heartbeat."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from monitor.alerts import beat
from monitor.desk.coverage import Coverage, coverage
from monitor.desk.deployment import Deployment
from monitor.desk.doctor.disk import LITTLE, MEGABYTE
from monitor.desk.meanwhile import meanwhile
from monitor.errors import AlertError, StoreError
from monitor.store import Ill, Trouble

LOOK_EVERY = timedelta(minutes=5)
"""How often the disk and the due times are looked at where no heartbeat says otherwise."""
PLENTY = 1.2
"""A disk is well again a little above what is too little, so that it does not come and go."""

Room = Callable[[Path], int]
"""Free bytes on the disk of a folder."""

log = logging.getLogger("monitor.vigil")


def free_room(folder: Path) -> int:
    """Ask the system for the free bytes of a folder's disk."""
    return shutil.disk_usage(folder).free


async def look_around(works: Deployment, *, room: Room = free_room) -> None:
    """Tell the operator, once a change, that the disk is low or that nobody has looked in time.

    A fault of the database is the pipeline's to answer: here it is only logged.
    """
    pipeline = works.pipeline
    try:
        known = await pipeline.write(coverage, works.store, works.config.enabled())
        now = pipeline.clock()
        troubles = [overdue(known, now), low(room(works.config.database.parent))]
        for trouble in filter(None, troubles):
            await pipeline.write(works.store.troubles.note, trouble, pipeline.operators, at=now)
    except (StoreError, OSError) as e:
        log.error("vigil_failed %s", e)


async def beat_if_well(works: Deployment, *, since: datetime) -> bool:
    """Call the heartbeat's URL if the looks since then went well; True when it was called.

    That it cannot be called is logged only: the watchdog itself alarms.
    """
    heartbeat, pipeline = works.config.heartbeat, works.pipeline
    if not heartbeat.is_on or pipeline.outward is None:
        return False
    try:
        known = await pipeline.write(coverage, works.store, works.config.enabled())
        if not is_well(known, since=since, now=pipeline.clock()):
            log.warning("heartbeat_held_back")
            return False
        await beat(heartbeat, pipeline.outward)
    except (AlertError, StoreError) as e:
        log.warning("heartbeat_failed %s", e)
        return False
    return True


@contextlib.asynccontextmanager
async def vigilant(works: Deployment) -> AsyncIterator[None]:
    """Look around and beat for as long as the block lasts."""
    heartbeat = works.config.heartbeat
    every = heartbeat.every if heartbeat.is_on else LOOK_EVERY
    await look_around(works)
    async with meanwhile(_watch_on(works, every)):
        yield


async def _watch_on(works: Deployment, every: timedelta) -> None:
    while True:
        began = works.pipeline.clock()
        await asyncio.sleep(every.total_seconds())
        await look_around(works)
        await beat_if_well(works, since=began)


def is_well(known: Sequence[Coverage], *, since: datetime, now: datetime) -> bool:
    """Tell whether the monitor does its work: some place was read, or none was due.

    Where every single look failed it is our own network that is at fault.
    """
    runs = [one.last.run for one in known if one.last and one.last.run.finished_at >= since]
    if runs:
        return any(run.fault is None or run.partial or run.shown for run in runs)
    return not known or not all(one.is_overdue(now) for one in known)


def overdue(known: Sequence[Coverage], now: datetime) -> Trouble | None:
    """Say whether anybody has looked in time; None before the first look."""
    looks = [one.last.run.finished_at for one in known if one.last]
    if not looks:
        return None
    if not all(one.is_overdue(now) for one in known if one.last):
        return Trouble("run", "run", None)
    sentence = f"No source was looked at since {max(looks):%Y-%m-%d %H:%M} UTC, though all are due"
    return Trouble("run", "run", Ill.OVERDUE, sentence)


def low(free: int) -> Trouble | None:
    """Say whether the disk has room; None where it is neither enough nor too little."""
    if LITTLE <= free < LITTLE * PLENTY:
        return None
    if free >= LITTLE:
        return Trouble("disk", "disk", None)
    sentence = f"{free // MEGABYTE} MB are left on the disk of the database"
    return Trouble("disk", "disk", Ill.DISK_LOW, sentence)
