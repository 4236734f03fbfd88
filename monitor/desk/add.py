"""Add a source by its URL: guess its kind, look at it once, write its file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from monitor import config as settings
from monitor.config import Config
from monitor.desk.guess import Guess, by_address, by_answer
from monitor.errors import ConfigError
from monitor.fetch import Fetches
from monitor.model import Link, Source

EVERY = {"telegram": "15m", "feed": "30m", "listing": "1h", "webpage": "6h"}
"""How often a new source is looked at: the faster a kind of place changes, the oftener."""
LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """A source that is about to be added."""

    source: Source
    guess: Guess
    text: str
    """Its file."""


async def draft(
    url: str, config: Config, *, fetcher: Fetches, source_id: str | None, kind: str | None
) -> Draft:
    """Make the source that a URL seems to be. Raises ConfigError or FetchError."""
    name = source_id or free_id(id_of(url), {source.id for source in config.sources})
    refuse_taken(name, url, config)
    chosen = await choose(url, kind, fetcher)
    table = _table(url, chosen)
    return Draft(settings.source_of(name, table), chosen, toml(table))


def save(drafted: Draft, config: Config) -> Path:
    """Write the source's file whole or not at all; a file that is there is never overwritten."""
    folder = config.root / "sources"
    path = folder / f"{drafted.source.id}.toml"
    try:
        folder.mkdir(exist_ok=True)
        _put(path, drafted.text)
    except FileExistsError as error:
        raise ConfigError([f"{path} is already there; choose another id"]) from error
    except OSError as error:
        raise ConfigError([f"{path} cannot be written ({error.strerror})"]) from error
    return path


def _put(path: Path, text: str) -> None:
    # A hard link, unlike a rename, fails where the name is taken.
    with NamedTemporaryFile("w", dir=path.parent, prefix=".", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        os.link(file.name, path)


def id_of(url: str) -> str:
    """Make an id of an address: its host and the last step of its path."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step and step != "s"]
    last = steps[-1].rsplit(".", 1)[0] if steps else ""
    plain = re.sub(r"[^a-z0-9]+", "-", f"{host} {last}".lower()).strip("-")
    return plain[:LONGEST_ID].strip("-") or "source"


def free_id(wanted: str, taken: Container[str]) -> str:
    """Number an id until nobody has it."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def toml(table: dict[str, Any]) -> str:
    """Write a table of texts, truths and one level of tables; JSON's texts are TOML's too."""
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    lines = [f"{key} = {_written(value)}" for key, value in plain.items()]
    for name, inner in table.items():
        if isinstance(inner, dict):
            lines += ["", f"[{name}]", *(f"{key} = {_written(val)}" for key, val in inner.items())]
    return "\n".join(lines) + "\n"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def refuse_taken(name: str, url: str, config: Config) -> None:
    """Raise ConfigError where a source has that id or that address already."""
    for source in config.sources:
        if source.id == name:
            raise ConfigError([f'the id "{name}" is taken, by {source.url}; choose another id'])
        if source.url.rstrip("/") == url.rstrip("/"):
            raise ConfigError([f"sources/{source.id}.toml already watches {url}"])


async def choose(url: str, kind: str | None, fetcher: Fetches) -> Guess:
    """Choose what kind of source an address is, by asking it where that must be. Raises FetchError."""
    by_host = by_address(url)
    if kind is None and by_host is not None:
        return by_host
    if kind not in {None, "listing"}:
        return Guess(str(kind), "you said so")
    probe = settings.source_of("probe", {"kind": "webpage", "url": url, "every": "1d"})
    guess = await by_answer(await fetcher.capture(probe, Link(url)))
    if kind is not None and guess.kind != kind:
        raise ConfigError([f"nothing repeats on {url}: it cannot be a {kind} without a selector"])
    return guess


def _table(url: str, guess: Guess) -> dict[str, Any]:
    table: dict[str, Any] = {"kind": guess.kind, "url": url, "every": EVERY.get(guess.kind, "1h")}
    return {**table, guess.kind: guess.options} if guess.options else table
