"""A table: one source a row, a column a key; what a spreadsheet writes and reads."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, get_origin, get_type_hints

from monitor import sources
from monitor.desk.exchange.entry import Entry, Listed, Written, entry_of
from monitor.errors import ConfigError
from monitor.model import Source

FIRST = ("id", "kind", "url", "every", "name", "why", "enabled")
"""Columns that each table has; the others stand there when a source uses them."""
ALIASES = {"address": "url", "link": "url", "title": "name", "language": "languages"}
DELIMITERS = ",;\t"
FORMULA = "=+-@\t\r"
"""First signs that make a spreadsheet calculate; a quote before them keeps words words."""
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
APART = re.compile(r"[\s,;]+")


def is_head(line: str) -> bool:
    """Tell whether a line is the head of such a table."""
    return "url" in _head(line.split(_delimiter(line)))


def read(text: str) -> Listed:
    """Read a table whose first row names its columns. Raises ConfigError when none is `url`."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.partition("\n")[0]))
    try:
        head = _head(next(lines, []))
        if "url" not in head:
            found = ", ".join(filter(None, head)) or "nothing"
            raise ConfigError([f'the first row names no column "url"; found: {found}'])
        rows = [(lines.line_num, row) for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ConfigError([f"line {lines.line_num}: this is no CSV ({error})"]) from error
    entries = (_entry(number, dict(zip(head, row, strict=False))) for number, row in rows)
    return Listed(tuple(entries), tuple(_remarks(head)))


def write(tables: Mapping[str, Mapping[str, object]]) -> Written:
    """Write all that the sources' files say."""
    rows = [{"id": name, **_flat(table)} for name, table in tables.items()]
    used = {key for row in rows for key in row}
    columns = [*FIRST, *(key for key in _types() if key in used and key not in FIRST)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, quoting=csv.QUOTE_ALL, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _quelled(_cell(value)) for key, value in row.items()} for row in rows)
    return Written(out.getvalue(), len(rows))


def _delimiter(head: str) -> str:
    """Spreadsheets of many countries write a semicolon for the comma."""
    return max(DELIMITERS, key=head.count)


def _head(cells: Iterable[str]) -> list[str]:
    names = [cell.strip().strip('"').strip().lower() for cell in cells]
    return [ALIASES.get(name, name) for name in names]


def _remarks(head: list[str]) -> Iterable[str]:
    known = _types()
    for name in head:
        if name and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            yield f'the column "{name}" is not known and was left aside{hint}'


def _entry(number: int, row: Mapping[str, str]) -> Entry:
    """Make an entry of a row; a table of a kind's own keys stands in columns `<kind>.<key>`."""
    where, hints = f"line {number}", _types()
    keys: dict[str, Any] = {}
    for name, cell in row.items():
        words = _unquelled(cell).strip()
        if not words or name == "url" or name not in hints:
            continue
        table, _, key = name.rpartition(".")
        keep = keys.setdefault(table, {}) if table else keys
        keep[key] = _value(hints[name], words)
    return entry_of(where, _unquelled(row.get("url", "")), keys)


@cache
def _types() -> Mapping[str, Any]:
    """Give the type of each column's values, in the order in which a table is written."""
    hints = get_type_hints(Source)
    plain = {one.name: hints[one.name] for one in fields(Source) if one.name != "options"}
    return plain | {
        f"{kind}.{name}": hint
        for kind, module in sources.kinds().items()
        for name, hint in get_type_hints(module.Options).items()
    }


def _value(hint: Any, words: str) -> object:
    """Read a cell by its column's type; what does not fit stays words, for the settings to refuse."""
    if hint is bool:
        return TRUTHS.get(words.lower(), words)
    if hint is int:
        return int(words) if re.fullmatch(r"\d{1,9}", words) else words
    if get_origin(hint) is tuple:
        return _listed(words)
    return words


def _listed(words: str) -> object:
    if words.startswith("["):
        try:
            return json.loads(words)
        except (ValueError, RecursionError):  # the latter for ten thousand brackets
            return words
    return [part for part in APART.split(words) if part]


def _flat(table: Mapping[str, object]) -> dict[str, object]:
    """Give a source's table with its kind's own keys as `<kind>.<key>`."""
    flat: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{inner}": part for inner, part in value.items()}
        else:
            flat[key] = value
    return flat


def _cell(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list() if all(isinstance(part, str) and not APART.search(part) for part in value):
            return " ".join(value)
        case list():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _quelled(words: str) -> str:
    seen = unicodedata.normalize("NFKC", words).strip(" \n")
    return f"'{words}" if seen.startswith(("'", *FORMULA)) else words


def _unquelled(words: str) -> str:
    return words[1:] if words.startswith("'") and _quelled(words[1:]) == words else words
