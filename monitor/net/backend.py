"""Put the guard into httpx's own connections, where the address that is checked is dialled.

httpx takes no network backend, so the transport's private `_pool` is set; httpx and httpcore are
pinned for it, and tests/net/test_backend.py fails when that stops working.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from monitor.net.guard import Guard

# A name may list any number of dead addresses; two families and one spare are enough.
_MOST_TRIES = 3


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Dial numeric addresses only, and only those that the guard lets through.

    A socket of this machine stays unsupported, as in the base class.
    """

    def __init__(self, guard: Guard, dial: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._guard = guard
        self._dial = dial or httpcore.AnyIOBackend()

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
                return await self._dial.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:
                fault = e
        raise fault

    async def sleep(self, seconds: float) -> None:
        """Wait as the wrapped backend does."""
        await self._dial.sleep(seconds)


def transport(
    guard: Guard, *, ssl_context: ssl.SSLContext, proxy: str | None
) -> httpx.AsyncHTTPTransport:
    """Make a transport for one request. Behind a proxy the proxy resolves, and no address is seen."""
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
    made = httpx.AsyncHTTPTransport(verify=ssl_context, trust_env=False, limits=limits, proxy=proxy)
    if proxy is None:
        made._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            max_connections=1,
            # A kept connection hands a queued, forged second response to the next request.
            max_keepalive_connections=0,
            network_backend=GuardedBackend(guard),
        )
    return made
