"""One look at one source: its pages, their older pages, their adverts' own pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from monitor.errors import FetchError, Unanswered
from monitor.fetch import validators_of
from monitor.health import shortfall
from monitor.model import Link, Source
from monitor.pipeline.reading import Detail, Look, Page, Reader
from monitor.pipeline.tally import Tally
from monitor.pipeline.tools import Tools
from monitor.store import Onward, Opening

DETAILS = 20
"""Adverts' own pages fetched in a run where the kind's options name no limit."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Watch:
    """A look at a source, going on: `resume`, `turn`, `follow`, `settle`.

    Each step does what it can with what those before it left, so that a fault in one costs none
    of the adverts that another has found.
    """

    source: Source
    tools: Tools
    tally: Tally
    opening: Opening
    """What was known when it began."""
    pages: list[Page] = field(default_factory=list)
    """Read so far."""
    had: set[str] = field(default_factory=set)
    """URLs of the adverts' own pages that gave their advert."""

    @property
    def reader(self) -> Reader:
        """The reader of this look's captures."""
        return Reader(self.source, self.tools, self.tally)

    async def resume(self) -> None:
        """Read what an earlier look kept and did not come to read, or a 304 would hide it."""
        captures, write = self.tools.store.captures, self.tools.write
        for capture_id in self.opening.unread:
            kept = await write(captures.get, capture_id)
            if kept is None or not await write(captures.again, capture_id):
                self.tally.fault("given_up", "a capture was given up: nobody could read it")
            elif page := await self.reader.read(Look(kept, kept.capture.fetched_at)):
                self.pages.append(page)

    async def turn(self) -> None:
        """Read the plan's pages, what an earlier run owes, and the older pages that they name."""
        todo = deque([(link, 1) for link in self.tools.plan(self.source)])
        todo.extend(_links(await self._owed()))
        asked: set[str] = set()
        while todo:
            link, depth = todo.popleft()
            if link.url in asked:
                continue
            asked.add(link.url)
            if page := await self._turn(link, depth):
                self.pages.append(page)
                todo.extend(_links(page.older))

    async def _owed(self) -> Sequence[Onward]:
        """Give the older pages that are owed; what was resumed may have named some more."""
        if not self.opening.unread:
            return self.opening.owed
        return await self.tools.write(self.tools.store.onward.owed, self.source.id)

    async def follow(self) -> None:
        """Fetch and read adverts' own pages, up to the kind's limit."""
        details = {detail.link.url: detail for page in self.pages for detail in page.details}
        if not details:
            return
        for detail in (await self._by_turn(list(details.values())))[: self._limit()]:
            if await self._had(detail):
                self.had.add(detail.link.url)

    async def settle(self) -> None:
        """Let cards stand in for what was not had, and mark the pages that named them as read."""
        for page in self.pages:
            if page.details:
                missed = [detail for detail in page.details if detail.link.url not in self.had]
                await self.reader.settle(page, missed)

    def expect_enough(self) -> None:
        """Say when all of it was too little: last, for what was found is safe by now."""
        found, least = len(self.tally.keys), self.source.at_least
        if found < least:
            self.tally.fault("too_few", f"shows {found} adverts; at least {least} were expected")
        elif not self.tally.faults and (
            fault := shortfall(len(self.tally.shown), self.opening.habit)
        ):
            self.tally.faults.append(fault)

    async def _turn(self, link: Link, depth: int) -> Page | None:
        """Fetch and read one page; None when it could not be had, which the tally then says."""
        try:
            look = await self._fetch(link, depth)
        except FetchError as e:
            self.tally.fault(e.code, str(e))
            self.tally.slow_down(e.retry_after)
            if depth > 1:
                await self.tools.write(self.tools.store.onward.failed, self.source.id, link.url)
            return None
        return await self.reader.read(look)

    async def _fetch(self, link: Link, depth: int = 1) -> Look:
        """Fetch a page and keep it; on 304 the last kept one is looked at again."""
        captures, write = self.tools.store.captures, self.tools.write
        latest = await write(captures.latest, self.source.id, link.url)
        asked_with = None
        if latest and latest.read:  # an unread one must not be hidden by a 304
            asked_with = validators_of(latest.capture, now=self.tools.clock())
        capture = await self.tools.fetcher.capture(self.source, link, asked_with)
        if capture.status != 304:
            self.tally.captured += 1
            return Look(await write(captures.keep, capture, depth=depth), capture.fetched_at)
        if latest is None:
            raise Unanswered("http_304", f"{link.url}: says unchanged, but was never read")
        self.tally.unchanged += 1
        again = replace(latest.capture, role=link.role, key=link.key)
        return Look(replace(latest, capture=again, depth=depth), capture.fetched_at)

    def _limit(self) -> int:
        # Each kind has options of its own type; those that follow adverts name their limit so.
        return int(getattr(self.source.options, "details", DETAILS))

    async def _by_turn(self, details: Sequence[Detail]) -> list[Detail]:
        """Order details: adverts never read first, then the page longest not asked for."""
        store, write = self.tools.store, self.tools.write
        keys = [detail.key for detail in details]
        unknown = await write(store.postings.unknown, self.source.id, keys)
        urls = [detail.link.url for detail in details]
        asked = await write(store.captures.last_asked, self.source.id, urls)
        return sorted(details, key=lambda d: (d.key not in unknown, asked.get(d.link.url, _NEVER)))

    async def _had(self, detail: Detail) -> bool:
        """Fetch and read an advert's own page; False when it gave no advert."""
        url, captures = detail.link.url, self.tools.store.captures
        self.tally.details += 1
        try:
            look = await self._fetch(detail.link)
        except FetchError as e:
            self.tally.aside(e.code, str(e))
            if e.retry_after is not None:  # one dead advert is no reason to slow down; this is
                self.tally.slow_down(e.retry_after)
            return False
        finally:
            await self.tools.write(captures.asked, self.source.id, url, at=self.tools.clock())
        page = await self.reader.read(look)
        return page is not None and page.gave > 0


def _links(older: Sequence[Onward]) -> list[tuple[Link, int]]:
    return [(Link(one.url, role="older"), one.depth) for one in older]
