"""Who may be looked at now: so many sources in all, few of one host."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from monitor.model import Source
from monitor.timetable import host_of

AT_ONCE = 64
"""Looks side by side: most of them wait out a host's delay. How many requests are in the air is the
fetcher's business, and how many pages are read that of the readers."""
OF_ONE_HOST = 2
"""While one waits out the host's delay the other is read; more would only fill the slots."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Places for looks, given in the order of asking; a crowded host cannot take them all."""

    _all: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _hosts: dict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(OF_ONE_HOST))
    )

    @contextlib.asynccontextmanager
    async def turn(self, source: Source) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        async with self._hosts[host_of(source.url)], self._all:
            yield
