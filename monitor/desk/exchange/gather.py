"""Tell of each place that a file names what would become of it, and make its source."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from monitor import config as settings
from monitor.config import Config
from monitor.desk.add import EVERY, Draft, choose, free_id, id_of, save, toml
from monitor.desk.exchange.entry import Entry, same_place
from monitor.desk.guess import Guess, by_address
from monitor.desk.look import Look, look
from monitor.errors import ConfigError, FetchError
from monitor.fetch import Fetcher
from monitor.model import Source
from monitor.sources import kinds
from monitor.worker import Readers

AT_ONCE = 8
"""Places that are looked at together; the fetcher still asks each host one by one."""
UNSEEN = "its kind cannot be told without looking; say it in a column `kind`, or look"


class Standing(StrEnum):
    """What would become of an entry."""

    NEW = "new"
    KNOWN = "watched already"
    TWICE = "named twice"
    REFUSED = "cannot be used"
    UNREADABLE = "could not be read"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and what was found of it."""

    entry: Entry
    standing: Standing
    id: str = ""
    """Of the source that it is or would be; empty when it cannot be one."""
    draft: Draft | None = None
    """What would be written; only of a new one."""
    seen: Look | None = None
    """What a look gave; None when nobody looked."""
    sentence: str = ""
    """Why it is what it is; empty where that goes without saying."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looks at places."""

    fetcher: Fetcher
    readers: Readers
    advance: Callable[[str], None] = lambda _: None
    """Told of each place that was seen."""


async def gather(
    entries: Iterable[Entry], config: Config, *, eyes: Eyes | None
) -> tuple[Found, ...]:
    """Sort all entries, and look at each new place once; with `eyes` of None at none."""
    sorted_out = _sort(entries, config)
    room = asyncio.Semaphore(AT_ONCE)

    async def one(found: Found) -> Found:
        if found.standing is not Standing.NEW:
            return found
        async with room:
            made = await _make(found, eyes)
        if eyes is not None:
            eyes.advance(found.id)
        return made

    return tuple(await asyncio.gather(*(one(found) for found in sorted_out)))


def save_new(found: Iterable[Found], config: Config) -> int:
    """Write the files of all that are new; give their number. A fault leaves the rest unwritten."""
    drafts = [one.draft for one in found if one.standing is Standing.NEW and one.draft]
    for draft in drafts:
        save(draft, config)
    return len(drafts)


def tables_of(config: Config) -> dict[str, dict[str, Any]]:
    """Give what the files of all sources say, in their own notation, by id."""
    folder = config.root / "sources"
    texts = {one.id: (folder / f"{one.id}.toml").read_text("utf-8-sig") for one in config.sources}
    return {name: tomllib.loads(text) for name, text in texts.items()}


@dataclass(slots=True)
class _Taken:
    """Ids and places that are in use."""

    ids: set[str]
    places: dict[str, str] = field(default_factory=dict)
    """Id by place; of one that stands in the same file, its line."""


def _sort(entries: Iterable[Entry], config: Config) -> list[Found]:
    watched = {same_place(source.url): source.id for source in config.sources}
    taken = _Taken({source.id for source in config.sources})
    return [_standing(entry, watched, taken) for entry in entries]


def _standing(entry: Entry, watched: Mapping[str, str], taken: _Taken) -> Found:
    if entry.fault:
        return Found(entry, Standing.REFUSED, sentence=entry.fault)
    place = same_place(entry.url)
    if place in watched:
        return Found(entry, Standing.KNOWN, watched[place], sentence="")
    if place in taken.places:
        return Found(entry, Standing.TWICE, sentence=f"see {taken.places[place]}")
    wanted = str(entry.keys.get("id", ""))
    if wanted in taken.ids:
        return Found(entry, Standing.REFUSED, sentence=f'the id "{wanted}" is taken')
    name = wanted or free_id(id_of(entry.url), taken.ids)
    taken.ids.add(name)
    taken.places[place] = entry.where
    return Found(entry, Standing.NEW, name)


async def _make(found: Found, eyes: Eyes | None) -> Found:
    """Choose the kind, make the source, look at it; a fault makes it another standing."""
    if found.entry.keys.get("enabled") is False:
        eyes = None
    try:
        guess = await _choose(found.entry, eyes)
        table = _table(found.entry, guess)
        source = settings.source_of(found.id, table)
    except ConfigError as error:
        # The file that a fault names is not written yet.
        faults = [fault.removeprefix(f"sources/{found.id}.toml: ") for fault in error.faults]
        return replace(found, standing=Standing.REFUSED, sentence="; ".join(faults))
    except FetchError as error:
        return replace(found, standing=Standing.UNREADABLE, sentence=str(error))
    made = replace(found, draft=Draft(source, guess, toml(table)))
    return made if eyes is None else await _look(made, source, eyes)


async def _choose(entry: Entry, eyes: Eyes | None) -> Guess:
    kind = entry.keys.get("kind")
    if kind is not None and (kind != "listing" or "listing" in entry.keys or kind not in kinds()):
        return Guess(str(kind), "the file says so")
    guess = by_address(entry.url)
    if guess is None and eyes is None:
        raise ConfigError([UNSEEN])
    if guess is None and eyes is not None:
        guess = await choose(entry.url, None if kind is None else str(kind), eyes.fetcher)
    return guess or Guess(str(kind), "the file says so")


def _table(entry: Entry, guess: Guess) -> dict[str, Any]:
    said = {key: value for key, value in entry.keys.items() if key != "id"}
    often = {} if "cron" in said else {"every": EVERY.get(guess.kind, "1h")}
    table = {"kind": guess.kind, "url": entry.url, **often, **said}
    return {**table, guess.kind: guess.options} if guess.options else table


async def _look(made: Found, source: Source, eyes: Eyes) -> Found:
    seen = await look(source, fetcher=eyes.fetcher, readers=eyes.readers)
    words = "; ".join([*(fault.sentence for fault in seen.faults), *seen.remarks])
    readable = bool(seen.judged) or not seen.faults
    standing = Standing.NEW if readable else Standing.UNREADABLE
    return replace(made, standing=standing, seen=seen, sentence=words)
