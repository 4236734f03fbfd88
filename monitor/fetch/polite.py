"""One request at a time to each host, with time to breathe between two.

All of it is of this process: what a server asked for beyond a run (Retry-After) travels in the
error, so that the schedule can keep it.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from monitor.errors import Unanswered
from monitor.fetch.settings import Politeness

# A year of hostile redirects must not fill the memory with hosts that were asked once.
_MOST_HOSTS = 1_000
# Of all hosts together: 16 pages of 5 MB each are what a small machine holds.
_MOST_REQUESTS = 16
_FIRST_BACK_OFF = 1.0  # seconds; doubled at each fault, so eleven faults reach 17 minutes
_MOST_DOUBLINGS = 30  # keeps the power a number; the settings cap it long before


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock, waiting and chance; a test brings its own and waits for nothing."""

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    """Seconds that no change of the clock moves: all waiting is counted in these."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    """From 0 to below 1."""


@dataclass(slots=True)
class _Host:
    """What is known of one host; times are monotonic seconds."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    """Who has or awaits the turn."""
    last: float = float("-inf")
    """When the last request ended."""
    held: float = float("-inf")
    """Until when it is left alone."""
    faults: int = 0
    """In a row."""


class Hosts:
    """Who may be asked when, by `host:port`. A slow host holds up only itself."""

    def __init__(self, politeness: Politeness, surroundings: Surroundings) -> None:
        self._politeness = politeness
        self._around = surroundings
        self._known: dict[str, _Host] = {}
        self._lines = asyncio.Semaphore(_MOST_REQUESTS)

    @asynccontextmanager
    async def turn(self, name: str, *, delay: float) -> AsyncIterator[None]:
        """Wait for one's turn; raise Unanswered `held` where that would try one's patience."""
        host = self._host(name)
        host.users += 1
        try:
            async with host.turn:
                await self._wait(name, host, delay)
                try:
                    async with self._lines:
                        yield
                finally:
                    host.last = self._around.monotonic()
        finally:
            host.users -= 1

    def hold(self, name: str, seconds: float) -> None:
        """Leave a host alone as long as it asked."""
        host = self._host(name)
        host.held = max(host.held, self._around.monotonic() + seconds)

    def failed(self, name: str, *, delay: float) -> None:
        """Ask a host that failed ever more seldom."""
        host = self._host(name)
        doublings = min(host.faults, _MOST_DOUBLINGS)
        host.faults += 1
        most = self._politeness.most_back_off.total_seconds()
        self.hold(name, min(max(delay, _FIRST_BACK_OFF) * 2**doublings, most))

    def answered(self, name: str) -> None:
        """Forget the faults of a host that does its part again."""
        self._host(name).faults = 0

    async def _wait(self, name: str, host: _Host, delay: float) -> None:
        now = self._around.monotonic()
        held = host.held - now
        if held > self._politeness.patience.total_seconds():
            sentence = f"{name} is left alone for another {held:.0f} s: it failed or asked for it."
            raise Unanswered("held", sentence, retry_after=held)
        jittered = delay * (1 + self._politeness.jitter * self._around.chance())
        wait = max(held, host.last + jittered - now)
        if wait > 0:
            await self._around.sleep(wait)

    def _host(self, name: str) -> _Host:
        if name not in self._known:
            self._forget_idle()
            self._known[name] = _Host()
        return self._known[name]

    def _forget_idle(self) -> None:
        if len(self._known) < _MOST_HOSTS:
            return
        now = self._around.monotonic()
        # A host may be forgotten once no delay that we keep can still be running.
        longest = self._politeness.most_back_off.total_seconds()
        self._known = {
            name: host
            for name, host in self._known.items()
            if host.users or host.held > now or host.last + longest > now
        }
