"""Take a URL apart once, so that what is checked is what is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from monitor.errors import Refused

# Longer URLs are no public page's; servers commonly stop at 8 KB for the whole request line.
_LONGEST_URL = 8_000
_LONGEST_HOST = 253  # RFC 1035, 2.3.4
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
# WHATWG URL, "ends in a number": such a host is an IPv4 address to many resolvers (017700000001,
# 0x7f.1, 127.1), so only the plain dotted form may pass.
_ENDS_IN_NUMBER = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)\.?$")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that is well formed; nothing is said yet of whether it may be asked."""

    url: str
    """Without its fragment."""
    scheme: str
    host: str
    """Lower-case ASCII without a trailing dot; an IPv6 address without brackets."""
    port: int

    @property
    def authority(self) -> str:
        """`host:port`, one string a server, whatever the scheme."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt is scoped (RFC 9309, 2.3)."""
        return f"{self.scheme}://{self.authority}"


@lru_cache(maxsize=4_096)
def parse(url: str) -> Target:
    """Raise Refused with code `url` on whatever a browser's address bar would not show plainly."""
    parsed = _well_formed(url)
    host = parsed.raw_host.decode("ascii").lower()
    _refuse_odd_host(host)
    port = parsed.port if parsed.port is not None else _DEFAULT_PORTS[parsed.scheme]
    if not 0 < port < 65_536:
        raise Refused("url", f"The port {port} of {host} does not exist.")
    return Target(
        url=str(parsed.copy_with(fragment=None)),
        scheme=parsed.scheme,
        host=host.rstrip("."),
        port=port,
    )


def join(base: str, location: str) -> str:
    """Resolve a redirect's Location; raise Refused with code `url` when it makes no URL."""
    try:
        return str(httpx.URL(base).join(location))
    except (httpx.InvalidURL, ValueError) as e:
        raise Refused("url", f"{base} sends on to something that is no URL.") from e


def _well_formed(url: str) -> httpx.URL:
    if len(url) > _LONGEST_URL:
        raise Refused("url", f"The URL is longer than {_LONGEST_URL} characters.")
    try:
        parsed = httpx.URL(url)
        authority = urlsplit(url).netloc
    except (httpx.InvalidURL, ValueError) as e:
        raise Refused("url", f"This is no URL: {url!r}.") from e
    if parsed.scheme not in _DEFAULT_PORTS:
        raise Refused("url", f"Only http and https are fetched, not {parsed.scheme!r}: {url!r}.")
    if "@" in authority or parsed.userinfo:
        raise Refused("url", "A URL that carries a user name or password is not fetched.")
    return parsed


def _refuse_odd_host(host: str) -> None:
    if ":" in host:
        _refuse_unless_numeric(host)
    elif len(host) > _LONGEST_HOST or not _NAME.fullmatch(host):
        raise Refused("url", f"The URL's host is not a plain name: {host!r}.")
    elif _ENDS_IN_NUMBER.search(host):
        _refuse_unless_numeric(host)


def _refuse_unless_numeric(host: str) -> None:
    try:
        ip_address(host)
    except ValueError as e:
        raise Refused("address", f"The address {host!r} is written in an odd way.") from e
