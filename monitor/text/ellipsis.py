"""Read what people leave out when they name a second sum: `150 thousand roubles, a foreigner 300`."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.model import Money, Purpose
from monitor.text.money import Sum

_REACH = 60
"""Characters between a sum and the one told in short behind it."""
_PAID_AGAIN = frozenset({Purpose.REFERRAL, Purpose.BOUNTY})
"""What is told at two prices, one for some men or tanks and one for others."""
_LEAST = 70
"""Smaller numbers are ages, days, hours."""
_BEFORE = re.compile(r"[ ]\Z|[—–][ ]?\Z")
_BEHIND = re.compile(r"[ ]?(?:[,.;!)\n։।。](?!\d)|\Z)")
_THOUSAND, _MILLION = Decimal(1000), Decimal(10) ** 6
_ALIKE = Decimal("3.5")
"""How many times one of the two sums is the other at most."""


def complete(text: str, sums: Sequence[Sum], numbers: Sequence[Sum]) -> list[Sum]:
    """Add to the sums of a text the bare numbers behind them that are sums too; all by start."""
    done = list(sums)
    starts = [sum_.start for sum_ in sums]
    for number in numbers:
        at = bisect.bisect_right(starts, number.start) - 1
        if number.bare and at >= 0 and number.start >= sums[at].end:
            money = _completed(text, sums[at], number)
            if money is not None:
                done.append(replace(number, money=money, bare=sums[at].bare, told=True))
    return sorted(done, key=lambda sum_: sum_.start)


def _completed(text: str, before: Sum, number: Sum) -> Money | None:
    """Give a bare number what the sum before it says: currency, thousands, purpose and period."""
    value = number.money.high
    if value is None or number.money.low != value or value < _LEAST or value % 10:
        return None
    if before.money.purpose not in _PAID_AGAIN or not 0 < number.start - before.end <= _REACH:
        return None
    if not _stands_free(text, number):
        return None
    first = before.money.high or before.money.low or Decimal(1)
    times = _times(first) if before.scaled and not number.scaled and value < _THOUSAND else 1
    whole = value * times
    if max(first, whole) > _ALIKE * min(first, whole):
        return None
    return replace(before.money, low=whole, high=whole)


def _stands_free(text: str, number: Sum) -> bool:
    before = _BEFORE.search(text, max(0, number.start - 3), number.start)
    return before is not None and _BEHIND.match(text, number.end) is not None


def _times(value: Decimal) -> Decimal:
    return _MILLION if value >= _MILLION else _THOUSAND
