"""Change one key of a source's file as a person with an editor would: every other line stays."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from monitor import config as settings
from monitor.config import Config
from monitor.desk.whole import put
from monitor.errors import ConfigError
from monitor.model import Source

Value = str | bool | int

LONGEST = 20_000
"""Characters of a source's file: a key of a hundred thousand dots holds Python's reader for minutes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference."""

    mark: str
    """`+` comes, `-` goes, a space stays."""
    text: str


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A source's file as it is and as it would be."""

    source: Source
    """As it would be."""
    before: str
    after: str

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give the difference, with what stands around it."""
        return differences(self.before, self.after)


def path_of(source_id: str, config: Config) -> Path:
    """Name the file of a source."""
    return config.root / "sources" / f"{source_id}.toml"


def read(source_id: str, config: Config) -> str:
    """Read a source's file. Raises ConfigError."""
    path = path_of(source_id, config)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"sources/{path.name} cannot be read"]) from error


def rewritten(source_id: str, config: Config, **values: Value) -> Rewriting:
    """Set keys of a source. Raises ConfigError where it would not be a source any more."""
    before = after = read(source_id, config)
    for key, value in values.items():
        after = with_key(after, key, value)
    source = parsed(source_id, after)
    if tomllib.loads(after) != {**tomllib.loads(before), **values}:
        raise ConfigError(
            [f"sources/{source_id}.toml is written in a way that only a person can change"]
        )
    return Rewriting(source, before, after)


def parsed(source_id: str, text: str) -> Source:
    """Make the source that a file's text says. Raises ConfigError."""
    if len(text) > LONGEST:
        raise ConfigError([f"sources/{source_id}.toml is longer than {LONGEST} characters"])
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError([f"sources/{source_id}.toml: {error}"]) from error
    return settings.source_of(source_id, table)


def with_key(text: str, key: str, value: Value) -> str:
    """Set a key of the top table: its line is replaced, or a line comes before the first table."""
    written = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    line = re.compile(rf"(?m)^{re.escape(key)}[ \t]*=[^\n#]*?(?=[ \t]*(?:#[^\n]*)?$)")
    top, tables = _parted(text)
    if line.search(top):
        return line.sub(lambda _: written, top, count=1) + tables
    return f"{top.rstrip()}\n{written}\n" + (f"\n{tables}" if tables else "")


def _parted(text: str) -> tuple[str, str]:
    """Part the top table's lines from the tables that follow."""
    first = re.search(r"(?m)^\[", text)
    return (text[: first.start()], text[first.start() :]) if first else (text, "")


def differences(before: str, after: str) -> tuple[Line, ...]:
    """Compare two texts line by line; three lines stand around each change."""
    compared = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="")
    return tuple(Line(line[0], line[1:]) for line in list(compared)[2:] if line[0] in "+- ")


def save(rewriting: Rewriting, config: Config) -> Path:
    """Put the new file in the old one's place, whole. Raises ConfigError where that has changed."""
    path = path_of(rewriting.source.id, config)
    if read(rewriting.source.id, config) != rewriting.before:
        raise ConfigError([f"sources/{path.name} was changed meanwhile; look at it again"])
    try:
        put(path, rewriting.after.encode(), mode=path.stat().st_mode & 0o777)
    except OSError as error:
        raise ConfigError([f"{path} cannot be written ({error.strerror})"]) from error
    return path
