"""Sources as files that other programs and people write: a table (CSV), OPML, a list of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from monitor.desk.exchange import csv_table, opml, plain
from monitor.desk.exchange.entry import Entry, Listed, Written, shown
from monitor.text import charset

__all__ = ["Entry", "Format", "Listed", "Written", "format_of", "read", "shown", "write"]


class Format(StrEnum):
    """What a file of sources is."""

    CSV = "csv"
    OPML = "opml"
    LIST = "list"


SUFFIXES = {
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".opml": Format.OPML,
    ".xml": Format.OPML,
    ".txt": Format.LIST,
}
_READ = {Format.CSV: csv_table.read, Format.OPML: opml.read, Format.LIST: plain.read}
_WRITE = {Format.CSV: csv_table.write, Format.OPML: opml.write, Format.LIST: plain.write}


def format_of(path: Path, body: bytes = b"") -> Format:
    """Tell the format by the file's ending, else by how its text begins."""
    by_name = SUFFIXES.get(path.suffix.lower())
    if by_name is not None:
        return by_name
    text = charset.decode(body[:4096]).lstrip()
    if text.startswith("<"):
        return Format.OPML
    head = text.partition("\n")[0]
    return Format.CSV if csv_table.is_head(head) else Format.LIST


def read(body: bytes, form: Format) -> Listed:
    """Read the places that a file names. Raises ConfigError when it is not of that format."""
    return _READ[form](charset.decode(body))


def write(tables: Mapping[str, Mapping[str, object]], form: Format) -> Written:
    """Write sources, given as the tables of their files by id."""
    return _WRITE[form](tables)
