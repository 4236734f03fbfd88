"""Tell which two numbers are the ends of one sum, and what one end leaves unsaid for the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from monitor.text.amounts import Amount
from monitor.text.bounds import closes_range, opens_range
from monitor.text.numbers import UNITS, factor_of

BARE_LEAST = Decimal(1000)
"""A number without a currency may be a sum from here on: smaller ones are ages, days, articles."""

_TO = (
    "до|to|up to|a|ate|至|到|~|bis|ila|ilaa|hadi|mpaka|hasta|al|do|থেকে|se|से|se lekar|से लेकर|देखि|முதல்|سے|سي|سي لي كر"
    "|تا|الي|لحد|ل|حتي|дейин|чейин|то|tot|qeder|დან|(?:ից|ուց)(?: մինչեւ)?|մինչեւ|և|සිට|[дтн][аео]н|[dtn][ae]n"
)
_RANGE = re.compile(rf"[ ]?(?:-{{1,2}}|—|~|/|\.{{2,3}}|[-']?(?:{_TO}))[ ]?\Z")
"""What stands between the ends of a range."""
_BETWEEN = re.compile(
    r"(?:between|между|миж|між|entre|измеду|између|izmedu|بين|beyn|kati ya|dhexeysa|dhaxeysa|dhaxaysa)[ ]\Z"
)
_AND = re.compile(r"[ ](?:and|и|y|et|e|i|і|و|na|iyo)[ ]\Z|[ ]و\Z")
"""`between 10 and 20 dollars`."""
_BETWEEN_REACH = 12
_AND_THEN = re.compile(
    r"[-']?(?:სა|ი|ի|ත්|க்கும்)?[ ](?:(?:ile|bilan|билан|мен|пен|бен|менен|და|ու|եւ|va|ve)[ ])?\Z"
)
_AMONG = re.compile(
    r"[-']?(?:ს|ի|ත්|க்கும்)?[ ](?:aras[ie]|orasi|oralig|арасы|ораси|შორის|միջեւ|අතර|இடைய|மத்திய)"
)
"""`2000 ile 3000 dolar arası`: what stands between the ends, and behind both."""
_DIGIT = re.compile(r"\d")
_TEN_THOUSAND = re.compile("[万萬]")
_CHINESE = (Decimal(10) ** 8, Decimal(10) ** 4)
_DOLLARS = frozenset({"unit:dollar_sign", "unit:dollar", "USD"})
_HALF_RANGE = 14
"""Characters between the two ends of a range at most."""
_TIMES = 10
"""How many times the low end the high one is at most where it leaves the low end's thousands unsaid."""


def joined(text: str, low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """Give two amounts as the ends of one, each with the thousands that the other says.

    None where they are two sums.
    """
    if not 0 <= high.start - low.end <= _HALF_RANGE:
        return None
    units = {low.unit, high.unit} - {None}
    if (len(units) > 1 and not units <= _DOLLARS) or not _joins_ends(text, low, high):
        return None
    high = _with_low_ends_factor(text, low, high)
    is_bare = low.unit is None and high.unit is None
    if is_bare and not high.number.scaled and high.number.value < BARE_LEAST:
        return None
    low = _with_high_ends_factor(text, low, high)
    return (low, high) if low.number.value < high.number.value else None


def _joins_ends(text: str, low: Amount, high: Amount) -> bool:
    between = text[low.end : high.start].removesuffix("$")
    if _RANGE.fullmatch(between) or _goes_from(text, low, high):
        return True
    if _AND.fullmatch(between):
        opening = text[max(0, low.start - _BETWEEN_REACH) : low.start]
        return _BETWEEN.search(opening) is not None
    return _AND_THEN.fullmatch(between) is not None and _AMONG.match(text, high.end) is not None


def _goes_from(text: str, low: Amount, high: Amount) -> bool:
    """Tell `50 000 rubldan 300 000 rubla qədər`, whose ends are said by endings."""
    is_near = text[low.end : high.start] == " " and opens_range(text, low.start, low.end)
    return is_near and closes_range(text, high.start, high.end)


def _with_high_ends_factor(text: str, low: Amount, high: Amount) -> Amount:
    """Read the `210` of `210-270 тыс` as thousands."""
    value = low.number.value
    if not high.number.scaled or low.number.scaled or value >= BARE_LEAST:
        return low
    written = text[high.number.start : high.number.end]
    factor = factor_of(text, high.number) if _DIGIT.search(written) else Decimal(0)
    if factor not in _FACTORS or value * factor > high.number.value:
        factor = _largest(_CHINESE if _TEN_THOUSAND.search(written) else UNITS, high, low)
    return _times(low, factor)


def _with_low_ends_factor(text: str, low: Amount, high: Amount) -> Amount:
    """Read the `80` of `elfu 50 hadi 80` and `200 тысяч - 300 рублей` as thousands."""
    value = high.number.value
    if high.number.scaled or not low.number.scaled or value >= BARE_LEAST:
        return high
    if high.unit is None and not low.number.words:
        return high
    factor = factor_of(text, low.number)
    first = low.number.value / factor if factor in _FACTORS else value
    return _times(high, factor) if first < value < first * _TIMES else high


def _times(amount: Amount, factor: Decimal) -> Amount:
    number = replace(amount.number, value=amount.number.value * factor)
    return replace(amount, number=replace(number, scaled=number.scaled or factor > 1))


def _largest(units: Iterable[Decimal], high: Amount, low: Amount) -> Decimal:
    """Give the largest multiplier that keeps a low end below its high one."""
    most, least = high.number.value, low.number.value
    return next((unit for unit in units if most >= unit and least * unit <= most), Decimal(1))


_FACTORS = frozenset(Decimal(10) ** power for power in range(2, 10))
"""What digits are multiplied with; that of `1 million 200 thousand` is none."""
