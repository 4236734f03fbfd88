"""Whether a host can be asked as often as its sources want, with a pause between two requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from monitor.model import Source

CROWDED = 0.8
"""Part of the time that a host's pauses may take up. Beyond, its sources queue by mere chance."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A host whose sources ask for more looks than its pauses let through."""

    host: str
    sources: int
    load: float
    """Part of the time that one request a look takes up; beyond 1 looks cannot but be late."""


def crowds(sources: Iterable[Source], *, delay: timedelta) -> tuple[Crowd, ...]:
    """Name the crowded hosts; `delay` is the usual pause between two requests to one."""
    loads: dict[str, list[float]] = defaultdict(list)
    for source in sources:
        own = delay if source.min_delay is None else source.min_delay
        loads[host_of(source.url)].append(own / source.every)
    return tuple(
        Crowd(host, len(parts), sum(parts))
        for host, parts in sorted(loads.items())
        if sum(parts) > CROWDED
    )


@lru_cache(maxsize=10_000)
def host_of(url: str) -> str:
    """Give the host of a URL and the port that is written there, in small letters."""
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
