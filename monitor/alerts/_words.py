"""Say labels, reasons, sums and promises in a deployment's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from monitor.model import Money, Promise

LANGUAGES = Path(__file__).parent / "languages"
ENGLISH = "en"
_LONGEST = 18
"""Digits of a figure that are written out; a larger one is no offer but a trap (1E+999999)."""

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """What one language calls things. What it has no word for is said in English, then as its id."""

    lang: str
    """The language that these words are in, for screen readers."""
    _tables: Mapping[str, Table]

    def say(self, word: str, **values: object) -> str:
        """Give a word or sentence of the alert itself, its blanks filled."""
        return self._tables["words"][word].format(**values)

    def label(self, label: str) -> str:
        """Say what a posting is."""
        return self._gloss("labels", label)

    def tier(self, tier: str) -> str:
        """Say how urgent it is."""
        return self._gloss("tiers", tier)

    def signal(self, signal: str) -> str:
        """Say what a reason means."""
        return self._gloss("signals", signal)

    def state(self, state: str) -> str:
        """Say how something of the monitor fares."""
        return self._gloss("states", state)

    def advice(self, state: str) -> str:
        """Say what an operator can do about a state; empty where there is nothing to do."""
        return self._tables["advice"].get(state, "")

    def kind(self, kind: str) -> str:
        """Say what an alarm is about."""
        return self._gloss("kinds", kind)

    @property
    def masks(self) -> Table:
        """What stands in the place of a contact, by its kind."""
        return self._tables["masks"]

    def money(self, money: Money) -> str:
        """Say a sum: what it pays for, from how much to how much, how often."""
        currency = money.currency or self.say("no_currency")
        amount = self.say("no_amount")
        if money.low is not None or money.high is not None:
            amount = f"{self._amount(money.low, money.high)} {currency}"
        period = f" {self._gloss('periods', money.period)}" if money.period else ""
        return self.say(
            "sum", purpose=self._gloss("purposes", money.purpose), amount=amount + period
        )

    def promise(self, promise: Promise) -> str:
        """Say what is promised, how soon, and to whom."""
        parts = [self._gloss("promises", promise.what), self._time(promise.days)]
        if promise.family:
            parts.append(self.say("family"))
        return ", ".join(parts)

    def _time(self, days: int | None) -> str:
        match days:
            case None:
                return self.say("no_time")
            case 0:
                return self.say("at_once")
            case 1:
                return self.say("in_one_day")
        return self.say("in_days", days=days)

    def _amount(self, low: Decimal | None, high: Decimal | None) -> str:
        if low is None or high is None:
            end = low if low is not None else high
            word = "up_to" if low is None else "from"
            return self.say(word, amount=self._figure(end or Decimal()))
        if low == high:
            return self._figure(low)
        return self.say("range", low=self._figure(low), high=self._figure(high))

    def _figure(self, figure: Decimal) -> str:
        if not figure.is_finite() or abs(figure.adjusted()) > _LONGEST:
            return f"{figure:.3g}"
        written = f"{figure:,f}"
        whole, _, part = written.partition(".")
        numbers = self._tables["numbers"]
        part = part.rstrip("0")
        return whole.replace(",", numbers["group"]) + (numbers["decimal"] + part if part else "")

    def _gloss(self, table: str, key: str) -> str:
        return self._tables[table].get(key) or key.replace("_", " ")


@cache
def words(language: str, folder: Path = LANGUAGES) -> Words:
    """Give the words of a language, by the longest part of its tag that has a file: uz-Latn, uz."""
    tables = _read(ENGLISH, folder)
    parts = language.split("-")
    for length in range(len(parts), 0, -1):
        name = "-".join(parts[:length])
        if name in spoken(folder):
            own = _read(name, folder)
            return Words(name, {table: {**tables[table], **own.get(table, {})} for table in tables})
    return Words(ENGLISH, tables)


def spoken(folder: Path = LANGUAGES) -> tuple[str, ...]:
    """Name the languages that have words of their own."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _read(name: str, folder: Path) -> Mapping[str, Table]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
