"""What a site's robots.txt permits (RFC 9309), learned once a day for each origin.

No file (4xx) permits all. A server that fails (5xx, 429, no answer) permits nothing for now, and
is asked again soon: a fault must not look like leave to fetch.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from protego import Protego

from monitor.errors import FetchError, Refused
from monitor.net import Answer, Target

TOKEN = "advert-monitor"  # noqa: S105  the product token that a site's rules name
KEEP = 24 * 3600.0
"""Seconds for which rules are believed (RFC 9309, 2.4)."""
RETRY = 60.0
"""Seconds after which a failed robots.txt is asked for again."""
MOST_CRAWL_DELAY = 60.0

_MOST_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are read
_MOST_ORIGINS = 1_000
_ENDLESS = frozenset({"redirects", "redirect_loop"})

Ask = Callable[[str], Awaitable[Answer]]
"""Fetch a robots.txt, redirects followed; raises FetchError, also for the statuses 429 and 5xx."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin permits, until when; `fault` says why nothing is permitted now."""

    until: float
    parsed: Protego | None = None
    """None permits all."""
    fault: FetchError | None = None
    """None when the file could be had, or there is none."""


@dataclass(slots=True)
class _Origin:
    learning: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None


class Robots:
    """The rules of all origins we ask, a bounded number of them."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._origins: OrderedDict[tuple[str, str], _Origin] = OrderedDict()

    async def crawl_delay(self, target: Target, *, via: str, ask: Ask) -> float:
        """Give the seconds that the site wants between two requests, 0 when it says none.

        Raise Refused `robots` where the page is not permitted, and the file's own fault where that
        could not be had. `via` names the way there: a proxy may see another site than we do.
        """
        rules = await self._rules(target.origin, via=via, ask=ask)
        if rules.fault is not None:
            raise _again(rules.fault)
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(target.url, TOKEN):
            sentence = f"The robots.txt of {target.host} asks us not to fetch {target.url}."
            raise Refused("robots", sentence)
        return min(float(rules.parsed.crawl_delay(TOKEN) or 0.0), MOST_CRAWL_DELAY)

    async def _rules(self, name: str, *, via: str, ask: Ask) -> Rules:
        origin = self._origin((via, name))
        async with origin.learning:
            if origin.rules is None or origin.rules.until <= self._monotonic():
                origin.rules = await self._learn(name, ask)
            return origin.rules

    def _origin(self, key: tuple[str, str]) -> _Origin:
        origin = self._origins.setdefault(key, _Origin())
        self._origins.move_to_end(key)
        if len(self._origins) > _MOST_ORIGINS:
            self._origins.popitem(last=False)
        return origin

    async def _learn(self, origin: str, ask: Ask) -> Rules:
        url = f"{origin}/robots.txt"
        try:
            answer = await ask(url)
        except FetchError as e:
            # RFC 9309, 2.3.1.2: a file behind endless redirects counts as no file.
            return self._permit_all() if e.code in _ENDLESS else self._failed(url, e)
        if not 200 <= answer.status < 300:
            return self._permit_all()
        text = answer.body[:_MOST_BYTES].decode("utf-8-sig", errors="replace")
        return Rules(until=self._monotonic() + KEEP, parsed=Protego.parse(text))

    def _permit_all(self) -> Rules:
        return Rules(until=self._monotonic() + KEEP)

    def _failed(self, url: str, fault: FetchError) -> Rules:
        sentence = f"{url} cannot be had, so nothing else is asked for: {fault}"
        said = type(fault)(fault.code, sentence, retry_after=fault.retry_after)
        return Rules(until=self._monotonic() + RETRY, fault=said)


def _again(fault: FetchError) -> FetchError:
    """Copy a kept fault, or every raise would lengthen its traceback."""
    return type(fault)(fault.code, str(fault), retry_after=fault.retry_after)
