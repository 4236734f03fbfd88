"""What the rules are once loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from monitor.text.phrases import PhraseBook
from monitor.text.units import Currencies, MoneyWords
from monitor.text.wording import Wording


@dataclass(frozen=True, slots=True)
class Signal:
    """What a finding of this name means, for people; `experimental` decides nothing."""

    id: str
    title: str
    meaning: str = ""
    against: bool = False
    core: bool = False
    """A posting without any core finding is not looked at further."""
    experimental: bool = False
    indicator: str = ""
    """DOMAIN.md's indicator of deception that it may be; empty when none."""


@dataclass(frozen=True)
class Weights:
    """Log-odds per feature: of three sides (offer, report, other), then of the classes within one."""

    sides: Mapping[str, Mapping[str, float]]
    labels: Mapping[str, Mapping[str, float]]
    threshold: float = 0.5
    """Share of the offer's side from which on a posting is flagged."""

    @cached_property
    def names(self) -> frozenset[str]:
        """The features that have a weight anywhere."""
        return frozenset(chain(*self.sides.values(), *self.labels.values()))


@dataclass(frozen=True, slots=True)
class Example:
    """A text by which a file of rules proves that a signal is found, or is not."""

    path: Path
    signal: str
    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What we judge by. `digest` names it: equal digests give equal assessments."""

    digest: str
    phrases: PhraseBook
    money: MoneyWords
    currencies: Currencies
    signals: Mapping[str, Signal]
    weights: Weights
    wording: Wording
    languages: tuple[str, ...]
    endings: Mapping[str, Mapping[str, re.Pattern[str]]]
    """Language -> tense or mood -> words with such an ending (past: told; command: asked)."""
    examples: tuple[Example, ...] = ()

    @property
    def core(self) -> frozenset[str]:
        """Signals without which nothing is flagged; what is experimental decides nothing."""
        return frozenset(s.id for s in self.signals.values() if s.core and not s.experimental)
