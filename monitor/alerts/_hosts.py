"""Tell names and addresses of hosts and people in a channel's settings."""

from __future__ import annotations

import re
from ipaddress import ip_address

_LABEL = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
"""RFC 5322 without quotes and comments: what mailboxes of people look like."""


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine by its very name, so that nothing leaves it."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def is_host(text: str) -> bool:
    """Tell whether a text is one host: a name in ASCII, or a numeric address."""
    try:
        return bool(ip_address(text))
    except ValueError:
        return len(text) < 254 and _HOST.fullmatch(text) is not None


def is_mailbox(text: str) -> bool:
    """Tell whether a text is one plain address: no name, no list, no line break."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None
