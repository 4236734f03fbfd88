"""Waiting times in a sentence: `in three months`, `за полгода`, `miezi sita`; in days."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.signals._seen import Seen
from monitor.text.numbers import Number, find_numbers
from monitor.text.phrases import Match

_PREFIX = "duration:"
_DAYS = {
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
    "week": Decimal(7),
    "two_weeks": Decimal(14),
    "month": Decimal(30),
    "two_months": Decimal(60),
    "half_year": Decimal(180),
    "year": Decimal(365),
    "two_years": Decimal(730),
}
_UNCOUNTED = frozenset(_DAYS[unit] for unit in ("hour", "day", "week", "month", "year"))
_LONGEST = 10 * 365
"""Days from which a time is an age (`18 years`) or a date (`2019年`), and no wait."""
_BEFORE = re.compile(r"[ \-\n]?(?:\w{1,2}[ ]|[-]\w{1,3}[ ])?")
"""Between a number and its unit: `6-ти месяцев`, `3 x months`."""
_AFTER = re.compile(r"[ ]?")
_MOST_AFTER = 24
"""The largest number behind its unit, where Swahili and headings have it: `miezi sita`, `Month 3`."""
_REACH = 24
"""Characters around the first and last phrase in which a unit's number may stand."""
_AGE = 7
"""Characters between "aged up to" and its years, at most: `до 45 лет`."""
_NO_WAIT = ("eligibility", "contract")
"""What has years of its own: an age, a contract's length."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in folded text, its number taken in; `days` are those of its longer end."""

    start: int
    end: int
    days: int
    counted: bool
    """A number stands at the unit: "a month" may as well be the pay's."""


def waits_in(seen: Seen, inside: Sequence[Match]) -> list[Wait]:
    """Give the times among the matches of a sentence that are no age and no contract's length."""
    units = list(_outermost(match for match in inside if match.signal.startswith(_PREFIX)))
    if not units:
        return []
    start, end = inside[0].start, max(match.end for match in inside)
    numbers = _numbers(seen, max(0, start - _REACH), end + _REACH)
    waits = (_wait(seen.folded.text, unit, numbers) for unit in units)
    return [w for w in waits if 0 < w.days < _LONGEST and not _has_an_owner(w, inside)]


def _outermost(units: Iterable[Match]) -> Iterator[Match]:
    """Leave out what a longer unit contains: the year in `half a year`."""
    end = -1
    for unit in sorted(units, key=lambda match: (match.start, -match.end)):
        if unit.end > end:
            end = unit.end
            yield unit


def _numbers(seen: Seen, start: int, end: int) -> list[Number]:
    words = seen.rules.money
    found = find_numbers(
        seen.folded.text[start:end], multipliers=words.multipliers, words=words.numbers
    )
    return [
        Number(start + n.start, start + n.end, n.value, scaled=n.scaled, words=n.words)
        for n in found
    ]


def _wait(text: str, unit: Match, numbers: Sequence[Number]) -> Wait:
    days = _DAYS[unit.signal.removeprefix(_PREFIX)]
    for number in reversed(numbers):
        if number.end <= unit.start and _BEFORE.fullmatch(text, number.end, unit.start):
            return Wait(number.start, unit.end, math.ceil(number.value * days), counted=True)
    for number in numbers:
        is_behind = number.start >= unit.end and _AFTER.fullmatch(text, unit.end, number.start)
        if is_behind and number.value <= _MOST_AFTER:
            return Wait(unit.start, number.end, math.ceil(number.value * days), counted=True)
    return Wait(unit.start, unit.end, math.ceil(days), counted=days not in _UNCOUNTED)


def _has_an_owner(wait: Wait, inside: Sequence[Match]) -> bool:
    return any(
        match.signal in _NO_WAIT and match.start < wait.end and wait.start < match.end + _AGE
        for match in inside
    )
