"""How many adverts the rules miss in the field, from daily draws of what they did not flag; pure.

Among thousands of postings that were not flagged few are adverts, so that even many answers leave
a wide interval. It is shown as it is: a narrow one would be a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Protocol

from monitor.desk.evaluate import wilson

SHARES: Mapping[str, int] = {"near": 5, "far": 3, "bare": 2}
"""Postings a day of each stratum: ten take a few minutes, and near the threshold is most to learn."""

Interval = tuple[float, float]


class Counted(Protocol):
    """What people said of one part of the postings: `monitor.store.draws.Counted` fits."""

    @property
    def stratum(self) -> str: ...
    @property
    def population(self) -> int: ...
    @property
    def answered(self) -> int: ...
    @property
    def adverts(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Stratum:
    """All parts of one name together."""

    name: str
    population: int
    answered: int
    adverts: int
    share: float
    """Of adverts among the population, as far as the answers tell."""
    interval: Interval

    @property
    def total(self) -> float:
        """How many adverts there are in it."""
        return self.population * self.share


@dataclass(frozen=True, slots=True)
class Total:
    """A number of adverts with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Recall:
    """Of all adverts in the watched places, the share that the rules flagged."""

    value: float
    interval: Interval
    found: Total
    missed: Total
    flagged: tuple[Stratum, ...]
    drawn: tuple[Stratum, ...]

    @property
    def answered(self) -> int:
        """On how many answers about what was not flagged it stands."""
        return sum(one.answered for one in self.drawn)


def strata(counted: Iterable[Counted]) -> tuple[Stratum, ...]:
    """Put the parts of each name together; a part without any answer counts with the others' share."""
    parts: dict[str, list[Counted]] = defaultdict(list)
    for one in counted:
        if one.population:
            parts[one.stratum].append(one)
    return tuple(_stratum(name, found) for name, found in parts.items())


def unanswered(found: Iterable[Stratum]) -> tuple[str, ...]:
    """Name the strata of which nobody said anything yet: without them there is no estimate."""
    return tuple(one.name for one in found if not one.answered)


def estimate(flagged: Sequence[Stratum], drawn: Sequence[Stratum]) -> Recall | None:
    """Estimate the recall; None while a stratum lacks answers or no advert was found at all."""
    found, missed = total(flagged), total(drawn)
    if unanswered((*flagged, *drawn)) or not drawn or not found.value:
        return None
    least, most = _ratio(missed, found)
    return Recall(
        value=found.value / (found.value + missed.value),
        interval=(1 / (1 + most), 1 / (1 + least)),
        found=found,
        missed=missed,
        flagged=tuple(flagged),
        drawn=tuple(drawn),
    )


def total(found: Iterable[Stratum]) -> Total:
    """Add up strata: MOVER, the square-and-add of Zou and Donner (2008), over Wilson intervals."""
    found = tuple(found)
    value = sum(one.total for one in found)
    below = sqrt(sum((one.total - one.population * one.interval[0]) ** 2 for one in found))
    above = sqrt(sum((one.population * one.interval[1] - one.total) ** 2 for one in found))
    # There are at least as many as people have seen.
    seen = float(sum(one.adverts for one in found))
    return Total(value, max(value - below, seen), value + above)


def _stratum(name: str, parts: Sequence[Counted]) -> Stratum:
    told = [one for one in parts if one.answered]
    population = sum(one.population for one in parts)
    answered = sum(one.answered for one in told)
    adverts = sum(one.adverts for one in told)
    if not told:
        return Stratum(name, population, 0, 0, 0.0, (0.0, 1.0))
    share = sum(one.population * one.adverts / one.answered for one in told) / _there(told)
    interval = wilson(share, _worth(told, population, answered))
    return Stratum(name, population, answered, adverts, share, interval)


def _worth(told: Sequence[Counted], population: int, answered: int) -> float:
    """Say how many answers of a plain draw these are worth.

    Days of many postings weigh more (Kish 1965), and who has seen nearly all knows nearly all.
    """
    if answered >= population:
        return inf
    worth = _there(told) ** 2 / sum(one.population**2 / one.answered for one in told)
    return worth * (population - 1) / (population - answered)


def _there(told: Iterable[Counted]) -> int:
    return sum(one.population for one in told)


def _ratio(above: Total, below: Total) -> Interval:
    """Give the interval of a ratio of two totals: MOVER-R (Donner and Zou 2012).

    Where the lower total may be next to nothing it has no end, and the plain ends are taken.
    """
    product = above.value * below.value
    scale_low = below.high * (2 * below.value - below.high)
    scale_high = below.low * (2 * below.value - below.low)
    inner_low = product**2 - above.low * (2 * above.value - above.low) * scale_low
    inner_high = product**2 - above.high * (2 * above.value - above.high) * scale_high
    if scale_low <= 0 or scale_high <= 0 or inner_low < 0 or inner_high < 0:
        return above.low / below.high, above.high / below.low if below.low else inf
    low = (product - sqrt(inner_low)) / scale_low
    return max(0.0, low), (product + sqrt(inner_high)) / scale_high
