"""Read the files of `sources/`: one public place each, its name is its id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor import sources
from monitor.config._files import read_toml
from monitor.config._place import Place
from monitor.config._secrets import refuse_secrets
from monitor.config._tables import Table, build, keys, read_values, refuse_unknown
from monitor.config._values import COUNTRY, ID, ID_WORDS, LANGUAGE, is_web_url
from monitor.errors import MonitorError
from monitor.model import Source
from monitor.timetable import leaves_no_time, longest_gap

SHORTEST_INTERVAL = timedelta(seconds=1)
MOST_PAGES = 1000
"""A run that turned more pages of one place would be a crawl, not a watch."""
SHORTEST_REASON = 10
"""Code points; less is no reason that a colleague could judge a year later."""


def read_sources(folder: Path, faults: list[str]) -> tuple[Source, ...]:
    """Read all files of a folder; what is wrong goes to `faults`."""
    paths = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    read = [read_source(path, Place(f"sources/{path.name}", faults)) for path in paths]
    found = tuple(source for source in read if source is not None)
    _refuse_twins(found, faults)
    return found


def read_source(path: Path, place: Place) -> Source | None:
    """Read one file; None when it cannot be used."""
    table = read_toml(path, place)
    return None if table is None else parse_source(path.stem, table, place)


def parse_source(source_id: str, table: Table, place: Place) -> Source | None:
    """Make a source of a table; None when it cannot be used, which `place` then knows."""
    before = len(place.faults)
    refuse_secrets(table, place)
    if not ID.fullmatch(source_id):
        place.fault(f'"{source_id}" is the source\'s id and cannot be one; use {ID_WORDS}')
    kind = _kind(table, place)
    known = set(keys(Source)) - {"id", "options"}
    refuse_unknown(table, known | ({table["kind"]} if kind else set(sources.kinds())), place)
    values = read_values(Source, table, place, without=("id", "options", *_replaced(table)))
    _check(values, table, place)
    _check_times(values, table, place)
    options = (
        build(kind.Options, _options(table, place), place.key(table["kind"])) if kind else None
    )
    if len(place.faults) > before:
        return None
    return _planned(Source(**values, id=source_id, options=options), kind, place)


def _replaced(table: Table) -> tuple[str, ...]:
    """Name the keys that may be missing because another one stands for them."""
    return ("every",) if "cron" in table and "every" not in table else ()


def _check_times(values: Table, table: Table, place: Place) -> None:
    """Let a source have an interval or cron times; the interval of the latter is their longest."""
    if "cron" in table and "every" in table:
        place.fault('found "every" and "cron"; one of them says when to look')
    elif cron := values.get("cron"):
        values["every"] = longest_gap(cron)
    if leaves_no_time(values.get("quiet") or ()):
        place.key("quiet").fault("leaves no minute of the day; use enabled = false")


def _kind(table: Table, place: Place) -> Any:
    known = sources.kinds()
    name = table.get("kind")
    if not isinstance(name, str):
        return None
    if name not in known:
        place.key("kind").unknown("kind of source", name, known)
    return known.get(name)


def _options(table: Table, place: Place) -> Table:
    options = table.get(table["kind"], {})
    if isinstance(options, dict):
        return options
    place.key(table["kind"]).expected("a table", found=options)
    return {}


def _check(values: Table, table: Table, place: Place) -> None:
    """Check what a type cannot say. Values that were already refused are None and pass."""
    checks: dict[str, tuple[Callable[[Any], object], str]] = {
        "url": (is_web_url, "a whole http or https URL"),
        "every": (lambda every: every >= SHORTEST_INTERVAL, 'at least "1s"'),
        "pages": (lambda pages: 0 < pages <= MOST_PAGES, f"1 to {MOST_PAGES}"),
        "at_least": (lambda count: count >= 0, "0 or more"),
        "country": (COUNTRY.fullmatch, 'two capitals of ISO 3166 ("KZ")'),
        "languages": (_are_languages, 'BCP 47 tags ("ru", "uz-Latn")'),
        "ignore_robots_because": (
            lambda reason: len(reason.strip()) >= SHORTEST_REASON,
            "a written reason that a colleague understands",
        ),
    }
    for name, (fits, words) in checks.items():
        value = values.get(name)
        if value is not None and not fits(value):
            place.key(name).expected(words, found=table[name])


def _are_languages(tags: tuple[str, ...]) -> bool:
    return all(LANGUAGE.fullmatch(tag) for tag in tags)


def _planned(source: Source, kind: Any, place: Place) -> Source | None:
    """Ask the kind itself whether it can go anywhere from this URL."""
    try:
        kind.plan(source)
    except (ValueError, MonitorError) as error:
        place.key("url").fault(f"found {source.url!r}; {error}")
        return None
    return source


def _refuse_twins(found: tuple[Source, ...], faults: list[str]) -> None:
    first: dict[tuple[str, str], str] = {}
    for source in found:
        twin = first.setdefault((source.kind, source.url.rstrip("/")), source.id)
        if twin != source.id:
            place = Place(f"sources/{source.id}.toml", faults, "url")
            place.fault(f"sources/{twin}.toml already watches {source.url}")
