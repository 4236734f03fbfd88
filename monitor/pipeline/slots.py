"""Who may be looked at now: so many sources in all, few of one host."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from monitor.model import Source

AT_ONCE = 16
"""Sources looked at side by side; how often one host is asked is the fetcher's business."""
OF_ONE_HOST = 2
"""While one waits out the host's delay the other is read; more would only fill the slots."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Places for looks; a host with a hundred slow sources cannot take them all."""

    _all: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _hosts: dict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(OF_ONE_HOST))
    )

    @contextlib.asynccontextmanager
    async def turn(self, source: Source) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        host = source.url.partition("://")[2].partition("/")[0].lower()
        async with self._hosts[host], self._all:
            yield
