"""What a look at a source works with, as far as the pipeline asks it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from monitor.fetch import Validators
from monitor.model import Capture, Judged, Link, Posting, Reading, Source
from monitor.store import Store, Taker

P = ParamSpec("P")
R = TypeVar("R")


class Fetches(Protocol):
    """A `fetch.Fetcher`."""

    async def capture(
        self, source: Source, link: Link, validators: Validators | None = None
    ) -> Capture:
        """Fetch one page; 304 is a capture with an empty body. Raises FetchError."""


class Reads(Protocol):
    """A `worker.Readers`."""

    async def read(self, source: Source, capture: Capture) -> Reading:
        """Read one capture. Raises ReadError."""

    async def judge(self, source: Source, postings: Sequence[Posting]) -> tuple[Judged, ...]:
        """Judge postings. Raises ReadError."""


class Writer:
    """Calls the store from one thread, so that the loop never waits for the disk."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def __call__(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a store's method; what has begun is finished even when the caller is cancelled."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(call, *args, **kwargs))

    def close(self) -> None:
        """Finish what was handed in and end the thread."""
        self._thread.shutdown()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The hands of a pipeline."""

    store: Store
    write: Writer
    fetcher: Fetches
    readers: Reads
    plan: Callable[[Source], tuple[Link, ...]]
    rules: str
    """Digest of the rules that `readers` judge by."""
    takers: Sequence[Taker]
    desk_url: str
    clock: Callable[[], datetime]


def utc_now() -> datetime:
    """Tell the time, aware and in UTC."""
    return datetime.now(UTC)
