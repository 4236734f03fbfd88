"""Say how far a label stands from a sum, as a reader sees it: marks and other sums push it away."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from monitor.text.layout import ABOVE, BELOW, Layout
from monitor.text.money import Sum
from monitor.text.phrases import Match

REACH = 90
"""Characters to look either side of a sum; longest label distance seen in the adverts' tables."""

_MARK = re.compile(r"[,;،؛、，；|•●▪✅✔💰🔹🔸+]|[ ](?:/|--?)[ ]")
_SENTENCE_END = re.compile(r"[.!?։।۔](?=\s)|[。！？]")
_AND = re.compile(
    r"[ ](?:и|и еще|плюс|and|plus|y|e|et|und|i|та|жана|жане|хам|va|və|ve|na|iyo|और|एवं|र|এবং|ও|"
    r"සහ|மற்றும்|եւ|և|ու|და)[ ]|[ ]و"
)
_QUOTE = re.compile('[«»“”„"「」]')
_COSTS = ((_MARK, 14), (_SENTENCE_END, 26), (_AND, 9), (_QUOTE, 6))
_LINE = 16
_SUM_BETWEEN = 45
_BEHIND = 4
"""A label stands in front of its sum a little more often than behind it."""


_WRONG_SIDE = 24
"""What a label costs in the line on the other side than the text's labels are on."""


class Context:
    """The text and its sums, by start; no sum overlaps another."""

    def __init__(self, text: str, sums: Sequence[Sum], labels: Sequence[Match]) -> None:
        self.text = text
        self._layout = Layout(text, sums, labels)
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
        marks = sum(price * len(mark.findall(between)) for mark, price in _COSTS)
        side = 0 if before else _BEHIND
        if lines and self._layout.side == (BELOW if before else ABOVE):
            side += _WRONG_SIDE * self._layout.is_alone(sum_.start)
        return end - start + marks + _LINE * lines + _SUM_BETWEEN * crossed + side

    def _sums_within(self, start: int, end: int) -> int:
        first = bisect.bisect_left(self._starts, start)
        return max(0, bisect.bisect_right(self._ends, end) - first)

    def around(self, match: Match) -> list[tuple[int, int]]:
        """Give cost and index of the sums that stand nearest to a label, two on each side."""
        at = bisect.bisect_left(self._starts, match.start)
        near = range(max(0, at - 2), min(len(self.sums), at + 2))
        costs = ((self.cost(self.sums[index], match), index) for index in near)
        return [(cost, index) for cost, index in costs if cost is not None]


def before_and_behind(matches: Sequence[Match], start: int, end: int) -> Sequence[Match]:
    """Give the matches, sorted by start, that begin near a range."""
    first = bisect.bisect_left(matches, start - REACH - _LONGEST, key=_start)
    return matches[first : bisect.bisect_right(matches, end + REACH, key=_start)]


def _start(match: Match) -> int:
    return match.start


_LONGEST = 60
"""Characters of the longest label."""
