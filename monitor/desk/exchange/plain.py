"""A plain list: one address or channel's name a line, `#` begins a remark."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.desk.exchange.entry import Listed, Written, entry_of

REMARK = re.compile(r"(?:^|\s)#.*")
"""A `#` inside of an address belongs to it."""


def read(text: str) -> Listed:
    """Read a list; lines without anything are skipped."""
    lines = enumerate((REMARK.sub("", line).strip() for line in text.splitlines()), start=1)
    return Listed(tuple(entry_of(f"line {number}", line, {}) for number, line in lines if line))


def write(tables: Mapping[str, Mapping[str, object]]) -> Written:
    """Write the addresses, and nothing else of the sources."""
    urls = [str(table["url"]) for table in tables.values()]
    return Written("".join(f"{url}\n" for url in urls), len(urls))
