"""Tell a number without a currency that is a sum from one that counts something else."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from decimal import Decimal

from monitor.model import Period
from monitor.text.money import BARE_LEAST, Sum
from monitor.text.phrases import Match
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


class Beside:
    """What stands beside the bare numbers of a text, to tell a sum from a count."""

    def __init__(self, text: str, matches: Sequence[Match], *, has_currency: bool) -> None:
        """Look at a text; `has_currency` says that another number of it has a currency."""
        self._text = text
        self._matches = matches
        self._has_currency = has_currency
        self._is_enlisting = any(match.signal in _ENLISTING for match in matches)

    def makes_sum(self, number: Sum, label: int | None, period: Period | None) -> bool:
        """Tell whether a bare number is a sum; `label` is how far the nearest word for pay is."""
        value = number.money.high or number.money.low
        if value is None or not BARE_LEAST <= value <= _MOST or value % 100:
            return False
        if 1900 <= value <= 2100 and not number.scaled:
            return False
        is_told = period is not None or (label is not None and label <= _LABEL_REACH)
        if number.scaled:
            return is_told or self._has_currency or (self._is_enlisting and value >= _LARGE)
        if not self._stands_alone(number.end):
            return False
        return is_told or (self._has_currency and self._is_grouped(number))

    def _is_grouped(self, number: Sum) -> bool:
        return _GROUPED.search(self._text, number.start, number.end) is not None

    def _stands_alone(self, end: int) -> bool:
        """Tell `150 000 в месяц` from `80 000 погибших`: a count is followed by what it counts."""
        following = _NEXT_WORD.match(self._text, end)
        if following is None or len(following[1]) <= 3:
            return True
        at = following.start(1)
        first = bisect.bisect_left(self._matches, at, key=lambda m: m.start)
        return any(
            m.start == at and (m.signal in _GOES_ON or ":" in m.signal)
            for m in self._matches[first : first + 8]
        )
