"""Read a deployment's settings: TOML in, one checked `Config` out, or all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from monitor import rulebook
from monitor.alerts import Route, template_faults
from monitor.config._channel import Channel
from monitor.config._channels import read_channels, refuse_silent, refuse_strangers
from monitor.config._desk import PORT as DESK_PORT
from monitor.config._desk import DeskSettings
from monitor.config._files import read_toml
from monitor.config._hosts import Host, read_hosts, settle
from monitor.config._metrics import Metrics
from monitor.config._nouns import Config, Operator, Settings
from monitor.config._place import Place
from monitor.config._routes import led, read_routes, refuse_limits, refuse_lost
from monitor.config._secrets import looks_secret, refuse_secrets
from monitor.config._sources import parse_source, read_sources
from monitor.config._tables import Table, keys, read_values, refuse_unknown
from monitor.config._values import (
    ID,
    LANGUAGE,
    is_web_url,
    parse_duration,
)
from monitor.errors import ConfigError
from monitor.fetch import Politeness
from monitor.model import Source

__all__ = [
    "DESK_PORT",
    "FILE",
    "ID",
    "Channel",
    "Config",
    "DeskSettings",
    "Host",
    "Metrics",
    "Operator",
    "Settings",
    "find",
    "load",
    "looks_secret",
    "parse_duration",
    "source_of",
]

FILE = "monitor.toml"


def find(folder: Path) -> Path:
    """Name the folder that holds monitor.toml: the given one, `config` inside it, or the file's."""
    if folder.is_file():
        return folder.parent
    inner = folder / "config"
    return inner if not (folder / FILE).exists() and (inner / FILE).exists() else folder


def load(folder: Path) -> Config:
    """Read a deployment. Raises ConfigError that lists every fault of every file."""
    root = find(folder).resolve()
    if not (root / FILE).exists():
        raise ConfigError(
            [f"{folder / FILE}: not found; `advert-monitor init DIR` writes a starter"]
        )
    faults: list[str] = []
    place = Place(FILE, faults)
    table = read_toml(root / FILE, place) or {}
    values = _settings(table, place)
    channels = read_channels(table.get("channels", {}), place.key("channels"))
    sources = read_sources(root / "sources", faults)
    names = [path.stem for path in (root / "sources").glob("*.toml")]
    refuse_strangers(channels, names, place.key("channels"))
    routes = _routes(table, names, place)
    hosts = read_hosts(table.get("hosts", {}), place.key("hosts"))
    _check_operator(values.get("operator"), channels, table, place)
    rules = root / "rules"
    faults += _faults_of(rules) if rules.is_dir() else []
    faults += [f"templates/{fault}" for fault in template_faults(_folder(root, "templates"))]
    if faults:
        raise ConfigError(faults)
    settings = Settings(**values)
    zone = ZoneInfo(settings.timezone)
    sources = tuple(settle(source, hosts, zone) for source in sources)
    channels = tuple(led(channel, routes, zone) for channel in channels)
    return _config(root, settings, channels=channels, sources=sources)


def source_of(source_id: str, table: Table) -> Source:
    """Make one source of a table, as if it stood in `sources/<id>.toml`. Raises ConfigError."""
    faults: list[str] = []
    source = parse_source(source_id, table, Place(f"sources/{source_id}.toml", faults))
    if source is None:
        raise ConfigError(faults)
    return source


def _folder(root: Path, name: str) -> Path | None:
    """Name a folder of the deployment; None when it has none of that name."""
    folder = root / name
    return folder if folder.is_dir() else None


def _routes(table: Table, sources: list[str], place: Place) -> tuple[Route, ...]:
    """Read the routes, and fault what they say of channels and sources that are not there."""
    channels = table.get("channels", {})
    routes = read_routes(table.get("routes", {}), place.key("routes"))
    if isinstance(channels, dict):
        refuse_lost(routes, channels, sources, place.key("routes"))
        refuse_limits(routes, channels, place.key("channels"))
    return routes


def _faults_of(rules: Path) -> list[str]:
    try:
        rulebook.load(rules)
    except ConfigError as error:
        return error.faults
    return []


def _settings(table: Table, place: Place) -> dict[str, Any]:
    refuse_secrets(table, place)
    lost = table.keys() & set(keys(Politeness))
    for name in sorted(lost):
        place.fault(f'the key "{name}" belongs into the table [politeness]')
    refuse_unknown(table, (*keys(Settings), "channels", "hosts", "routes", *lost), place)
    values = read_values(Settings, table, place)
    _check(values, place)
    return values


def _check(values: dict[str, Any], place: Place) -> None:
    """Check what a type cannot say. Values that were already refused are None and pass."""
    if values.get("database") == "":
        place.key("database").expected("a path", found="")
    if (desk := values.get("desk_url")) and not is_web_url(desk):
        place.key("desk_url").expected("a whole http or https URL", found=desk)
    if (zone := values.get("timezone")) and zone not in available_timezones():
        place.key("timezone").expected('an IANA time zone ("Asia/Almaty")', found=zone)
    if (language := values.get("language")) and not LANGUAGE.fullmatch(language):
        place.key("language").expected('a BCP 47 tag ("en", "ru")', found=language)


def _check_operator(
    operator: Operator | None, channels: tuple[Channel, ...], table: Table, place: Place
) -> None:
    named = operator.channels if operator else ()
    known = table.get("channels", {})
    for name in named:
        if name not in known:
            place.key("operator").key("channels").unknown("channel", name, known)
    refuse_silent(channels, named, place.key("channels"))


def _config(
    root: Path, settings: Settings, *, channels: tuple[Channel, ...], sources: tuple[Source, ...]
) -> Config:
    return Config(
        root=root,
        database=(root / settings.database).resolve(),
        name=settings.name,
        language=settings.language,
        timezone=ZoneInfo(settings.timezone),
        desk_url=settings.desk_url,
        politeness=settings.politeness,
        retention=settings.retention,
        operator=settings.operator,
        heartbeat=settings.heartbeat,
        metrics=settings.metrics,
        desk=settings.desk,
        sources=sources,
        channels=channels,
        rules=_folder(root, "rules"),
        templates=_folder(root, "templates"),
    )
