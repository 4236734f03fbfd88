"""Tables for spreadsheets, in which no cell is ever calculated."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

MARK = "\ufeff"
"""Without this first sign some spreadsheets read UTF-8 as another charset."""
STARTERS = "=+-@|%'"
"""First signs that make a spreadsheet calculate (the last one: hide what comes)."""
_BEHIND_SEMICOLON = re.compile(rf"(;\s*)(?=[{re.escape(STARTERS)}＝＋－＠])")
"""Where a country's spreadsheet separates cells by semicolons, a new cell may begin there."""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table with a head, all cells quoted and none a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(words) for words in row] for row in rows)
    return MARK + out.getvalue()


def cell(words: str) -> str:
    """Give words on one line that a spreadsheet takes for words.

    Judged as it will be read: compatible signs made plain, what shows nothing left out.
    """
    line = " ".join("".join(map(_plain, words)).split())
    line = _BEHIND_SEMICOLON.sub(r"\1'", line)
    read = "".join(map(_plain, unicodedata.normalize("NFKC", line))).lstrip()
    return f"'{line}" if read.startswith(tuple(STARTERS)) else line


def _plain(sign: str) -> str:
    """Make a space of what moves to another cell or line, and drop what shows nothing."""
    match unicodedata.category(sign):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
    return sign
