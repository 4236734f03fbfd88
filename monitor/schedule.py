"""Watch each source as often as it asks, for as long as the process lives."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.errors import StoreError
from monitor.model import Run, Source
from monitor.pipeline import Pipeline
from monitor.pipeline.slots import AT_ONCE, OF_ONE_HOST
from monitor.store import Ill, Trouble
from monitor.timetable import host_of

TICK = 1.0
"""Seconds between two looks at what is due and owed, when nothing calls for one sooner."""
LEAST_REST = 0.01
"""Seconds; however much is due, other work comes between two ticks."""
GRACE = 25.0
"""Seconds that what is in flight gets after SIGTERM: container runtimes kill after 30."""
JUMP = timedelta(minutes=1)
"""A clock that parts from the machine's steady one by so much was set, or the machine slept."""
OFTEN = timedelta(seconds=20)
"""A source of a shorter interval may be due again before the store is asked by itself: a second is
more than a twentieth of it."""
_NEVER = float("-inf")

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
    monotonic: Callable[[], float] = time.monotonic
    """Seconds that no change of the clock moves."""
    _watching: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _hosts: Counter[str] = field(default_factory=Counter)
    """Looks in flight, by host."""
    _delivering: asyncio.Task[None] | None = None
    _delivered_at: float = _NEVER
    _owing: bool = False
    """A look has found something since the last delivery began."""
    _hands: tuple[datetime, float] | None = None
    """What the clock and the steady one said at the last tick; None before the first."""
    _since: datetime = field(init=False)
    """When looking began, or began anew after the clock had jumped."""
    _waiting: list[Source] = field(default_factory=list)
    """Due and without a place, in their order. The store is asked for them anew each second: so
    a source of seconds does not wait behind two thousand of hours."""
    _soonest: datetime | None = None
    """When the next one is due, as far as was known when the store was asked."""
    _asked_at: float = _NEVER
    _call: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there is something to do before the next tick is due."""
    _by_id: Mapping[str, Source] = field(init=False)

    def __post_init__(self) -> None:
        """Find sources by id; what is due by now is a backlog."""
        self._by_id = {source.id: source for source in self.sources}
        self._since = self.pipeline.clock()

    async def tick(self) -> None:
        """Start watching the sources that are due and delivering what is owed."""
        if self.stop.is_set():
            return
        now = self.pipeline.clock()
        await self._mind_the_clock(now)
        if self._is_to_ask(now):
            await self._ask(now)
        self._waiting = [one for one in self._waiting if not self._begin(one, self.pipeline.watch)]
        for source_id in sorted(self.unread):
            self._begin(self._by_id[source_id], self.pipeline.resume)
        self._begin_delivery()
        self.pipeline.witness.ticked()

    async def rest(self, longest: float = TICK) -> None:
        """Wait until something is due or owed, at most so many seconds."""
        now, soonest = self.pipeline.clock(), self._soonest
        until_due = (soonest - now).total_seconds() if soonest else longest
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(min(longest, until_due), LEAST_REST)):
                await self._call.wait()
        self._call.clear()

    def call(self) -> None:
        """End a rest."""
        self._call.set()

    def _is_to_ask(self, now: datetime) -> bool:
        """Tell whether the store may know of something due that we do not."""
        late = self.monotonic() - self._asked_at >= TICK
        return late or (self._soonest is not None and self._soonest <= now)

    async def _ask(self, now: datetime) -> None:
        """Learn what is due. What a look in flight is about to move is not waiting."""
        self._asked_at, busy = self.monotonic(), set(self._watching)
        outlook = await self.pipeline.write(
            self.pipeline.store.agenda.outlook, self._by_id, now=now, since=self._since
        )
        self._waiting = [source for source in outlook.due if source.id not in busy]
        self._soonest = outlook.soonest

    async def _mind_the_clock(self, now: datetime) -> None:
        """See that the clock was set; due times that lie too far ahead for that come nearer."""
        steady = self.monotonic()
        before, self._hands = self._hands, (now, steady)
        if before is None:
            return
        jump = (now - before[0]) - timedelta(seconds=steady - before[1])
        if abs(jump) >= JUMP:
            await mend(self.pipeline, now=now, jump=jump)
            self._since, self._asked_at = now, _NEVER

    def _begin(self, source: Source, story: Story) -> bool:
        """Begin where there is a place; False where it has to wait for one."""
        host = host_of(source.url)
        if source.id in self._watching or not self._has_place(host):
            return False
        self.unread.discard(source.id)
        self._hosts[host] += 1
        self._watching[source.id] = asyncio.create_task(self._look(source, story, host))
        return True

    def _has_place(self, host: str) -> bool:
        return len(self._watching) < AT_ONCE and self._hosts[host] < OF_ONE_HOST

    async def _look(self, source: Source, story: Story, host: str) -> None:
        try:
            with self._stopping():
                run = await story(source)
                self._owing = self._owing or run.new > 0
        finally:
            del self._watching[source.id]
            self._hosts[host] -= 1
            if source.every <= OFTEN:
                self._asked_at = _NEVER
            self.call()

    def _begin_delivery(self) -> None:
        """Deliver once a tick's time, and at once after a look that found something."""
        now = self.monotonic()
        if self._delivering and not self._delivering.done():
            return
        if not self._owing and now - self._delivered_at < TICK:
            return
        self._owing, self._delivered_at = False, now
        self._delivering = asyncio.create_task(self._deliver())

    async def _deliver(self) -> None:
        with self._stopping():
            await self.pipeline.deliver()
        if self._owing:
            self.call()

    @contextlib.contextmanager
    def _stopping(self) -> Iterator[None]:
        """Stop everything when the database fails: going on would lose what is found."""
        try:
            yield
        except StoreError as e:
            self.fault = self.fault or e
            self.stop.set()
            self.call()

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
    await enlist(pipeline, sources)
    schedule = Schedule(pipeline, sources, stop, {source.id for source in unread})
    stopping = asyncio.create_task(_call_at(stop, schedule))
    try:
        while not stop.is_set():
            await schedule.tick()
            await schedule.rest(tick)
    finally:
        stopping.cancel()
        stop.set()
        await schedule.drain()
    if schedule.fault:
        raise schedule.fault


async def _call_at(stop: asyncio.Event, schedule: Schedule) -> None:
    await stop.wait()
    schedule.call()


async def due_now(pipeline: Pipeline, sources: Sequence[Source]) -> list[Source]:
    """Give what a `run` is to look at; it may be a little early, for nobody knows the next run."""
    await enlist(pipeline, sources)
    agenda = pipeline.store.agenda
    return await pipeline.write(agenda.due, sources, now=pipeline.clock(), early=True)


async def enlist(pipeline: Pipeline, sources: Sequence[Source]) -> None:
    """Make the due times fit the sources and the clock; a process begins with it."""
    now = pipeline.clock()
    await mend(pipeline, now=now)
    await pipeline.write(pipeline.store.agenda.enlist, sources, now=now)


async def mend(pipeline: Pipeline, *, now: datetime, jump: timedelta | None = None) -> None:
    """Answer a clock that was set, and tell the operator.

    `jump` is by how much it went forward, or back where negative; None where nobody could watch
    it, so that only what the due times themselves betray is known.
    """
    back = -jump if jump and jump < timedelta() else None
    moved = await pipeline.write(pipeline.store.agenda.mend, now=now, by=back)
    jump = jump or (-moved if moved else None)
    if jump is None:
        return
    log.warning("clock_jumped seconds=%d", jump.total_seconds())
    store = pipeline.store
    await pipeline.write(store.troubles.tell, _trouble(jump), pipeline.operators, at=now)


def _trouble(jump: timedelta) -> Trouble:
    by = timedelta(seconds=round(abs(jump).total_seconds()))
    if jump < timedelta():
        told = (
            f"The clock was set back by {by}; due times were moved by as much, nothing is skipped."
        )
        return Trouble("clock", "clock", Ill.CLOCK_BACK, told)
    told = (
        f"The clock went forward by {by}, or the machine slept; what was due meanwhile is"
        " looked at now, each source once."
    )
    return Trouble("clock", "clock", Ill.CLOCK_FORWARD, told)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Make SIGTERM and SIGINT set `stop`; a second SIGINT ends the process the usual way."""
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, interrupt)
