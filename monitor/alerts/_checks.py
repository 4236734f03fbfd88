"""Check what channels' settings have in common: hosts, mailboxes, deadlines."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

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


def url_fault(url: str) -> str:
    """Say why a URL cannot be posted to; empty when it can."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "is no URL"
    if parts.scheme not in {"http", "https"} or not is_host(host) or not url.isprintable():
        return "is no http(s) URL with a host"
    if parts.username or parts.password:
        return "has a name or a password in it; the signature is what a receiver knows us by"
    if parts.scheme == "http" and not is_loopback(host):
        return "is http, so that alerts would cross the network in the clear; use https"
    return ""
