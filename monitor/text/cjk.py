"""Read numbers written in Chinese numerals, as sums in adverts and news write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_RUN = re.compile("(?<![0-9.,][ ])(?<![0-9.,])[零〇一二三四五六七八九两兩十百千万萬亿億]{1,16}")


def find_cjk_numbers(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Give start, end and value of each run of numerals that does not follow digits."""
    for match in _RUN.finditer(text):
        yield *match.span(), Decimal(cjk_value(match[0]))


def cjk_value(written: str) -> int:
    """Give the value of numerals: `三十五万` is 350,000, and `三万二`, as people say it, 32,000."""
    total = section = digit = 0
    unit = 1
    for char in written:
        if char in _LARGE:
            unit = _LARGE[char]
            total = (total + section + digit or 1) * unit
            section = digit = 0
        elif char in _SMALL:
            unit = _SMALL[char]
            section += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[char]
            unit = unit if digit else 1
    return total + section + digit * max(1, unit // 10)
