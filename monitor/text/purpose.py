"""Say of each sum how often it is paid and what it pays for, from the words that stand nearest.

A label may stand before or behind its sum, in its line or alone in the line above or below. The
nearest one wins; a label that stands nearer to another sum is that sum's first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.model import Period, Purpose
from monitor.text.bare import Beside
from monitor.text.ellipsis import complete
from monitor.text.following import follow
from monitor.text.money import Sum
from monitor.text.nearness import Context, before_and_behind
from monitor.text.phrases import Match

_RECURRING = frozenset({Period.HOUR, Period.DAY, Period.SHIFT, Period.WEEK, Period.MONTH})
_BY_NATURE: Mapping[Purpose, Period] = {
    Purpose.SIGNING: Period.ONCE,
    Purpose.BOUNTY: Period.ONCE,
    Purpose.DEBT: Period.ONCE,
    Purpose.DEATH_INJURY: Period.ONCE,
    Purpose.REFERRAL: Period.ONCE,
    Purpose.FEE: Period.ONCE,
    Purpose.SALARY: Period.MONTH,
    Purpose.TUITION: Period.YEAR,
}
"""How often it is paid by its nature, unless the text says another period."""
_LABELS: Mapping[str, tuple[Purpose, int]] = {
    "signing": (Purpose.SIGNING, 3),
    "pay": (Purpose.SALARY, 18),
    "year_total": (Purpose.TOTAL, 12),
    "bounty": (Purpose.BOUNTY, 0),
    "debt": (Purpose.DEBT, 0),
    "loss": (Purpose.DEATH_INJURY, -7),
    "referral": (Purpose.REFERRAL, 0),
    "fee": (Purpose.FEE, 0),
    "tuition": (Purpose.TUITION, 8),
    "period:once": (Purpose.SIGNING, 10),
    **{f"period:{period}": (Purpose.SALARY, 2) for period in sorted(_RECURRING)},
    **{f"sum:{purpose}": (purpose, 2) for purpose in Purpose},
    "sum:death_injury": (Purpose.DEATH_INJURY, -7),
    "sum:fee": (Purpose.FEE, 6),
    "sum:other": (Purpose.OTHER, 2),
    "sum:total": (Purpose.TOTAL, 8),
    "sum:salary": (Purpose.SALARY, 6),
}
"""Signal -> purpose, and what a general word must be nearer by than a special one to win.

Death and wounds are told in a clause of their own before the sum: `if he dies, 5 million are paid`.
"""
_ONE_SUMS = frozenset(signal for signal in _LABELS if signal.startswith("period:"))
"""Labels of the one sum that they stand nearest to."""
_TOUCHING = 2
"""Characters between a sum and a period that is its own, whatever else is near: `$5 a month`."""
_ANOTHERS = 30
"""What a label costs a sum when it stands nearer to another sum."""
_FAR = 60
"""Cost from which on a period is some other thing's."""
_SURE = 50
"""Cost up to which a label is surely its sum's; beyond, what the sum is worth may tell more."""
_YEAR = 45
"""What a year costs a sum that may be a month's pay: most years are the contract's length."""
_UNLIKELY = 45
"""What a recurring period costs a sum that is paid once by its nature: "per tank, each day"."""


def attach(text: str, sums: Sequence[Sum], matches: Sequence[Match]) -> list[Sum]:
    """Give the sums with period and purpose; drop bare numbers that no label makes a sum."""
    beside = Beside(text, matches, has_currency=any(not sum_.bare for sum_ in sums))
    told = [match for match in matches if match.signal in _LABELS]
    context = Context(text, sums, told)
    labelled = _Labelled.of(context, told)
    labels = [labelled.nearest(sum_, index) for index, sum_ in enumerate(sums)]
    periods = _periods(context, labels, [m for m in matches if m.signal.startswith("period:")])
    years = _Years(matches)
    attached: list[Sum] = []
    for index, (sum_, label) in enumerate(zip(sums, labels, strict=True)):
        period = periods.get(index)
        if beside.may_be_sum(sum_) and beside.makes_sum(sum_, label.cost, period):
            purpose, agreed = _agreed(label, period, years)
            money = replace(sum_.money, purpose=purpose, period=agreed)
            unsure = label.is_far and period is None
            is_told = label.match is not None
            attached.append(replace(sum_, money=money, told=is_told, unsure=unsure))
    return complete(text, follow(text, _as_their_lists_end(attached)), sums)


def _as_their_lists_end(sums: Sequence[Sum]) -> list[Sum]:
    """Give each sum of a list the purpose and the period of the last: `2, 3 or 4 thousand a month`."""
    done: list[Sum] = []
    for sum_ in reversed(sums):
        if sum_.leads and done:
            last = done[-1]
            said = replace(sum_.money, purpose=last.money.purpose, period=last.money.period)
            sum_ = replace(sum_, money=said, told=last.told, unsure=last.unsure)
        done.append(sum_)
    return done[::-1]


@dataclass(frozen=True, slots=True)
class _Label:
    """The label that a sum goes by."""

    purpose: Purpose = Purpose.OTHER
    cost: int | None = None
    match: Match | None = None

    @property
    def is_aside(self) -> bool:
        """Tell a sum of which words say that it is none of the others: a fine, an allowance."""
        return self.match is not None and self.match.signal == "sum:other"

    def has_within(self, match: Match) -> bool:
        """Tell a word that is a part of the label: `for each day of assault`."""
        if self.match is None:
            return False
        return self.match.start <= match.start and match.end <= self.match.end

    @property
    def is_far(self) -> bool:
        """Tell no label, one that stands far off, and one that says no more than that one is paid."""
        if self.match is None or self.cost is None:
            return True
        return self.cost > _SURE or self.match.signal == "pay"


@dataclass(frozen=True, slots=True)
class _Labelled:
    """The labels of a text, and whose each of them is first."""

    context: Context
    matches: Sequence[Match]
    owners: Mapping[Match, int]

    @staticmethod
    def of(context: Context, matches: Sequence[Match]) -> _Labelled:
        around = {match: context.around(match) for match in matches}
        owners = {match: min(near)[1] for match, near in around.items() if near}
        return _Labelled(context, matches, owners)

    def nearest(self, sum_: Sum, index: int) -> _Label:
        best = _Label()
        for match in before_and_behind(self.matches, sum_.start, sum_.end):
            cost = self.context.cost(sum_, match)
            if cost is None:
                continue
            is_own = self.owners.get(match) == index
            if not is_own and match.signal in _ONE_SUMS:
                continue
            purpose, general = _LABELS[match.signal]
            cost += general + (0 if is_own else _ANOTHERS)
            if match.signal in _ONE_SUMS and 0 <= match.start - sum_.end <= _TOUCHING:
                cost = general
            if best.cost is None or cost < best.cost:
                best = _Label(purpose, cost, match)
        return best


def _periods(
    context: Context, labels: Sequence[_Label], matches: Sequence[Match]
) -> Mapping[int, Period]:
    """Give each sum the nearest of those periods that suit no other sum better."""
    best: dict[int, tuple[int, Period]] = {}
    for match in matches:
        period = _period(match)
        costs = _suited(match, context.around(match), labels)
        cost, index = min(costs, default=(_FAR, -1))
        if cost < _FAR and (index not in best or cost < best[index][0]):
            best[index] = cost, period
    return {index: period for index, (_, period) in best.items()}


def _period(match: Match) -> Period:
    return Period(match.signal.removeprefix("period:"))


def _suited(
    match: Match, around: Sequence[tuple[int, int]], labels: Sequence[_Label]
) -> Iterator[tuple[int, int]]:
    period = _period(match)
    for cost, index in around:
        purpose = labels[index].purpose
        if purpose is Purpose.BOUNTY and labels[index].has_within(match):
            yield 0, index
            continue
        if purpose is Purpose.SIGNING and (period in _RECURRING or period is Period.YEAR):
            continue
        is_once = _BY_NATURE.get(purpose) is Period.ONCE
        is_unlikely = is_once and (period in _RECURRING or period is Period.YEAR)
        is_year = period is Period.YEAR and purpose in (Purpose.SALARY, Purpose.OTHER)
        yield cost + (_UNLIKELY if is_unlikely else _YEAR if is_year else 0), index


class _Years:
    """Where the text speaks of a year."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self._said = [m for m in matches if m.signal in ("period:year", "duration:year")]

    def of_total(self, label: Match | None) -> Period:
        """Tell a year's sum from a whole contract's."""
        if label is None:
            return Period.TOTAL
        is_year = any(y.start < label.end + 3 and label.start - 3 < y.end for y in self._said)
        return Period.YEAR if is_year else Period.TOTAL


def _agreed(label: _Label, period: Period | None, years: _Years) -> tuple[Purpose, Period | None]:
    """Make period and purpose agree."""
    if label.is_aside:
        return Purpose.OTHER, period if period in _RECURRING else None
    purpose = _of_period(label.purpose, period)
    if purpose is Purpose.TOTAL and period not in _RECURRING:
        if label.match is not None and label.match.signal == "sum:total":
            return purpose, Period.YEAR
        return purpose, Period.YEAR if period is Period.YEAR else years.of_total(label.match)
    return purpose, period or _BY_NATURE.get(purpose)


def _of_period(purpose: Purpose, period: Period | None) -> Purpose:
    """Mend a general purpose by the period: what is paid once for service is paid at signing."""
    if purpose not in (Purpose.SALARY, Purpose.OTHER):
        return purpose
    if period is Period.ONCE:
        return Purpose.SIGNING
    if period in _RECURRING:
        return Purpose.SALARY
    return Purpose.TOTAL if period is Period.TOTAL else purpose
