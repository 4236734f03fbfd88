"""What the files gave so far, and which names they use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.rulebook._nouns import Example, Signal
from monitor.rulebook._tables import Table, closest
from monitor.text.endings import word_endings
from monitor.text.phrases import Phrase
from monitor.text.units import Unit


@dataclass(slots=True)
class Gathered:
    """All that the files say, before it is made ready to be looked up."""

    signals: dict[str, Signal] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    multipliers: list[tuple[str, Decimal]] = field(default_factory=list)
    currencies: list[tuple[str, str]] = field(default_factory=list)
    naming: list[tuple[str, str]] = field(default_factory=list)
    """Words for money, each with its language."""
    numbers: list[tuple[str, Decimal]] = field(default_factory=list)
    counting: list[tuple[str, str]] = field(default_factory=list)
    """Words for numbers and multipliers, each with its language."""
    symbols: dict[str, str] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    """ISO 4217 codes without a rate."""
    word_codes: set[str] = field(default_factory=set)
    """Codes that are common words too: money in capitals, or in a language that lists them."""
    hundredths: list[str] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    rates: dict[str, Decimal] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    dated: str = ""
    tails: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Language -> mood -> endings as written."""
    used_signals: list[tuple[Table, str]] = field(default_factory=list)
    """Where files name a signal: judged when all are known."""
    examples: list[Example] = field(default_factory=list)
    used_currencies: list[tuple[Table, str]] = field(default_factory=list)

    def endings(self) -> Mapping[str, Mapping[str, re.Pattern[str]]]:
        """Compile the endings of each language and mood."""
        return {
            lang: {mood: word_endings(tails) for mood, tails in moods.items()}
            for lang, moods in self.tails.items()
        }

    def unknown_names(self) -> list[str]:
        """Give a fault for each signal or currency that is named and that no file gives."""
        return [*self._unknown(self.used_signals, self.signals), *self._unknown_currencies()]

    def _unknown_currencies(self) -> Iterator[str]:
        known = {*self.rates, *(f"unit:{name}" for name in self.units)}
        return self._unknown(
            [(t, c) for t, c in self.used_currencies if not _CODE.fullmatch(c)], known
        )

    @staticmethod
    def _unknown(
        used: list[tuple[Table, str]], known: Mapping[str, object] | set[str]
    ) -> Iterator[str]:
        for table, name in used:
            if name not in known:
                yield f"{table.path}: {table.key}: unknown name {name!r}{closest(name, known)}"


_CODE = re.compile(r"[A-Z]{3}")
"""ISO 4217; one without a rate is known all the same."""
