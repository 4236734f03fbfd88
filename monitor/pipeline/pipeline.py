"""The story: read what is unread, watch the sources, deliver what is owed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self, TypeVar

from monitor import alerts, health, sources
from monitor.alerts import Outward
from monitor.config import Channel
from monitor.errors import FetchError, MonitorError, StoreError
from monitor.model import Fault, Link, Run, Source
from monitor.pipeline.bugs import sentence, trace
from monitor.pipeline.deliver import Delivered, Post
from monitor.pipeline.slots import Slots
from monitor.pipeline.tally import Tally
from monitor.pipeline.tools import Fetches, Reads, Tools, Writer, utc_now
from monitor.pipeline.watch import Watch
from monitor.pipeline.witness import Unseen, Witness
from monitor.store import Store, Unsent
from monitor.timetable import is_quiet

R = TypeVar("R")

log = logging.getLogger("monitor.run")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run of the pipeline came to."""

    runs: tuple[Run, ...]
    delivered: Delivered
    unsent: Unsent

    @property
    def new_hits(self) -> int:
        """Hits that were not there before."""
        return sum(run.new for run in self.runs)

    @property
    def sighted(self) -> int:
        """Hits seen again."""
        return sum(run.sighted for run in self.runs)

    @property
    def faults(self) -> tuple[tuple[str, Fault], ...]:
        """Source ids with what is wrong with them."""
        return tuple((run.source_id, run.fault) for run in self.runs if run.fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Everything between the schedule and the parts; `run`, `serve` and the demo share it."""

    store: Store
    fetcher: Fetches
    readers: Reads
    rules: str
    """Digest of the rules that `readers` judge by."""
    channels: Sequence[Channel] = ()
    outward: Outward | None = None
    """None delivers nothing: what is owed stays owed."""
    desk_url: str = ""
    operators: Sequence[str] = ()
    """Ids of the channels that take the operator's alarms; without any nobody hears them."""
    kinds: Mapping[str, alerts.Channel] = field(default_factory=alerts.channels)
    plan: Callable[[Source], tuple[Link, ...]] = sources.plan
    clock: Callable[[], datetime] = utc_now
    write: Writer = field(default_factory=Writer)
    slots: Slots = field(default_factory=Slots)
    witness: Witness = field(default_factory=Unseen)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the writer's thread; the store and the readers are their openers' to close."""
        self.write.close()

    async def run(self, due: Sequence[Source], *, known: Sequence[Source] = ()) -> Summary:
        """Do the whole way once: what lies unread of `known` sources, looks at `due`, alerts.

        Needs the run lock. Raises StoreError only: all else is some source's or channel's fault.
        """
        unread = await self.start(known)
        looks = [self._in_turn(source, self.watch) for source in due]
        looks += [self._in_turn(source, self.resume) for source in unread if source not in due]
        runs = await _together(looks)
        delivered = await self.deliver()
        served = [channel.id for channel in self.channels] if self.outward else []
        unsent = await self.write(self.store.outbox.unsent, served=served)
        return Summary(tuple(runs), delivered, unsent)

    async def start(self, known: Sequence[Source]) -> list[Source]:
        """Free what a killed process had claimed; name the sources whose looks it cut short.

        Captures of sources that are no longer configured wait: nobody knows how to read them. Those
        of sources in their quiet hours wait for the next look.
        """
        await self.write(self.store.outbox.release)
        unread = await self.write(self.store.captures.unread_sources)
        idle = [source for source in known if not is_quiet(source, self.clock())]
        return [source for source in idle if source.id in unread]

    async def _in_turn(
        self, source: Source, story: Callable[[Source], Coroutine[None, None, Run]]
    ) -> Run:
        async with self.slots.turn(source):
            return await story(source)

    async def watch(self, source: Source) -> Run:
        """Look at one source; whatever goes wrong with it becomes its run's fault."""
        watch = await self._begin(source)
        for step in (watch.resume, watch.turn, watch.follow, watch.settle):
            await self._guard(watch, step())
        watch.expect_enough()
        run = watch.tally.run(self.clock())
        if health.is_shut(run):
            watch.tally.slow_down(None)
        await self._finish(watch, run)
        self._tell(run, watch.tally)
        return run

    async def _finish(self, watch: Watch, run: Run) -> None:
        """Judge how the source fares, last: what was found is safe by now."""
        source, before = watch.source, watch.opening
        judgement = health.judge(source, before.health, before.habit, run)
        await self.write(
            self.store.finish,
            run,
            source,
            judgement,
            wait=watch.tally.wait,
            alarms=health.alarms(source, judgement, self.operators, at=run.finished_at),
        )
        if judgement.former is not None:
            new, old = judgement.health.state, judgement.former
            log.warning("health source=%s state=%s former=%s", source.id, new, old)

    async def resume(self, source: Source) -> Run:
        """End a look that was cut short, for a source that is not due."""
        watch = await self._begin(source)
        for step in (watch.resume, watch.follow, watch.settle):
            await self._guard(watch, step())
        run = watch.tally.run(self.clock())
        await self.write(self.store.runs.keep, run)
        self._tell(run, watch.tally)
        return run

    async def deliver(self) -> Delivered:
        """Send what is owed, all channels side by side."""
        if self.outward is None:
            return Delivered()
        posts = [self._post(channel, self.outward) for channel in self.channels]
        rounds = await _together(post.round() for post in posts)
        delivered = Delivered(sum(one.sent for one in rounds), sum(one.failed for one in rounds))
        self.witness.delivered(delivered)
        return delivered

    def _tell(self, run: Run, tally: Tally) -> None:
        _log_run(run)
        if tally.unasked:
            log.info("unasked source=%s postings=%d", run.source_id, tally.unasked)
        self.witness.ran(run)

    def _post(self, channel: Channel, outward: Outward) -> Post:
        return Post(
            channel=channel,
            kind=self.kinds[channel.kind],
            outward=outward,
            outbox=self.store.outbox,
            troubles=self.store.troubles,
            operators=self.operators,
            write=self.write,
            clock=self.clock,
        )

    async def _begin(self, source: Source) -> Watch:
        began = self.clock()
        opening = await self.write(self.store.opening, source.id, at=began)
        tools = Tools(
            store=self.store,
            write=self.write,
            fetcher=self.fetcher,
            readers=self.readers,
            plan=self.plan,
            rules=self.rules,
            takers=self.channels,
            desk_url=self.desk_url,
            clock=self.clock,
        )
        return Watch(source, tools, Tally(source.id, began), opening)

    async def _guard(self, watch: Watch, step: Awaitable[None]) -> None:
        """Let no fault of one source reach another. A broken database is everybody's."""
        try:
            await step
        except StoreError:
            raise
        except FetchError as e:
            watch.tally.fault(e.code, str(e))
            watch.tally.slow_down(e.retry_after)
        except MonitorError as e:
            watch.tally.fault("fault", str(e))
        except Exception as e:
            log.error("bug source=%s %s", watch.source.id, trace(e))
            watch.tally.fault("bug", sentence(e))
            watch.tally.slow_down(None)


async def _together(stories: Iterable[Coroutine[None, None, R]]) -> list[R]:
    """Await all; a StoreError of one ends the others and is raised as itself."""
    broken: list[BaseException] = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(story) for story in stories]
    except* StoreError as e:
        broken += e.exceptions
    if broken:
        raise broken[0]  # not above: Python 3.11.2 puts what is raised there into a group again
    return [task.result() for task in tasks]


def _log_run(run: Run) -> None:
    """Log one line; ids and codes are ours, so nothing that a page says gets into it."""
    log.info(
        "run source=%s captured=%d unchanged=%d read=%d new=%d sighted=%d seconds=%.1f fault=%s",
        run.source_id,
        run.captured,
        run.unchanged,
        run.read,
        run.new,
        run.sighted,
        (run.finished_at - run.started_at).total_seconds(),
        run.fault.code if run.fault else "-",
    )
