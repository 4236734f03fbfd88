"""Turn a link into a capture: permitted, in turn, every redirect checked like the first hop."""

from __future__ import annotations

import logging
import os
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from monitor.errors import ConfigError, Refused, Unanswered
from monitor.fetch.conditional import Validators
from monitor.fetch.polite import Hosts, Surroundings
from monitor.fetch.retry import wait_asked
from monitor.fetch.robots import Robots
from monitor.fetch.settings import Politeness
from monitor.model import Capture, Link, Source
from monitor.net import Answer, Client, Guard, Target, join, trusted

_log = logging.getLogger(__name__)

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_TOO_MANY_REQUESTS = 429
_EMPTY = frozenset({204, 205})
_ACCEPT = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

Hop = Callable[[str, Mapping[str, str]], Awaitable[Answer]]
"""Ask for one URL with some headers more."""


@dataclass(slots=True)
class _Errand:
    """One page to fetch, over all its redirects."""

    source: Source
    client: Client
    delay: float
    left: float
    """Seconds that its requests may still take; waiting for a turn does not count."""


class Fetches(Protocol):
    """Fetches a page, as politely as it can be had."""

    async def capture(self, source: Source, link: Link) -> Capture:
        """Fetch one page. Raises FetchError."""


class Fetcher:
    """Fetch pages politely. One is shared by a whole process: it knows whose turn it is."""

    def __init__(
        self,
        politeness: Politeness | None = None,
        *,
        guard: Guard | None = None,
        ssl_context: ssl.SSLContext | None = None,
        surroundings: Surroundings | None = None,
        secret: Callable[[str], str | None] = os.environ.get,
    ) -> None:
        """Take settings; `secret` gives the proxy's URL that a source names by variable."""
        self._politeness = politeness or Politeness()
        self._guard = guard or Guard(self._politeness.allow, ports=self._politeness.ports)
        self._ssl_context = ssl_context or trusted()
        self._around = surroundings or Surroundings()
        self._secret = secret
        self._hosts = Hosts(self._politeness, self._around)
        self._robots = Robots(self._around.monotonic)

    async def capture(
        self, source: Source, link: Link, validators: Validators | None = None
    ) -> Capture:
        """Fetch one page; with validators it may come back as an empty capture of status 304.

        Raise Refused where we must not ask, Unanswered where no page came of it.
        """
        errand = self._errand(source)
        if source.ignore_robots_because and link.role == "page":
            _log.warning(
                "robots_ignored source=%s because=%r", source.id, source.ignore_robots_because
            )

        async def hop(url: str, headers: Mapping[str, str]) -> Answer:
            return await self._permitted(errand, url, headers)

        conditions = validators.headers() if validators else {}
        answer, redirects = await self._follow(link.url, hop, conditions)
        self._refuse_fault(answer, asked_conditionally=bool(conditions) and not redirects)
        return Capture(
            source_id=source.id,
            url=link.url,
            fetched_at=self._around.now(),
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            role=link.role,
            key=link.key,
            final_url=answer.url,
            redirects=redirects,
            address=answer.address,
            truncated=answer.truncated,
        )

    def _errand(self, source: Source) -> _Errand:
        delay = self._politeness.min_delay if source.min_delay is None else source.min_delay
        client = self._client(source)
        return _Errand(source, client, delay=delay.total_seconds(), left=client.limits.total)

    def _client(self, source: Source) -> Client:
        try:
            return Client(
                guard=self._guard,
                limits=self._politeness.limits,
                user_agent=self._politeness.user_agent,
                proxy=self._proxy(source),
                ssl_context=self._ssl_context,
            )
        except ConfigError as e:
            raise Refused("proxy", f"{source.proxy_env}: {e}") from e

    def _proxy(self, source: Source) -> str | None:
        """Give the proxy's URL, None for a source without one; never go direct for want of it."""
        if source.proxy_env is None:
            return None
        url = self._secret(source.proxy_env)
        if not url:
            sentence = f"The environment variable {source.proxy_env} holds no proxy's URL."
            raise Refused("proxy", sentence)
        return url

    async def _follow(
        self, url: str, hop: Hop, conditions: Mapping[str, str]
    ) -> tuple[Answer, tuple[str, ...]]:
        """Go from redirect to redirect; only the first hop is asked on conditions."""
        answer = await hop(url, {**_ACCEPT, **conditions})
        seen = [answer.url]
        while answer.status in _REDIRECTS:
            onward = self._onward(answer)
            if onward in seen:
                raise Unanswered("redirect_loop", f"{url} sends round in a circle.")
            if len(seen) > _MOST_REDIRECTS:
                raise Unanswered("redirects", f"{url} sends on more than {_MOST_REDIRECTS} times.")
            answer = await hop(onward, _ACCEPT)
            seen.append(onward)
        return answer, tuple(seen[1:])

    def _onward(self, answer: Answer) -> str:
        location = answer.header("Location")
        if not location:
            raise Unanswered("redirect", f"{answer.url} sends on, and does not say where to.")
        try:
            return self._guard.target(join(answer.url, location)).url
        except Refused as e:
            raise Refused(e.code, f"{answer.url} sends on to where we may not go. {e}") from e

    async def _permitted(self, errand: _Errand, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask for one page, if its site's robots.txt lets us, as seldom as it wants."""
        target = self._guard.target(url)
        delay = errand.delay
        if not errand.source.ignore_robots_because:
            delay = max(delay, await self._crawl_delay(errand.source, target))
        return await self._in_turn(errand, target, headers, delay=delay)

    async def _crawl_delay(self, source: Source, target: Target) -> float:
        async def ask(url: str) -> Answer:
            return await self._robots_txt(source, url)

        return await self._robots.crawl_delay(target, via=source.proxy_env or "", ask=ask)

    async def _robots_txt(self, source: Source, url: str) -> Answer:
        errand = self._errand(source)

        async def hop(url: str, headers: Mapping[str, str]) -> Answer:
            target = self._guard.target(url)
            return await self._in_turn(errand, target, headers, delay=errand.delay)

        answer, _ = await self._follow(url, hop, {})
        if _is_overloaded(answer.status):
            sentence = f"{answer.url} {_words(answer.status)} (status {answer.status})."
            wait = self._wait_asked(answer)
            raise Unanswered("robots_unavailable", sentence, retry_after=wait)
        return answer

    async def _in_turn(
        self, errand: _Errand, target: Target, headers: Mapping[str, str], *, delay: float
    ) -> Answer:
        host = target.authority
        async with self._hosts.turn(host, delay=delay):
            try:
                answer = await self._ask(errand, target, headers)
            except Unanswered:
                self._hosts.failed(host, delay=delay)
                raise
            self._remember(host, answer, delay=delay)
            return answer

    async def _ask(self, errand: _Errand, target: Target, headers: Mapping[str, str]) -> Answer:
        """Take the request's time off what the errand has left: redirects share one deadline."""
        if errand.left <= 0:
            total = self._politeness.limits.total
            raise Unanswered("timeout", f"The way to {target.url} took longer than {total:g} s.")
        limits = replace(errand.client.limits, total=errand.left)
        started = self._around.monotonic()
        try:
            return await replace(errand.client, limits=limits).get(target.url, headers)
        finally:
            errand.left -= self._around.monotonic() - started

    def _remember(self, host: str, answer: Answer, *, delay: float) -> None:
        if _is_overloaded(answer.status):
            self._hosts.failed(host, delay=delay)
        else:
            self._hosts.answered(host)
        self._hosts.hold(host, self._wait_asked(answer) or 0.0)

    def _wait_asked(self, answer: Answer) -> float | None:
        """Give the seconds for which an error's server wants to be left alone; None for no wish."""
        if answer.status < 400:
            return None
        wish = answer.header("Retry-After")
        return wait_asked(wish, now=self._around.now(), date=answer.header("Date"))

    def _refuse_fault(self, answer: Answer, *, asked_conditionally: bool) -> None:
        status = answer.status
        if 200 <= status < 300 and status not in _EMPTY:
            return
        if status == _NOT_MODIFIED and asked_conditionally:
            return
        raise Unanswered(
            f"http_{status}",
            f"{answer.url} {_words(status)} (status {status}).",
            retry_after=self._wait_asked(answer),
        )


def _is_overloaded(status: int) -> bool:
    return status >= 500 or status == _TOO_MANY_REQUESTS


def _words(status: int) -> str:
    match status:
        case 401 | 403 | 407 | 451:
            return "does not let us in"
        case 404 | 410:
            return "is not there"
        case 429:
            return "wants to be asked more seldom"
        case _ if status >= 500:
            return "has a fault of its own"
        case _:
            return "answered without a page"
