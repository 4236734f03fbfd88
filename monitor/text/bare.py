"""Tell a number without a currency that is a sum from one that counts something else."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from decimal import Decimal

from monitor.model import Period
from monitor.text.money import Sum
from monitor.text.phrases import Match
from monitor.text.ranges import BARE_LEAST
from monitor.text.tokens import WORD

_GOES_ON = frozenset(
    {"signing", "pay", "year_total", "bounty", "debt", "referral"}
    | {"fee", "tuition", "cta", "reader", "contract", "travel"}
)
"""Signals of words that may follow a sum at once."""
_ENLISTING = frozenset(
    {"army", "contract", "unit", "military", "war", "russia", "victim", "warning", "signing"}
    | {"citizenship", "passport", "promise", "referral", "cta"}
)
"""Signals of texts whose large numbers are sums: adverts of armies, and what is told of them."""
_NEXT_WORD = re.compile(rf"[ ]?([^\W\d_][{WORD}]{{0,40}})")
_GROUPED = re.compile(r"\d[ .,']\d{3}(?!\d)")
_MOST = Decimal(10) ** 9
_LARGE = Decimal(50_000)
_LABEL_REACH = 40
_LEAST_SHORT = Decimal(30)
"""A number told in short (`210 a month` for 210 thousand) is a sum from here on: fewer are counted."""
_TOUCHING = 2
_BEFORE = 24
_PAID = frozenset({"pay", "sum:salary", "period:month"})
_COLON = re.compile(r"[ ]?[:—-]?[ ]?\Z")
_ENDS = re.compile(r"[ ]?(?:[,.;!\n)+]|\Z)")


class Beside:
    """What stands beside the bare numbers of a text, to tell a sum from a count."""

    def __init__(self, text: str, matches: Sequence[Match], *, has_currency: bool) -> None:
        """Look at a text; `has_currency` says that another number of it has a currency."""
        self._text = text
        self._matches = matches
        self._has_currency = has_currency
        self._is_enlisting = any(match.signal in _ENLISTING for match in matches)

    def may_be_sum(self, number: Sum) -> bool:
        """Tell a sum, or a bare number that may be one, from ages, years and days."""
        value = number.money.high or number.money.low
        if not number.bare or value is None:
            return not number.bare
        if value < BARE_LEAST:
            return value >= _LEAST_SHORT and value % 5 == 0 and self._is_pay_in_short(number)
        is_year = 1900 <= value <= 2100 and not number.scaled
        return value <= _MOST and value % 100 == 0 and not is_year

    def makes_sum(self, number: Sum, label: int | None, period: Period | None) -> bool:
        """Tell whether what may be a sum is one; `label` is how far the nearest word for pay is."""
        value = number.money.high or number.money.low
        if not number.bare or value is None or value < BARE_LEAST:
            return True
        is_told = period is not None or (label is not None and label <= _LABEL_REACH)
        if number.scaled:
            return is_told or self._has_currency or (self._is_enlisting and value >= _LARGE)
        if not self._stands_alone(number.end):
            return False
        return is_told or (self._has_currency and self._is_grouped(number))

    def _is_pay_in_short(self, number: Sum) -> bool:
        """Tell `then 210 a month` and `Salary: 230.` by a label that touches the number."""
        first = bisect.bisect_left(self._matches, number.end, key=_start)
        last = bisect.bisect_right(self._matches, number.end + _TOUCHING, key=_start)
        behind = self._matches[first:last]
        if any(m.signal == "period:month" for m in behind):
            return not self._text[number.end : behind[0].start].strip(" /")
        if _ENDS.match(self._text, number.end) is None:
            return False
        first = bisect.bisect_left(self._matches, number.start - _BEFORE, key=_start)
        last = bisect.bisect_left(self._matches, number.start, key=_start)
        return any(
            m.signal in _PAID and _COLON.fullmatch(self._text, m.end, number.start)
            for m in self._matches[first:last]
        )

    def _is_grouped(self, number: Sum) -> bool:
        return _GROUPED.search(self._text, number.start, number.end) is not None

    def _stands_alone(self, end: int) -> bool:
        """Tell `150 000 в месяц` from `80 000 погибших`: a count is followed by what it counts."""
        following = _NEXT_WORD.match(self._text, end)
        if following is None or len(following[1]) <= 3:
            return True
        at = following.start(1)
        first = bisect.bisect_left(self._matches, at, key=_start)
        return any(
            m.start == at and (m.signal in _GOES_ON or ":" in m.signal)
            for m in self._matches[first : first + 8]
        )


def _start(match: Match) -> int:
    return match.start
