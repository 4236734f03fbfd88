"""Put the guard into httpx's own connections, where the address that is checked is dialled.

httpx takes no network backend, so a private attribute of its transport's pool is set; httpx and
httpcore are pinned for it, and tests/net/test_backend.py fails when that stops working.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpcore
import httpx

from monitor.net.guard import Guard

# A name may list any number of dead addresses; two families and one spare are enough.
_MOST_TRIES = 3


class Dialler(httpcore.AsyncNetworkBackend):
    """Connect, and remember each stream until `hang_up`.

    httpcore forgets a stream whose TLS handshake is cancelled, so a server that stalls there
    would hold one socket of ours for every time it is asked. A socket of this machine stays
    unsupported, as in the base class.
    """

    def __init__(self, wire: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._wire = wire or httpcore.AnyIOBackend()
        self._streams: list[httpcore.AsyncNetworkStream] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host as the wire underneath does."""
        stream = await self._wire.connect_tcp(host, port, timeout, local_address, socket_options)
        self._streams.append(stream)
        return stream

    async def sleep(self, seconds: float) -> None:
        """Wait as the wire underneath does."""
        await self._wire.sleep(seconds)

    async def hang_up(self) -> None:
        """Close whatever is still open."""
        while self._streams:
            await self._streams.pop().aclose()


class GuardedDialler(Dialler):
    """Dial numeric addresses only, and only those that the guard lets through."""

    def __init__(self, guard: Guard, wire: httpcore.AsyncNetworkBackend | None = None) -> None:
        super().__init__(wire)
        self._guard = guard

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Try the checked addresses in the resolver's order; raise the last one's fault."""
        addresses = await self._guard.addresses(host, port)
        fault: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses[:_MOST_TRIES]:
            try:
                return await super().connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:
                fault = e
        raise fault


@asynccontextmanager
async def wired(
    guard: Guard, *, ssl_context: ssl.SSLContext, proxy: str | None
) -> AsyncIterator[httpx.AsyncHTTPTransport]:
    """Give a transport for one request; whatever it opened is closed at the end of the block.

    Behind a proxy the proxy resolves and connects, so no address is seen here.
    """
    # None is kept: a kept connection hands a queued, forged answer to the next request.
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
    transport = httpx.AsyncHTTPTransport(
        verify=ssl_context, trust_env=False, limits=limits, proxy=proxy
    )
    dialler = Dialler() if proxy else GuardedDialler(guard)
    transport._pool._network_backend = dialler
    try:
        yield transport
    finally:
        await dialler.hang_up()
