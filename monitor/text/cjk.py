"""Read numbers written in Chinese numerals, as sums in adverts and news write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_DIGITS = (
    {char: value for value, char in enumerate("零一二三四五六七八九")}
    | {
        "〇": 0,
        "两": 2,
        "兩": 2,
        "貳": 2,
        "貮": 2,
        "參": 3,
        "陸": 6,
    }
    | {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
)
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CHARS = "".join((*_DIGITS, *_SMALL, *_LARGE))
_RUN = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?<![0-9][ ])(?<![0-9][.,][ ])"
    rf"(?:半(?=[百千万萬亿億]))?(?:[{_CHARS}]|(?<=[十百千拾])[多余餘来來几幾](?=[万萬亿億千])){{1,16}}"
)
_HALF = "半"
_EACH = re.compile("(?<=一)[个個天年次]")
"""What makes the last sign of a run a number of its own: `两万五一个月`, `三千一天`."""


def find_cjk_numbers(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Give start, end and value of each run of numerals that does not follow digits."""
    for match in _RUN.finditer(text):
        written, end = match[0], match.end()
        if len(written) > 1 and _EACH.match(text, end):
            written, end = written[:-1], end - 1
        half = 2 if written.startswith(_HALF) else 1
        yield match.start(), end, Decimal(cjk_value(written)) / half


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
        elif char in _DIGITS:
            digit = _DIGITS[char]
            unit = unit if digit else 1
    return total + section + digit * max(1, unit // 10)
