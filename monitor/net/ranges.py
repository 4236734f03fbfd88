"""Which numeric addresses belong to the public internet.

Tables of our own: `ipaddress.is_global` of Python 3.11 says True for NAT64, 6to4, `::127.0.0.1`,
`fec0::`, multicast, 192.0.0.192 and 168.63.129.16, each of which leads to an inner network.
Sources: IANA's special-purpose address registries (RFC 6890) and the RFCs named below.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

_FORBIDDEN_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "a cloud's inner service",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112 sink",
    "192.52.193.0/24": "multicast tunnel",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "AS112 sink",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}

# Only 2000::/3 is ever handed out (RFC 4291), so all else is refused at the end; what is named here
# outside of it is named for the sentence a person reads.
_FORBIDDEN_V6 = {
    "::1/128": "loopback",
    "::/128": "unspecified",
    "::ffff:0:0/96": "IPv4-mapped",
    "::ffff:0:0:0/96": "IPv4-translated",
    "::/96": "IPv4-compatible",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "NAT64",
    "100::/64": "discard",
    "2001::/32": "Teredo",
    "2001::/23": "protocol assignments",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "AS112 sink",
    "3ffe::/16": "6bone, given back",
    "3fff::/20": "documentation",
    "5f00::/16": "segment routing",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}

_GLOBAL_UNICAST = IPv6Network("2000::/3")
# RFC 5214, 6.1: an interface id of 0:5efe or 200:5efe and then the IPv4 address it tunnels to.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def _networks(table: dict[str, str]) -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    return tuple((ip_network(written), kind) for written, kind in table.items())


_V4 = _networks(_FORBIDDEN_V4)
_V6 = _networks(_FORBIDDEN_V6)


def forbidden(written: str) -> str:
    """Say what kind of inner address this is; empty for a public one.

    A string that is no plain address (a scope id, an odd spelling) is forbidden too.
    """
    try:
        address = ip_address(written)
    except ValueError:
        return "not a plain address"
    if isinstance(address, IPv4Address):
        return _kind(address, _V4)
    return _kind(address, _V6) or _inner_v6(address)


def _kind(
    address: IPv4Address | IPv6Address, table: tuple[tuple[IPv4Network | IPv6Network, str], ...]
) -> str:
    return next((kind for network, kind in table if address in network), "")


def _inner_v6(address: IPv6Address) -> str:
    if getattr(address, "scope_id", None):
        return "an address with a scope"
    if address not in _GLOBAL_UNICAST:
        return "not global unicast"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "ISATAP tunnel"
    return ""
