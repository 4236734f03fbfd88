"""Which hits teach the most when they are decided on next: those in doubt, of kinds seldom decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from monitor.model import Hit
from monitor.store.findings import Decided

Trait = tuple[str, str]
"""What a hit has in common with others: (language, uz), (source, north), (signal, debt)."""


@dataclass(frozen=True, slots=True)
class Useful:
    """A hit that is worth deciding on, and why."""

    hit: Hit
    doubt: float
    """1 where the rules cannot tell, 0 where they are sure."""
    rarity: float
    """1 where nothing like it was decided on, near 0 where hundreds were."""
    rarest: Trait
    """What of it was decided on least."""
    decided: int
    """How often."""

    @property
    def worth(self) -> float:
        """Doubt times rarity: a sure hit teaches as little as the hundredth of its kind."""
        return self.doubt * self.rarity


def most_useful(hits: Iterable[Hit], known: Iterable[Decided], *, count: int = 10) -> list[Useful]:
    """Choose one after the other; each chosen one counts as decided, so that they differ."""
    decided: Counter[Trait] = Counter()
    for one in known:
        decided.update(_traits_of(one.lang, one.source_id, one.signals))
    left, chosen = list(hits), list[Useful]()
    while left and len(chosen) < count:
        best = max((_useful(hit, decided) for hit in left), key=lambda one: one.worth)
        chosen.append(best)
        left.remove(best.hit)
        decided.update(_traits(best.hit))
    return chosen


def _useful(hit: Hit, decided: Counter[Trait]) -> Useful:
    score = hit.assessment.score
    counts = {trait: decided[trait] for trait in _traits(hit)}
    rarest = min(counts, key=lambda trait: counts[trait])
    return Useful(
        hit=hit,
        doubt=4 * score * (1 - score),
        rarity=_rarity(list(counts.items())),
        rarest=rarest,
        decided=counts[rarest],
    )


def _rarity(counts: Sequence[tuple[Trait, int]]) -> float:
    """Average how little each kind of trait is known; of a hit's signals only the rarest counts.

    An interval narrows with the square root of the decisions that it stands on.
    """
    least: dict[str, int] = {}
    for (kind, _), count in counts:
        least[kind] = min(count, least.get(kind, count))
    return sum(1 / sqrt(1 + count) for count in least.values()) / len(least)


def _traits(hit: Hit) -> Iterator[Trait]:
    signals = {finding.signal for finding in hit.assessment.findings}
    return _traits_of(hit.assessment.lang, hit.posting.source_id, signals)


def _traits_of(lang: str, source_id: str, signals: Iterable[str]) -> Iterator[Trait]:
    yield "language", lang
    yield "source", source_id
    yield from (("signal", signal) for signal in sorted(signals))
