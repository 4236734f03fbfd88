"""Say of each sum how often it is paid and what it pays for, from the words that stand nearest.

A label may stand before or behind its sum, in its line or alone in the line above or below. The
nearest one wins; marks of punctuation, line ends and other sums between push it away.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.model import Period, Purpose
from monitor.text.money import BARE_LEAST, Sum
from monitor.text.phrases import Match

REACH = 90
"""Characters to look either side of a sum; longest label distance seen in the adverts' tables."""

PURPOSES = {
    "signing": Purpose.SIGNING,
    "pay": Purpose.SALARY,
    "year_total": Purpose.TOTAL,
    "bounty": Purpose.BOUNTY,
    "debt": Purpose.DEBT,
    "loss": Purpose.DEATH_INJURY,
    "referral": Purpose.REFERRAL,
    "fee": Purpose.FEE,
    "tuition": Purpose.TUITION,
}
_BY_PERIOD = {
    f"period:{period}": Purpose.SALARY for period in ("hour", "day", "shift", "week", "month")
}
"""What is paid by the month is a salary, if no nearer word says otherwise."""
_GENERIC = 18
"""What a general word ("pay") must be nearer by than a special one ("at signing") to win."""
_SUM_GOES_ON = frozenset(PURPOSES) - {"loss"} | {"cta", "reader", "contract", "travel"}
_NEXT_WORD = re.compile(r"[ ]?([^\W\d_]+)")
_MARK = re.compile(r"[,;|•●▪✅✔💰🔹🔸]|[.!?](?=\s)")


class _Context:
    """The text and its sums, by start; no sum overlaps another."""

    def __init__(self, text: str, sums: Sequence[Sum]) -> None:
        self.text = text
        self.sums = sums
        self._starts = [sum_.start for sum_ in sums]
        self._ends = [sum_.end for sum_ in sums]

    def cost(self, sum_: Sum, match: Match) -> int | None:
        """Give how far a label is from a sum; None where it cannot belong to it."""
        if match.start < sum_.end and sum_.start < match.end:
            return 0
        before = match.end <= sum_.start
        start, end = (match.end, sum_.start) if before else (sum_.end, match.start)
        if end - start > REACH:
            return None
        between = self.text[start:end]
        lines = between.count("\n")
        crossed = self._sums_within(start, end)
        if lines > 1 or crossed > 1 or (lines and crossed):
            return None
        marks = len(_MARK.findall(between))
        return end - start + 14 * marks + 16 * lines + 45 * crossed + (0 if before else 4)

    def _sums_within(self, start: int, end: int) -> int:
        first = bisect.bisect_left(self._starts, start)
        return max(0, bisect.bisect_right(self._ends, end) - first)

    def nearest(self, match: Match) -> tuple[int, int] | None:
        """Give cost and index of the sum nearest to a label; None when none is near."""
        at = bisect.bisect_left(self._starts, match.start)
        costs = [
            (cost, index)
            for index in range(max(0, at - 2), min(len(self.sums), at + 2))
            if (cost := self.cost(self.sums[index], match)) is not None and cost <= _FAR
        ]
        return min(costs, default=None)


_FAR = 60
"""Cost from which on a period is some other thing's."""


def attach(text: str, sums: Sequence[Sum], matches: Sequence[Match]) -> list[Sum]:
    """Give the sums with period and purpose; drop bare numbers that no label makes a sum."""
    context = _Context(text, sums)
    labels = _Near([m for m in matches if m.signal in PURPOSES or m.signal in _BY_PERIOD])
    owned = _owned_periods(context, [m for m in matches if m.signal.startswith("period:")])
    has_currency = any(not sum_.bare for sum_ in sums)
    attached = []
    for index, sum_ in enumerate(sums):
        purpose, distance = _purpose(context, sum_, labels)
        period = owned.get(index)
        if sum_.bare and not _is_sum(
            context, sum_, _Beside(distance, period, has_currency, matches)
        ):
            continue
        purpose, period = _reconciled(purpose, period)
        attached.append(replace(sum_, money=replace(sum_.money, purpose=purpose, period=period)))
    return attached


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a bare number, to tell a sum from a count."""

    label: int | None
    """How far the nearest word for pay is; None when there is none."""
    period: Period | None
    has_currency: bool
    """Another number of the text has a currency."""
    matches: Sequence[Match]


def _is_sum(context: _Context, sum_: Sum, beside: _Beside) -> bool:
    value = sum_.money.high or sum_.money.low
    if value is None or value < BARE_LEAST:
        return False
    if value % 100 or (1900 <= value <= 2100 and not sum_.scaled):
        return False
    if not _stands_alone(context.text, sum_.end, beside.matches):
        return False
    near = beside.label is not None and beside.label <= 40
    return near or beside.period is not None or (sum_.scaled and beside.has_currency)


def _stands_alone(text: str, end: int, matches: Sequence[Match]) -> bool:
    """Tell `150 тысяч в месяц` from `80 тысяч погибших`: a count is followed by what it counts."""
    following = _NEXT_WORD.match(text, end)
    if following is None or len(following[1]) <= 3:
        return True
    at = following.start(1)
    first = bisect.bisect_left(matches, at, key=lambda m: m.start)
    return any(
        m.start == at and (m.signal in _SUM_GOES_ON or ":" in m.signal)
        for m in matches[first : first + 8]
    )


def _owned_periods(context: _Context, periods: Sequence[Match]) -> dict[int, Period]:
    """Give each sum the nearest of those periods that have no nearer sum."""
    best: dict[int, tuple[int, Period]] = {}
    for match in periods:
        nearest = context.nearest(match)
        if nearest is None:
            continue
        cost, index = nearest
        if index not in best or cost < best[index][0]:
            best[index] = cost, Period(match.signal.removeprefix("period:"))
    return {index: period for index, (_, period) in best.items()}


@dataclass(frozen=True, slots=True)
class _Near:
    matches: Sequence[Match]

    def to(self, sum_: Sum) -> Sequence[Match]:
        first = bisect.bisect_left(self.matches, sum_.start - REACH - 60, key=lambda m: m.start)
        last = bisect.bisect_right(self.matches, sum_.end + REACH, key=lambda m: m.start)
        return self.matches[first:last]


def _purpose(context: _Context, sum_: Sum, labels: _Near) -> tuple[Purpose, int | None]:
    best: tuple[int, Match] | None = None
    for match in labels.to(sum_):
        cost = context.cost(sum_, match)
        if cost is None:
            continue
        cost += _GENERIC if match.signal == "pay" else 0
        if best is None or cost < best[0]:
            best = cost, match
    if best is None:
        return Purpose.OTHER, None
    return (PURPOSES | _BY_PERIOD)[best[1].signal], best[0]


def _reconciled(purpose: Purpose, period: Period | None) -> tuple[Purpose, Period | None]:
    """Make period and purpose agree: what is paid once for service is paid at signing."""
    if purpose is Purpose.SALARY and period is Period.ONCE:
        return Purpose.SIGNING, period
    if purpose is Purpose.OTHER and period is Period.ONCE:
        return Purpose.SIGNING, period
    if purpose is Purpose.OTHER and period in (
        Period.MONTH,
        Period.DAY,
        Period.SHIFT,
        Period.HOUR,
        Period.WEEK,
    ):
        return Purpose.SALARY, period
    if purpose in (Purpose.SALARY, Purpose.OTHER) and period in (Period.TOTAL, Period.YEAR):
        return (Purpose.TOTAL if period is Period.TOTAL else purpose), period
    if period is None and purpose is Purpose.SALARY:
        return purpose, Period.MONTH
    if period is None and purpose in (Purpose.SIGNING, Purpose.DEATH_INJURY):
        return purpose, Period.ONCE
    if period is None and purpose is Purpose.TOTAL:
        return purpose, Period.TOTAL
    return purpose, period
