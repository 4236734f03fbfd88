"""Read the small notations of a settings file: durations, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h|d|w)")
SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
DURATION_WORDS = 'a duration such as "1s", "15m", "6h" or "1d"'
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
ID_WORDS = "small Latin letters, digits and hyphens, at most 63"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
ZONE_WORDS = 'an IANA time zone ("Asia/Almaty")'
HOST = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)
COUNTRY = re.compile(r"[A-Z]{2}")


def parse_duration(text: object) -> timedelta:
    """Read "15m". Raises ValueError with what is expected."""
    found = DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(DURATION_WORDS)
    return timedelta(seconds=float(found[1]) * SECONDS[found[2]])


def parse_zone(text: object) -> ZoneInfo:
    """Read "Asia/Almaty". Raises ValueError with what is expected."""
    if not isinstance(text, str) or text not in available_timezones():
        raise ValueError(ZONE_WORDS)
    return ZoneInfo(text)


def is_web_url(text: str) -> bool:
    """Tell whether a text is a whole http or https URL with a host and without blanks."""
    try:
        parts = urlsplit(text)
        port_is_usable = parts.port != 0
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and port_is_usable
        and not any(mark.isspace() or not mark.isprintable() for mark in text)
    )


def port_faults(port: int | None) -> Iterator[str]:
    """Say why nobody can listen on a port; None is no port, and no fault."""
    if port is not None and not 0 < port < 65_536:
        yield f"port: found {port}, expected 1 to 65535"


def address_faults(key: str, text: str) -> Iterator[str]:
    """Say that a text is no numeric address."""
    try:
        ip_address(text)
    except ValueError:
        yield f'{key}: found "{text}", expected a numeric address'
