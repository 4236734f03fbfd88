"""Tell a number without a currency that is a sum from one that counts something else."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.model import Period
from monitor.text.money import BARE_LEAST, Sum
from monitor.text.phrases import Match

_GOES_ON = frozenset(
    "signing pay year_total bounty debt referral fee tuition cta reader contract travel".split()
)
"""Signals of words that may follow a sum at once."""
_NEXT_WORD = re.compile(r"[ ]?([^\W\d_]+)")
_MOST = Decimal(10) ** 9
_LABEL_REACH = 40


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a bare number."""

    label: int | None
    """How far the nearest word for pay is; None when there is none."""
    period: Period | None
    has_currency: bool
    """Another number of the text has a currency."""
    matches: Sequence[Match]


def is_sum(text: str, number: Sum, beside: Beside) -> bool:
    """Tell whether a bare number is a sum, by its form and by what stands beside it."""
    value = number.money.high or number.money.low
    if value is None or not BARE_LEAST <= value <= _MOST or value % 100:
        return False
    if 1900 <= value <= 2100 and not number.scaled:
        return False
    if not _stands_alone(text, number.end, beside.matches):
        return False
    near = beside.label is not None and beside.label <= _LABEL_REACH
    return near or beside.period is not None or (number.scaled and beside.has_currency)


def _stands_alone(text: str, end: int, matches: Sequence[Match]) -> bool:
    """Tell `150 тысяч в месяц` from `80 тысяч погибших`: a count is followed by what it counts."""
    following = _NEXT_WORD.match(text, end)
    if following is None or len(following[1]) <= 3:
        return True
    at = following.start(1)
    first = bisect.bisect_left(matches, at, key=lambda m: m.start)
    return any(
        m.start == at and (m.signal in _GOES_ON or ":" in m.signal)
        for m in matches[first : first + 8]
    )
