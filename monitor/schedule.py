"""Watch each source as often as it asks, for as long as the process lives."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.errors import StoreError
from monitor.model import Run, Source
from monitor.pipeline import Pipeline

TICK = 1.0
"""Seconds between two looks at the due times; the shortest interval that a source may ask for."""
GRACE = 25.0
"""Seconds that what is in flight gets after SIGTERM: container runtimes kill after 30."""

Story = Callable[[Source], Awaitable[Run]]

log = logging.getLogger("monitor.schedule")


@dataclass(slots=True)
class Schedule:
    """Starts what is due at each tick and waits for none of it: a slow source delays no other."""

    pipeline: Pipeline
    sources: Sequence[Source]
    stop: asyncio.Event
    unread: set[str] = field(default_factory=set)
    """Ids of sources whose last look was cut short by a kill."""
    fault: StoreError | None = None
    """Why it had to stop; None when it was asked to."""
    _watching: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _delivering: asyncio.Task[None] | None = None

    async def tick(self) -> None:
        """Start watching the sources that are due and delivering what is owed."""
        if self.stop.is_set():
            return
        pipeline = self.pipeline
        idle = [source for source in self.sources if source.id not in self._watching]
        due = await pipeline.write(pipeline.store.runs.due, idle, now=pipeline.clock())
        for source in idle:
            if source in due:
                self._begin(source, pipeline.watch)
            elif source.id in self.unread:
                self._begin(source, pipeline.resume)
        if self._delivering is None or self._delivering.done():
            self._delivering = asyncio.create_task(self._deliver())
        pipeline.witness.ticked()

    def _begin(self, source: Source, story: Story) -> None:
        self.unread.discard(source.id)
        self._watching[source.id] = asyncio.create_task(self._in_turn(source, story))

    async def _in_turn(self, source: Source, story: Story) -> None:
        try:
            with self._stopping():
                async with self.pipeline.slots.turn(source):
                    if not self.stop.is_set():
                        await story(source)
        finally:
            del self._watching[source.id]

    async def _deliver(self) -> None:
        with self._stopping():
            await self.pipeline.deliver()

    @contextlib.contextmanager
    def _stopping(self) -> Iterator[None]:
        """Stop everything when the database fails: going on would lose what is found."""
        try:
            yield
        except StoreError as e:
            self.fault = self.fault or e
            self.stop.set()

    async def drain(self, grace: float = GRACE) -> None:
        """Wait for what is in flight, then cancel the rest; kept captures are read at next start."""
        flight = [*self._watching.values()]
        flight += [self._delivering] if self._delivering else []
        if not flight:
            return
        _, late = await asyncio.wait(flight, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        log.info("stopped late=%d", len(late))


async def serve(
    pipeline: Pipeline, sources: Sequence[Source], stop: asyncio.Event, *, tick: float = TICK
) -> None:
    """Run until `stop` is set, then end cleanly. Needs the run lock; raises StoreError."""
    unread = await pipeline.start(sources)
    schedule = Schedule(pipeline, sources, stop, {source.id for source in unread})
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        # A late tick is as good as one in time, and two late ones are as good as one.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_job(schedule.tick, "interval", seconds=tick, next_run_time=datetime.now(UTC))
    scheduler.start()
    try:
        await stop.wait()
    finally:
        scheduler.shutdown(wait=False)
        await schedule.drain()
    if schedule.fault:
        raise schedule.fault


def stop_on_signals(stop: asyncio.Event) -> None:
    """Make SIGTERM and SIGINT set `stop`; a second SIGINT ends the process the usual way."""
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, interrupt)
