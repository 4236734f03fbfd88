"""Read TOML tables key by key, noting each fault with file, key, what was found and what is known."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file. `key` names it in faults; empty for the whole file."""

    path: Path
    values: Mapping[str, object]
    faults: list[str]
    key: str = ""
    is_broken: bool = False
    """The file could not be parsed at all: its one fault is noted, and nothing in it is judged."""

    def fault(self, key: str, what: str) -> None:
        """Note what is wrong at a key."""
        self.faults.append(f"{self.path}: {self._named(key)}: {what}")

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Note each key that is not known, with the one that was perhaps meant."""
        for key in sorted(set(self.values) - set(known)):
            self.fault(key, f"unknown key{closest(key, known)}")

    def section(self, key: str) -> Table:
        """Give a table within; an empty one where it is missing or none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self._expected(key, "a table", value)
            value = {}
        return Table(self.path, value, self.faults, self._named(key))

    def sections(self, key: str) -> Iterator[Table]:
        """Give the tables of an array of tables."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self._expected(key, "tables written [[...]]", value)
            return
        for number, row in enumerate(value, 1):
            if isinstance(row, dict):
                yield Table(self.path, row, self.faults, f"{self._named(key)} {number}")
            else:
                self._expected(f"{key} {number}", "a table", row)

    def text(self, key: str, default: str | None = None) -> str:
        """Give a string; without a default the key is needed."""
        value = self.values.get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self._expected(key, "a text", value)
        return default or ""

    def flag(self, key: str, *, default: bool) -> bool:
        """Give true or false."""
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self._expected(key, "true or false", value)
        return default

    def lists(self) -> Iterator[tuple[str, list[str]]]:
        """Give each key with its list of strings."""
        for key in self.values:
            yield key, self.strings(key)

    def strings(self, key: str) -> list[str]:
        """Give a list of strings, without those that are empty."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(
            isinstance(item, str) and item.strip() for item in value
        ):
            return value
        self._expected(key, "a list of texts that are not empty", value)
        return []

    def number(self, key: str) -> Decimal | None:
        """Give a number; None, with a fault noted, where there is none."""
        value = self.values.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Decimal(str(value))
        self._expected(key, "a number", value)
        return None

    def key_number(self, key: str) -> Decimal | None:
        """Give a key's own number (`1000 = [...]`); None, with a fault noted, where it is none."""
        try:
            number = Decimal(key)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and number > 0:
            return number
        self.fault(key, "a number is expected as the key")
        return None

    def _named(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key

    def _expected(self, key: str, what: str, found: object) -> None:
        self.fault(key, f"expected {what}, found {found!r:.80}")


def closest(name: str, known: Iterable[str]) -> str:
    """Say which known name was perhaps meant, or which are known."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(names)}"


Toml = Callable[[str], Mapping[str, object]]
"""Reads the text of a TOML file; a tomllib.TOMLDecodeError says what is wrong with it."""


def parse(
    path: Path, digest: hashlib._Hash, faults: list[str], toml: Toml = tomllib.loads
) -> Table:
    """Read a file; one that cannot be read is a fault and gives an empty table."""
    values: Mapping[str, object] = {}
    try:
        raw = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name}".encode() + b"\0" + raw)
        values = toml(raw.decode())
    except (OSError, ValueError, RecursionError) as e:
        faults.append(f"{path}: {e}")
        return Table(path, values, faults, is_broken=True)
    return Table(path, values, faults)
