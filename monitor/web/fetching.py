"""The desk's requests to watched places: one fetcher for all who press, in a loop of its own.

A fetcher knows whose turn it is and which host is to be left alone. With a new one for each look,
whoever presses again and again asked a host that had asked for a pause.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass

from monitor.errors import Unanswered
from monitor.fetch import Fetcher, Politeness
from monitor.model import Capture, Link, Source


class Fetching:
    """A thread in which pages are fetched and nothing else is done. None runs before the first page."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._fetcher: Fetcher | None = None
        self._politeness: Politeness | None = None
        """Of the fetcher: with other manners comes another one."""

    def by(self, politeness: Politeness) -> ByManners:
        """Give what fetches with these manners."""
        return ByManners(self, politeness)

    async def capture(self, politeness: Politeness, source: Source, link: Link) -> Capture:
        """Fetch a page, called from any loop. Raises FetchError, also where the desk closes meanwhile."""
        loop, fetcher = self._ready(politeness)
        fetched = asyncio.run_coroutine_threadsafe(fetcher.capture(source, link), loop)
        try:
            return await asyncio.wrap_future(fetched)
        except asyncio.CancelledError:
            if self._loop is loop:
                raise
            raise Unanswered("closing", "The desk is being closed.") from None

    def _ready(self, politeness: Politeness) -> tuple[asyncio.AbstractEventLoop, Fetcher]:
        with self._turn:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
                self._thread.start()
            if self._fetcher is None or politeness != self._politeness:
                self._fetcher, self._politeness = Fetcher(politeness), politeness
            return self._loop, self._fetcher

    def close(self) -> None:
        """End what is being fetched, and the thread; a second call does nothing."""
        with self._turn:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = self._fetcher = None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(_end_all(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


async def _end_all() -> None:
    """Cancel all that the loop does besides, and wait until it is over."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class ByManners:
    """The desk's fetcher with the manners of one request's settings."""

    fetching: Fetching
    politeness: Politeness

    async def capture(self, source: Source, link: Link) -> Capture:
        """Fetch one page politely. Raises FetchError."""
        return await self.fetching.capture(self.politeness, source, link)
