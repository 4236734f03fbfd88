"""Units of money: which currency a word or symbol means, where language and place may decide."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from monitor.model import Hints
from monitor.text.words import WordTable


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of money whose name several currencies share."""

    default: str | None = None
    """None leaves the currency open when neither place nor language decides."""
    languages: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    is_local: bool = False
    """Its name means other things elsewhere: money only where the place decides."""

    def told(self, lang: str | None, hints: Hints) -> str | None:
        """Give the currency that place or language says; the source's country goes first."""
        return self.countries.get(hints.country or "") or self.languages.get(lang or "")

    def alike(self, said: Collection[str], named: Collection[str]) -> str | None:
        """Give the one of its currencies that the text says elsewhere, or whose country it names.

        What is said elsewhere (`A$100m ($62m)`) tells nothing of a unit with a usual currency.
        """
        theirs = frozenset() if self.default else frozenset(self.countries.values())
        homes = frozenset(self.countries[place] for place in named if place in self.countries)
        found = (theirs.intersection(said), homes)
        return next((one for few in found if len(few) == 1 for one in few), None)

    def decide(self, lang: str | None, hints: Hints) -> str | None:
        """Give the currency that place or language says, or the usual one."""
        return self.told(lang, hints) or self.default


@dataclass(frozen=True, slots=True)
class Currencies:
    """Symbols, shared units, and a dated rough rate (units for one US dollar)."""

    symbols: Mapping[str, str]
    """Folded symbol -> code or `unit:<name>`."""
    units: Mapping[str, Unit]
    rates: Mapping[str, Decimal]
    dated: str
    countries: Mapping[str, str] = field(default_factory=dict)
    """ISO 3166-1 alpha-2 -> the country's own currency."""
    places: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """ISO 3166-1 alpha-2 -> what its name begins with, folded: where people go to earn."""

    def of_symbol(self, written: str) -> str:
        """Give the code or `unit:<name>` of a symbol as it was found."""
        return self.symbols[written.replace(" ", "")]

    def decide(self, token: str, lang: str | None, hints: Hints) -> str | None:
        """Turn what stood at a number into an ISO 4217 code; None when nothing decides."""
        if not token.startswith("unit:"):
            return token
        unit = self.units.get(token.removeprefix("unit:"))
        return unit.decide(lang, hints) if unit else None

    def unit(self, token: str | None) -> Unit | None:
        """Give the unit that several currencies share; None for a code."""
        return self.units.get((token or "").removeprefix("unit:"))

    def named(self, text: str) -> frozenset[str]:
        """Give the countries of foreign work that a folded text names."""
        return frozenset(code for code, names in self.places.items() if names.search(text))

    def at_home(self, hints: Hints) -> str | None:
        """Give the currency of the source's country; None when either is unknown."""
        return self.countries.get(hints.country or "")

    def in_dollars(self, amount: Decimal, currency: str) -> Decimal | None:
        """Give a rough worth in US dollars, to rank by; None for a currency without a rate."""
        rate = self.rates.get(currency)
        return amount / rate if rate else None


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """Words around a number, of all languages at once: a detected language never gates a sum."""

    multipliers: WordTable[Decimal]
    currencies: WordTable[str]
    numbers: WordTable[Decimal]
    word_codes: frozenset[str]
    """Folded codes that are common words (`try`): money in capitals, or where a language says so."""
    hundredths: WordTable[bool]
    """Cents, kopecks and their like."""
    counted: WordTable[bool]
    """What numbers count that is no money: people, kilometres."""
    symbol_after: re.Pattern[str]
    symbol_before: re.Pattern[str]


def place_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds folded names of a place by how they begin; Arabic writes `in` onto them."""
    choice = "|".join(map(re.escape, names))
    return re.compile(rf"(?<![^\W\d_\u0600-\u06ff\u2e80-\u9fff])(?:{choice})")


def symbol_patterns(symbols: Mapping[str, str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the patterns that find a folded symbol right after and right before a number.

    A symbol of letters must end there (`100 lei`, not `100 leisurely`); `hk$` may be `hk $`, but
    `a $` is an article. Chinese, which parts no words, may stand right before one.
    """
    longest_first = sorted(symbols, key=len, reverse=True)
    choice = "|".join(map(_spaced, longest_first))
    return (
        re.compile(rf"[ ]?\n?[ ]?(?:de |of )?({choice})"),
        re.compile(rf"(?<![^\W\d_\u2e80-\u9fff])({choice})[ ]?\Z"),
    )


def _spaced(symbol: str) -> str:
    pattern = re.escape(symbol)
    if symbol[:2].isalpha() or symbol.startswith("c"):
        pattern = pattern.replace(r"\$", r"[ ]?\$")
    return pattern + (r"(?![^\W\d_])" if symbol[-1:].isalpha() and symbol.isascii() else "")
