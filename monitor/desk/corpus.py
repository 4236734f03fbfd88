"""Read labelled texts: the product's own corpus (TOML) or a user's own file (JSON Lines)."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from monitor.errors import ConfigError
from monitor.model import (
    ALERTED,
    Contact,
    ContactType,
    Hints,
    Label,
    Money,
    Period,
    Posting,
    Purpose,
    Tier,
)

UNSAID = "und"
"""The language of a text that nobody labelled."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what a person says of it."""

    id: str
    text: str
    lang: str
    label: Label
    tier: Tier | None = None
    foreigners: bool = False
    promise: str = ""
    """Words that promise the reader citizenship; empty when none do."""
    money: tuple[Money, ...] | None = ()
    """None where sums were not labelled."""
    contacts: tuple[Contact, ...] | None = ()
    country: str | None = None
    group: str = ""
    """Texts of one group (a matched pair, parallel texts) stay in one part."""
    form: str = ""
    practice: bool = False
    """Written to practise on by those who tune: never kept aside."""

    @property
    def is_offer(self) -> bool:
        """True where a person should be alerted."""
        return self.label in ALERTED

    @property
    def kept_aside(self) -> bool:
        """A third of the groups, by a fixed rule: never used to tune or to fit."""
        if self.practice:
            return False
        digest = hashlib.sha256((self.group or self.id).encode()).digest()
        return int.from_bytes(digest[:4]) % 3 == 0

    @property
    def posting(self) -> Posting:
        return Posting(key=self.id, source_id="corpus", url="", text=self.text)

    @property
    def hints(self) -> Hints:
        return Hints(country=self.country)


def read_corpus(folder: Path) -> list[Labelled]:
    """Read `<lang>.toml` and `practice/<lang>.toml`; a ConfigError names a text that lacks a label."""
    main = [text for path in sorted(folder.glob("*.toml")) for text in _read_toml(path)]
    practised = [
        replace(text, practice=True)
        for path in sorted((folder / "practice").glob("*.toml"))
        for text in _read_toml(path)
    ]
    return main + practised


def read_lines(path: Path) -> list[Labelled]:
    """Read a user's own labelled JSON Lines (`text`, `label`, optionally the corpus's other keys).

    What a line does not label is not compared.
    """
    with path.open(encoding="utf-8") as lines:
        return [
            _labelled({"money": None, "contacts": None} | _row(line, path, number), path, number)
            for number, line in enumerate(lines, 1)
            if line.strip()
        ]


def _row(line: str, path: Path, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError as e:
        raise ConfigError([f"{path}: line {number}: {e}"]) from e
    if not isinstance(row, dict):
        raise ConfigError([f"{path}: line {number}: expected an object with text and label"])
    return row


def _read_toml(path: Path) -> Iterator[Labelled]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("texts", [])
    except ValueError as e:
        raise ConfigError([f"{path}: {e}"]) from e
    for number, row in enumerate(rows, 1):
        yield _labelled(row, path, number, lang=path.stem)


def _labelled(row: Mapping[str, object], path: Path, place: int, lang: str = UNSAID) -> Labelled:
    try:
        name = str(row.get("id") or f"{path.stem}-{place}")
        pair = str(row.get("pair", "") or row.get("group", ""))
        return Labelled(
            id=name,
            text=str(row["text"]).strip("\n"),
            lang=str(row.get("lang") or lang),
            label=Label(str(row.get("class") or row["label"])),
            tier=Tier(str(row["tier"])) if row.get("tier") else None,
            foreigners=bool(row.get("foreigners", False)),
            promise=str(row.get("promise") or ""),
            money=_sums(row.get("money", ())),
            contacts=_contacts(row.get("contacts", ())),
            country=str(row["country"]) if row.get("country") else None,
            group=f"{path.stem}:{pair}" if pair else "",
            form=str(row.get("form", "")),
        )
    except KeyError as e:
        raise ConfigError([f"{path}: text {place}: {e} is missing"]) from e
    except (ArithmeticError, AttributeError, TypeError, ValueError) as e:
        raise ConfigError([f"{path}: text {place}: {e}"]) from e


def _sums(rows: object) -> tuple[Money, ...] | None:
    return None if not isinstance(rows, Sequence) else tuple(_money(row) for row in rows)


def _money(row: Mapping[str, object]) -> Money:
    return Money(
        low=_decimal(row.get("low")),
        high=_decimal(row.get("high")),
        currency=str(row["currency"]) if row.get("currency") else None,
        period=Period(str(row["period"])) if row.get("period") else None,
        purpose=Purpose(str(row.get("purpose") or "other")),
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _contacts(rows: object) -> tuple[Contact, ...] | None:
    if not isinstance(rows, Sequence):
        return None
    return tuple(Contact(ContactType(row["type"]), str(row["value"])) for row in rows)
