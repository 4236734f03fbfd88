"""Ask one server one question: one hop, capped in time and size, public addresses only.

Every request has a transport of its own: no cookie and no connection outlives it, so a server can
neither follow us about nor slip a forged answer to the next request. httpx's client is left out: it
takes every Location apart even where it does not follow, and raises on a hostile one.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import httpx

from monitor import __version__
from monitor.errors import ConfigError, Unanswered
from monitor.net.backend import wired
from monitor.net.decode import Body
from monitor.net.faults import RAISED, unanswered
from monitor.net.guard import Guard
from monitor.net.target import Target

PRODUCT = "advert-monitor"

_PROXY_SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: seconds and bytes."""

    connect: float = 5.0
    read: float = 10.0
    """Longest silence. A server that drips stays below it, so `total` is what bounds a request."""
    total: float = 20.0
    wire: int = 5_000_000
    decoded: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What one server said to one question. The body is read for 2xx only, and is decoded."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    address: str = ""
    """Numeric address that answered; empty behind a proxy."""
    truncated: str = ""
    """Why the body is not whole, in plain words; empty when it is."""

    def header(self, name: str) -> str:
        """First value of a header, any letter case; empty when absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@cache
def trusted() -> ssl.SSLContext:
    """Trust the certificates of certifi and of the system, where SSL_CERT_FILE may add one."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


@dataclass(frozen=True, slots=True)
class Client:
    """Requests through one guard, and through one proxy where a source has one.

    Behind a proxy the name is resolved there (`socks5h`), so the guard sees the URL only: its
    scheme, host and port, not the address that it leads to.
    """

    guard: Guard = field(default_factory=Guard)
    limits: Limits = Limits()
    user_agent: str = f"{PRODUCT}/{__version__}"
    proxy: str | None = None
    """URL of an egress proxy; None goes direct."""
    ssl_context: ssl.SSLContext = field(default_factory=trusted)

    def __post_init__(self) -> None:
        """Raise ConfigError on a proxy that is no proxy's URL; its password is not repeated."""
        if self.proxy is not None and not _is_proxy(self.proxy):
            known = ", ".join(f"{scheme}://" for scheme in sorted(_PROXY_SCHEMES))
            raise ConfigError([f"The proxy's URL cannot be used; it begins with one of {known}."])

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch one page; a redirect is an Answer like any other."""
        return await self._ask("GET", url, headers or {}, None)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Hand over a body; whatever the status, the Answer says it."""
        return await self._ask("POST", url, headers or {}, body)

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> Answer:
        target = self.guard.target(url)
        request = self._request(method, target, headers, content)
        exchange = _Exchange(target, self.limits)
        try:
            async with (
                asyncio.timeout(self.limits.total),
                wired(self.guard, ssl_context=self.ssl_context, proxy=self.proxy) as wire,
            ):
                await exchange.run(wire, request)
        except TimeoutError as e:
            late = f"the server took longer than {self.limits.total:g} s"
            exchange.keep_what_came(late, or_raise=_too_slow(target, self.limits), cause=e)
        except RAISED as e:
            broken = "the connection broke before the page was whole"
            exchange.keep_what_came(broken, or_raise=unanswered(e, target.host), cause=e)
        return exchange.answer()

    def _request(
        self, method: str, target: Target, headers: Mapping[str, str], content: bytes | None
    ) -> httpx.Request:
        ours = {
            "User-Agent": self.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        timeout = httpx.Timeout(self.limits.read, connect=self.limits.connect)
        return httpx.Request(
            method,
            target.url,
            headers={**ours, **headers},
            content=content,
            extensions={"timeout": timeout.as_dict()},
        )


class _Exchange:
    """One request under way: what has come of its answer is here even if the rest never comes."""

    def __init__(self, target: Target, limits: Limits) -> None:
        self._target = target
        self._limits = limits
        self._head: httpx.Response | None = None
        self._address = ""
        self._body: Body | None = None
        self._broken = ""

    async def run(self, wire: httpx.AsyncHTTPTransport, request: httpx.Request) -> None:
        """Send, and read the body of a success until it ends or its caps are reached."""
        response = await wire.handle_async_request(request)
        try:
            self._head = response
            self._address = _address(response)
            if response.is_success:
                await self._read(response)
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response) -> None:
        body = Body(
            encoding=response.headers.get("content-encoding", ""),
            wire=self._limits.wire,
            decoded=self._limits.decoded,
        )
        self._body = body
        async for raw in response.aiter_raw():
            body.feed(raw)
            if body.cut:
                return
            # Thousands of tiny chunks come out of one read without a pause: let others go on.
            await asyncio.sleep(0)

    def keep_what_came(self, why: str, *, or_raise: Unanswered, cause: Exception) -> None:
        """Let a broken answer stand for what came of it; raise when nothing did."""
        if self._body is None or not self._body.kept:
            raise or_raise from cause
        self._broken = f"{why}; what came until then is kept"

    def answer(self) -> Answer:
        """Give the whole answer, or as much as came."""
        head = self._head
        if head is None:
            raise Unanswered("protocol", f"{self._target.host} gave no answer.")
        content = self._body.close() if self._body else b""
        return Answer(
            url=self._target.url,
            status=head.status_code,
            headers=tuple(head.headers.multi_items()),
            body=content,
            address=self._address,
            truncated=self._broken or (self._body.cut if self._body else ""),
        )


def _too_slow(target: Target, limits: Limits) -> Unanswered:
    return Unanswered("timeout", f"{target.host} did not answer within {limits.total:g} s.")


def _address(response: httpx.Response) -> str:
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    return str(peer[0]) if peer else ""


def _is_proxy(url: str) -> bool:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return parsed.scheme in _PROXY_SCHEMES and bool(parsed.host)
