"""Decide which servers may be asked: public addresses and a short list of ports.

An exception names one host and one port (`127.0.0.1:8080`), so that the rest of an inner network
stays closed. NAT64 under a network's own prefix (RFC 6052, 3.1) cannot be told from a public
address: a machine behind such a gateway must close the gateway's inner side itself.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

from monitor.errors import ConfigError, Refused, Unanswered
from monitor.net.ranges import forbidden
from monitor.net.target import Target, parse

PORTS = (80, 443, 8080, 8443)

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""From a host and a port to all its numeric addresses; raises OSError."""

_PORT = re.compile(r"[0-9]{1,5}")

# Names that never mean a public server (RFC 6761, 6762, 8375; .internal by ICANN in 2024). Their
# addresses would be refused too, but behind a proxy we never see those.
_INNER_NAMES = ("localhost", "localdomain", "local", "internal", "home.arpa")

# Threads of its own, since a hostile name server can hold each for half a minute: they must not
# be the ones the database waits for.
_RESOLVERS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="resolve")


async def system_resolve(host: str, port: int) -> tuple[str, ...]:
    """Ask the operating system for all addresses of a name."""
    found = await asyncio.get_running_loop().run_in_executor(
        _RESOLVERS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class Guard:
    """Refuse what is not public. `allow` holds exceptions, each an exact `host:port`."""

    def __init__(
        self,
        allow: tuple[str, ...] = (),
        *,
        ports: tuple[int, ...] = PORTS,
        resolve: Resolve = system_resolve,
    ) -> None:
        """Raise ConfigError that lists every wrong entry of `allow`."""
        self._allow = _exceptions(allow)
        self._ports = frozenset(ports)
        self._resolve = resolve

    def target(self, url: str) -> Target:
        """Take a URL apart; raise Refused for one that shows already that it must not be asked."""
        target = parse(url)
        if (target.host, target.port) in self._allow:
            return target
        self._refuse_port(target)
        if _is_inner_name(target.host):
            raise Refused("address", f"{target.host} is a name of an inner network.")
        if _is_numeric(target.host):
            self._refuse_inner(target.host, host=target.host, port=target.port)
        return target

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Resolve once and give what may be dialled; one unsafe answer refuses them all."""
        host = host.lower().rstrip(".")
        answers = await self._answers(host, port)
        for address in answers:
            self._refuse_inner(address, host=host, port=port)
        return answers

    async def _answers(self, host: str, port: int) -> tuple[str, ...]:
        if _is_numeric(host):
            return (host,)  # saves a trip to a resolver's thread
        try:
            answers = await self._resolve(host, port)
        except (OSError, ValueError) as e:  # ValueError: a label no resolver takes
            raise Unanswered("dns", f"The name {host} does not resolve.") from e
        if not answers:
            raise Unanswered("dns", f"The name {host} has no address.")
        return answers

    def _refuse_port(self, target: Target) -> None:
        named = any(port == target.port for _, port in self._allow)
        if target.port not in self._ports and not named:
            raise Refused("port", f"Port {target.port} of {target.host} is not one we may ask.")

    def _refuse_inner(self, address: str, *, host: str, port: int) -> None:
        if (host, port) in self._allow or (address, port) in self._allow:
            return
        kind = forbidden(address)
        if kind:
            raise Refused("address", f"{host} is at {address}, which is not public ({kind}).")
        if port not in self._ports:
            raise Refused("port", f"Port {port} of {host} is not one we may ask.")


def _exceptions(allow: tuple[str, ...]) -> frozenset[tuple[str, int]]:
    faults: list[str] = []
    named: set[tuple[str, int]] = set()
    for entry in allow:
        host, _, port = entry.rpartition(":")
        host = host.removeprefix("[").removesuffix("]").lower()
        if host and _PORT.fullmatch(port) and 0 < int(port) < 65_536:
            named.add((host, int(port)))
        else:
            faults.append(f'allow: {entry!r} is not "host:port", as in "127.0.0.1:8080".')
    if faults:
        raise ConfigError(faults)
    return frozenset(named)


def _is_inner_name(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in _INNER_NAMES)


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
