"""Read the `[hosts."<name>"]` tables of monitor.toml: manners that all sources of a host share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.config._place import Place
from monitor.config._tables import build
from monitor.config._values import HOST
from monitor.model import Hours, Source
from monitor.timetable import leaves_no_time


@dataclass(frozen=True, slots=True)
class Host:
    """Table [hosts."<name>"]: how a host, and those below its name, want to be treated."""

    quiet: tuple[Hours, ...] = ()
    """When none of its sources is looked at: ["23:00-06:30", "sun 00:00-24:00"]."""
    timezone: ZoneInfo | None = None
    """Of its quiet hours; none takes the deployment's."""
    min_delay: timedelta | None = None
    """Least time between two requests to it; a source may set its own."""


def read_hosts(table: object, place: Place) -> dict[str, Host]:
    """Read all hosts; what is wrong goes to `place`."""
    if not isinstance(table, dict):
        place.expected('tables [hosts."<name>"]', found=table)
        return {}
    read = {name: _host(name, inner, place.key(name)) for name, inner in table.items()}
    return {name: host for name, host in read.items() if host is not None}


def settle(source: Source, hosts: Mapping[str, Host], zone: ZoneInfo) -> Source:
    """Give a source what its host's table says, and a time zone to each of its times."""
    host = _host_of(source, hosts)
    here = source.timezone or zone
    return replace(
        source,
        timezone=here,
        quiet=(*_in(here, source.quiet), *_in(host.timezone or zone, host.quiet)),
        min_delay=host.min_delay if source.min_delay is None else source.min_delay,
    )


def _host(name: str, table: object, place: Place) -> Host | None:
    if not HOST.fullmatch(name):
        place.fault('is no host; a name in small letters without a port ("board.example")')
    if not isinstance(table, dict):
        place.expected("a table", found=table)
        return None
    host = build(Host, table, place)
    if host and leaves_no_time(host.quiet):
        place.key("quiet").fault("leaves no minute of the day; use enabled = false in its sources")
    return host


def _host_of(source: Source, hosts: Mapping[str, Host]) -> Host:
    """Give the table of the longest name that the source's host ends with."""
    labels = (urlsplit(source.url).hostname or "").split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((hosts[name] for name in names if name in hosts), Host())


def _in(zone: ZoneInfo, quiet: tuple[Hours, ...]) -> tuple[Hours, ...]:
    return tuple(replace(hours, zone=hours.zone or zone) for hours in quiet)
