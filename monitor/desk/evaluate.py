"""Measure verdicts, sums, promises, contacts and languages on labelled texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf, sqrt
from typing import TypeVar

from monitor.assess import full
from monitor.desk.corpus import UNSAID, Labelled
from monitor.model import Assessment, Contact, Money, Promise
from monitor.rulebook import Rules

Value = TypeVar("Value")

Z = 1.96
"""Standard normal quantile of a 95 % interval."""


def wilson(share: float, answered: float) -> tuple[float, float]:
    """Give the 95 % interval of a share after Wilson (1927); answers may be a fraction or endless."""
    if answered == inf:
        return share, share
    middle = share + Z * Z / (2 * answered)
    spread = Z * sqrt(share * (1 - share) / answered + Z * Z / (4 * answered**2))
    scale = 1 + Z * Z / answered
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a count, with its 95 % interval."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.value, self.of) if self.of else (0.0, 1.0)


@dataclass(slots=True)
class Matched:
    """Counts of things looked for: both said, only we said, only the label said."""

    both: int = 0
    ours_only: int = 0
    theirs_only: int = 0

    def add(self, ours: Counter[Hashable], theirs: Counter[Hashable]) -> None:
        shared = (ours & theirs).total()
        self.both += shared
        self.ours_only += ours.total() - shared
        self.theirs_only += theirs.total() - shared

    @property
    def precision(self) -> Share:
        return Share(self.both, self.both + self.ours_only)

    @property
    def recall(self) -> Share:
        return Share(self.both, self.both + self.theirs_only)

    @property
    def f1(self) -> float:
        wanted = 2 * self.both + self.ours_only + self.theirs_only
        return 2 * self.both / wanted if wanted else 1.0


@dataclass(slots=True)
class Report:
    """What a set of labelled texts says of the rules."""

    texts: int = 0
    alerts: Matched = field(default_factory=Matched)
    labels: Matched = field(default_factory=Matched)
    tiers: Matched = field(default_factory=Matched)
    foreigners: Matched = field(default_factory=Matched)
    sums: Matched = field(default_factory=Matched)
    sums_with_period: Matched = field(default_factory=Matched)
    promises: Matched = field(default_factory=Matched)
    contacts: Matched = field(default_factory=Matched)
    languages: Matched = field(default_factory=Matched)
    wrong: list[tuple[str, str, str, float]] = field(default_factory=list)
    """Texts whose alert is wrong: id, label, ours, score."""


def evaluate(texts: Iterable[Labelled], rules: Rules) -> Report:
    """Judge each text and compare with its labels."""
    report = Report()
    for text in texts:
        _compare(report, text, full(text.posting, rules, text.hints))
    return report


def by(
    key: Callable[[Labelled], str], texts: Sequence[Labelled]
) -> Iterator[tuple[str, list[Labelled]]]:
    """Group texts, in the order of the key."""
    for name in sorted({key(text) for text in texts}):
        yield name, [text for text in texts if key(text) == name]


def _compare(report: Report, text: Labelled, ours: Assessment) -> None:
    report.texts += 1
    alerted = ours.tier is not None
    report.alerts.add(_one(alerted), _one(text.is_offer))
    report.labels.add(Counter([ours.label]), Counter([text.label]))
    if text.tier is not None or not text.is_offer:
        report.tiers.add(Counter([ours.tier]), Counter([text.tier]))
    report.foreigners.add(_one(ours.foreigners), _one(text.foreigners))
    if text.lang != UNSAID:
        report.languages.add(Counter([_comparable(ours.lang, text.lang)]), Counter([text.lang]))
    report.promises.add(_one(any(_values(ours, Promise))), _one(bool(text.promise)))
    if text.contacts is not None:
        report.contacts.add(Counter(set(_values(ours, Contact))), Counter(set(text.contacts)))
    if text.money is not None:
        found = list(_values(ours, Money))
        report.sums.add(Counter(map(_amount, found)), Counter(map(_amount, text.money)))
        report.sums_with_period.add(Counter(map(_paid, found)), Counter(map(_paid, text.money)))
    if alerted is not text.is_offer:
        report.wrong.append((text.id, text.label, ours.label, ours.score))


def _comparable(ours: str, theirs: str) -> str:
    """Cut our tag to what the label tells: a label without a script takes any script."""
    return ours if "-" in theirs else ours.split("-")[0]


def _one(claim: bool) -> Counter[Hashable]:
    return Counter([True] if claim else [])


def _values(ours: Assessment, kind: type[Value]) -> Iterator[Value]:
    return (f.value for f in ours.findings if isinstance(f.value, kind))


def _amount(money: Money) -> Hashable:
    return money.low, money.high, money.currency


def _paid(money: Money) -> Hashable:
    return money.low, money.high, money.currency, money.period
