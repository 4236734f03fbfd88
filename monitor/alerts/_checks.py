"""Check what channels' settings have in common: hosts, mailboxes, deadlines."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import ip_address

_LABEL = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
"""RFC 5322 without quotes and comments: what mailboxes of people look like."""


_LONGEST = timedelta(seconds=100)
"""Whoever delivers gives a channel two minutes; its own deadline comes first and says more."""


def timeout_fault(timeout: timedelta) -> str:
    """Say why a deadline cannot be kept; empty when it can."""
    if timeout <= timedelta():
        return "timeout is not above zero"
    return "timeout is over 100 seconds" if timeout > _LONGEST else ""


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
