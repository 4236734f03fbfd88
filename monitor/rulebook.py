"""Load what we judge by: signals, languages, currencies and weights, from TOML to one `Rules`.

The shipped rules stand in `monitor/rules/`; a deployment's own files of the same shape are laid
over them. A language is one file; nothing here names one.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from monitor.errors import ConfigError
from monitor.text.notation import word_endings
from monitor.text.phrases import Phrase, PhraseBook
from monitor.text.fold import fold
from monitor.text.units import Currencies, MoneyWords, Unit, symbol_patterns
from monitor.text.words import WordTable

SHIPPED = Path(__file__).parent / "rules"

_SIGNAL_PROSE = {"phrases", "references", "false_positives", "matches", "misses", "status"}
_LANGUAGE_KEYS = {
    "id",
    "name",
    "script",
    "phrases",
    "multipliers",
    "currencies",
    "bounds",
    "periods",
    "durations",
    "numbers",
    "endings",
    "matches",
    "misses",
}


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


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds per feature: of three sides (offer, report, other), then of the classes within one."""

    sides: Mapping[str, Mapping[str, float]]
    labels: Mapping[str, Mapping[str, float]]
    threshold: float = 0.5
    """Share of the offer's side from which on a posting is flagged."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What we judge by. `digest` names it: equal digests give equal assessments."""

    digest: str
    phrases: PhraseBook
    money: MoneyWords
    currencies: Currencies
    signals: Mapping[str, Signal]
    core: frozenset[str]
    """Signals without one of which nothing is flagged."""
    weights: Weights
    languages: tuple[str, ...]
    endings: Mapping[str, Mapping[str, re.Pattern[str]]]
    """Language -> tense or mood -> words with such an ending (past: told; command: asked)."""


@dataclass(slots=True)
class _Gathered:
    phrases: list[Phrase] = field(default_factory=list)
    multipliers: list[tuple[str, Decimal]] = field(default_factory=list)
    currencies: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[tuple[str, Decimal]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    endings: dict[str, Mapping[str, re.Pattern[str]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@lru_cache(maxsize=4)
def load(extra: Path | None = None) -> Rules:
    """Load the shipped rules and, over them, those below `extra`; all faults in one ConfigError."""
    folders = [SHIPPED] if extra is None else [SHIPPED, extra]
    digest = hashlib.sha256()
    gathered = _Gathered()
    signals: dict[str, Signal] = {}
    for folder in folders:
        for path in sorted(folder.glob("signals/*.toml")):
            _add_signal(signals, path, _table(path, digest, gathered.faults), gathered)
        for path in sorted(folder.glob("languages/*.toml")):
            _add_language(gathered, path, _table(path, digest, gathered.faults))
    currencies = _currencies(_table(SHIPPED / "currencies.toml", digest, gathered.faults))
    weights = _weights(_table(SHIPPED / "weights.toml", digest, gathered.faults))
    if gathered.faults:
        raise ConfigError(gathered.faults)
    return _rules(gathered, signals, currencies, weights, digest.hexdigest()[:16])


def _table(path: Path, digest: hashlib._Hash, faults: list[str]) -> Mapping[str, object]:
    try:
        raw = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + raw)
        return tomllib.loads(raw.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        faults.append(f"{path}: {e}")
        return {}


def _add_signal(
    signals: dict[str, Signal], path: Path, table: Mapping[str, object], gathered: _Gathered
) -> None:
    known = {f.name for f in fields(Signal)} - {"id"}
    for key in set(table) - known - _SIGNAL_PROSE:
        gathered.faults.append(
            f"{path}: unknown key {key!r}; known: {', '.join(sorted(known | _SIGNAL_PROSE))}"
        )
    values = {key: table[key] for key in known & set(table)}
    signals[path.stem] = Signal(id=path.stem, **{"title": path.stem, **values})  # type: ignore[arg-type]
    for lang, patterns in _subtable(table, "phrases").items():
        gathered.phrases.extend(
            Phrase(path.stem, lang, p) for p in _strings(patterns, path, lang, gathered)
        )


def _add_language(gathered: _Gathered, path: Path, table: Mapping[str, object]) -> None:
    lang = path.stem
    gathered.languages.append(lang)
    for key in set(table) - _LANGUAGE_KEYS:
        gathered.faults.append(
            f"{path}: unknown key {key!r}; known: {', '.join(sorted(_LANGUAGE_KEYS))}"
        )
    for section in ("phrases", "periods", "durations", "bounds"):
        prefix = "" if section == "phrases" else f"{section.removesuffix('s')}:"
        for signal, patterns in _subtable(table, section).items():
            gathered.phrases.extend(
                Phrase(prefix + signal, lang, p) for p in _strings(patterns, path, signal, gathered)
            )
    gathered.endings[lang] = {
        mood: word_endings(_strings(endings, path, mood, gathered))
        for mood, endings in _subtable(table, "endings").items()
    }
    for factor, words in _subtable(table, "multipliers").items():
        gathered.multipliers.extend(
            (w, Decimal(factor)) for w in _strings(words, path, factor, gathered)
        )
    for code, words in _subtable(table, "currencies").items():
        gathered.currencies.extend((w, code) for w in _strings(words, path, code, gathered))
    for number, words in _subtable(table, "numbers").items():
        gathered.numbers.extend(
            (w, Decimal(number)) for w in _strings(words, path, number, gathered)
        )


def _subtable(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key, {})
    return value if isinstance(value, dict) else {}


def _strings(value: object, path: Path, key: str, gathered: _Gathered) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    gathered.faults.append(f"{path}: {key}: expected a list of strings, found {value!r}")
    return []


def _currencies(table: Mapping[str, object]) -> Currencies:
    return Currencies(
        symbols={
            fold(symbol).text: str(code) for symbol, code in _subtable(table, "symbols").items()
        },
        units={
            name: Unit(**unit)
            for name, unit in _subtable(table, "units").items()
            if isinstance(unit, dict)
        },
        rates={code: Decimal(str(rate)) for code, rate in _subtable(table, "rates").items()},
        dated=str(table.get("dated", "")),
        countries={country: str(code) for country, code in _subtable(table, "countries").items()},
    )


def _weights(table: Mapping[str, object]) -> Weights:
    return Weights(
        sides=_weight_tables(table, "sides"),
        labels=_weight_tables(table, "labels"),
        threshold=float(str(table.get("threshold", 0.5))),
    )


def _weight_tables(table: Mapping[str, object], key: str) -> Mapping[str, Mapping[str, float]]:
    return {
        name: {feature: float(str(weight)) for feature, weight in weights.items()}
        for name, weights in _subtable(table, key).items()
        if isinstance(weights, dict)
    }


def _rules(
    gathered: _Gathered,
    signals: Mapping[str, Signal],
    currencies: Currencies,
    weights: Weights,
    digest: str,
) -> Rules:
    after, before = symbol_patterns(currencies.symbols)
    core = {name for name, signal in signals.items() if signal.core}
    return Rules(
        digest=digest,
        phrases=PhraseBook(gathered.phrases, core),
        money=MoneyWords(
            multipliers=WordTable(gathered.multipliers),
            currencies=WordTable([*gathered.currencies, *((c, c) for c in currencies.rates)]),
            numbers=WordTable(gathered.numbers),
            symbol_after=after,
            symbol_before=before,
        ),
        currencies=currencies,
        signals=signals,
        core=frozenset(core),
        weights=weights,
        languages=tuple(gathered.languages),
        endings=gathered.endings,
    )
