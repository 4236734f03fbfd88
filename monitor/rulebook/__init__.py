"""Load what we judge by: signals, languages, currencies and weights, from TOML to one `Rules`.

The shipped rules stand in `monitor/rules/`; a deployment's own files of the same shape are laid
over them: a new name adds, a name that is shipped already adds its phrases and words to the
shipped ones. A language or a signal is one file; nothing here names one.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from monitor.errors import ConfigError
from monitor.rulebook._currencies import read_currencies
from monitor.rulebook._gathered import Gathered
from monitor.rulebook._languages import read_language
from monitor.rulebook._nations import read_nations
from monitor.rulebook._nouns import Example, Rules, Signal, Weights
from monitor.rulebook._signals import read_signal
from monitor.rulebook._tables import Table, closest, parse
from monitor.rulebook._weights import read_weights
from monitor.text.phrases import PhraseBook
from monitor.text.units import Currencies, MoneyWords, symbol_patterns
from monitor.text.words import WordTable

__all__ = ["SHIPPED", "Example", "Rules", "Signal", "Weights", "load"]

SHIPPED = Path(__file__).parent.parent / "rules"
_PLACES = ("currencies.toml", "nations.toml", "languages", "signals")
"""What a deployment's own rules may hold; the weights belong to the shipped rules."""


@lru_cache(maxsize=4)
def load(extra: Path | None = None) -> Rules:
    """Load the shipped rules and, over them, those below `extra`; all faults in one ConfigError."""
    faults: list[str] = []
    digest = hashlib.sha256()
    gathered = Gathered()
    tables = [
        *_tables(SHIPPED, digest, faults),
        *(_own_tables(extra, digest, faults) if extra else ()),
    ]
    for kind, table in tables:
        if table.is_broken:
            continue
        match kind:
            case "signals":
                read_signal(table, gathered, own=not table.path.is_relative_to(SHIPPED))
            case "languages":
                read_language(table, gathered)
            case "nations":
                read_nations(table, gathered)
            case _:
                read_currencies(table, gathered)
    weights = read_weights(parse(SHIPPED / "weights.toml", digest, faults))
    faults += gathered.unknown_names()
    if faults:
        raise ConfigError(faults)
    return _rules(gathered, weights, digest.hexdigest()[:16])


def _own_tables(folder: Path, digest: hashlib._Hash, faults: list[str]) -> list[tuple[str, Table]]:
    strange = (path for path in sorted(folder.glob("[!.]*")) if path.name not in _PLACES)
    faults += [f"{path}: not known here{closest(path.name, _PLACES)}" for path in strange]
    return _tables(folder, digest, faults)


def _tables(folder: Path, digest: hashlib._Hash, faults: list[str]) -> list[tuple[str, Table]]:
    """Read signals before languages, so that order of files never decides."""
    paths = [
        *sorted(folder.glob("signals/*.toml")),
        *sorted(folder.glob("languages/*.toml")),
        *folder.glob("currencies.toml"),
        *folder.glob("nations.toml"),
    ]
    return [
        (path.stem if path.parent == folder else path.parent.name, parse(path, digest, faults))
        for path in paths
    ]


def _rules(gathered: Gathered, weights: Weights, digest: str) -> Rules:
    after, before = symbol_patterns(gathered.symbols)
    core = {name for name, signal in gathered.signals.items() if signal.core}
    codes = {*gathered.rates, *gathered.codes}
    return Rules(
        digest=digest,
        phrases=PhraseBook(gathered.phrases, core),
        money=MoneyWords(
            multipliers=WordTable(gathered.multipliers),
            currencies=WordTable([*gathered.currencies, *((code, code) for code in codes)]),
            numbers=WordTable(gathered.numbers),
            word_codes=frozenset(code.lower() for code in gathered.word_codes),
            hundredths=WordTable((word, True) for word in gathered.hundredths),
            counted=WordTable((word, True) for word in gathered.counted),
            symbol_after=after,
            symbol_before=before,
        ),
        currencies=Currencies(
            symbols=gathered.symbols,
            units=gathered.units,
            rates=gathered.rates,
            dated=gathered.dated,
            countries=gathered.countries,
        ),
        signals=gathered.signals,
        weights=weights,
        languages=tuple(gathered.languages),
        endings=gathered.endings(),
        examples=tuple(gathered.examples),
    )
