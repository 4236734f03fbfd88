"""Load what we judge by: signals, languages, currencies and weights, from TOML to one `Rules`.

The shipped rules stand in `monitor/rules/`; a deployment's own files of the same shape are laid
over them: a new name adds, a name that is shipped already adds its phrases and words to the
shipped ones. A language or a signal is one file; nothing here names one. Weights and wording are
fitted, and belong to the shipped rules alone.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from monitor.errors import ConfigError
from monitor.rulebook._currencies import read_currencies
from monitor.rulebook._gathered import Gathered
from monitor.rulebook._kept import digest_of, kept
from monitor.rulebook._languages import read_language
from monitor.rulebook._nations import read_nations
from monitor.rulebook._nouns import Example, Rules, Signal, Weights
from monitor.rulebook._signals import read_signal
from monitor.rulebook._tables import Table, Toml, closest, parse
from monitor.rulebook._weights import read_weights
from monitor.text import anchors, fold, notation, tokens
from monitor.text.anchors import Anchors, anchors_of
from monitor.text.phrases import PhraseBook
from monitor.text.units import Currencies, MoneyWords, place_pattern, symbol_patterns
from monitor.text.wording import Wording
from monitor.text.words import WordTable

__all__ = ["SHIPPED", "Example", "Rules", "Signal", "Weights", "load"]

SHIPPED = Path(__file__).parent.parent / "rules"
_WEIGHTS = SHIPPED / "weights.toml"
_WORDING = SHIPPED / "wording.tsv"
_KEPT = SHIPPED / "__pycache__"
_PLACES = ("currencies.toml", "nations.toml", "languages", "signals")
"""What a deployment's own rules may hold; the weights belong to the shipped rules."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What was fitted rather than written: the weights of findings, and of pieces of words."""

    weights: Weights
    wording: Wording


@lru_cache(maxsize=4)
def load(extra: Path | None = None) -> Rules:
    """Load the shipped rules and, over them, those below `extra`; all faults in one ConfigError."""
    faults: list[str] = []
    digest = hashlib.sha256()
    gathered = Gathered()
    toml = _shipped_toml()
    _take_in(_tables(SHIPPED, digest, faults, toml), gathered)
    shipped = len(gathered.phrases)
    if extra:
        _take_in(_own_tables(extra, digest, faults), gathered)
    weights = read_weights(parse(_WEIGHTS, digest, faults, toml))
    learned = _WORDING.read_bytes()
    digest.update(learned)
    faults += gathered.unknown_names()
    if faults:
        raise ConfigError(faults)
    fitted = _Fitted(weights, Wording(learned.decode))
    return _rules(gathered, fitted, digest=digest.hexdigest()[:16], shipped=shipped)


def _take_in(tables: Iterable[tuple[str, Table]], gathered: Gathered) -> None:
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


def _own_tables(folder: Path, digest: hashlib._Hash, faults: list[str]) -> list[tuple[str, Table]]:
    strange = (path for path in sorted(folder.glob("[!.]*")) if path.name not in _PLACES)
    faults += [f"{path}: not known here{closest(path.name, _PLACES)}" for path in strange]
    return _tables(folder, digest, faults)


def _tables(
    folder: Path, digest: hashlib._Hash, faults: list[str], toml: Toml = tomllib.loads
) -> list[tuple[str, Table]]:
    return [
        (
            path.stem if path.parent == folder else path.parent.name,
            parse(path, digest, faults, toml),
        )
        for path in _files(folder)
    ]


def _files(folder: Path) -> list[Path]:
    """Give signals before languages, so that order of files never decides."""
    return [
        *sorted(folder.glob("signals/*.toml")),
        *sorted(folder.glob("languages/*.toml")),
        *folder.glob("currencies.toml"),
        *folder.glob("nations.toml"),
    ]


def _shipped_toml() -> Toml:
    """Give what reads the shipped files: by what is kept of them, else anew."""
    texts = [path.read_text() for path in (*_files(SHIPPED), _WEIGHTS)]
    key = digest_of(text.encode() for text in texts)
    read = kept(_KEPT / "tables.json", key, lambda: [_read(text) for text in texts])
    known = {text: table for text, table in zip(texts, read, strict=True) if table}
    return lambda text: known[text] if text in known else tomllib.loads(text)


def _read(text: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _anchors(patterns: Sequence[str], *, shipped: int) -> Anchors:
    """Give the anchors of all phrases: of the shipped ones by what is kept, of one's own anew.

    One's own are few and stand behind the shipped ones, so that what is kept serves whoever starts
    with them and without.
    """
    first, own = patterns[:shipped], patterns[shipped:]
    key = digest_of([_chooses_anchors(), *(pattern.encode() for pattern in first)])
    known = Anchors(*kept(_KEPT / "anchors.json", key, lambda: anchors_of(first)))
    return known.joined(anchors_of(own), behind=shipped) if own else known


def _chooses_anchors() -> bytes:
    """Give the code that the choice of anchors depends on."""
    code = (anchors, fold, notation, tokens)
    return b"".join(Path(str(module.__file__)).read_bytes() for module in code)


def _rules(gathered: Gathered, fitted: _Fitted, *, digest: str, shipped: int) -> Rules:
    after, before = symbol_patterns(gathered.symbols)
    core = {name for name, signal in gathered.signals.items() if signal.core}
    codes = {*gathered.rates, *gathered.codes}
    return Rules(
        digest=digest,
        phrases=PhraseBook(gathered.phrases, core, partial(_anchors, shipped=shipped)),
        money=MoneyWords(
            multipliers=WordTable(gathered.multipliers, gathered.counting),
            currencies=WordTable(
                [*gathered.currencies, *((code, code) for code in codes)], gathered.naming
            ),
            numbers=WordTable(gathered.numbers, gathered.counting),
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
            places={code: place_pattern(names) for code, names in gathered.places.items()},
        ),
        signals=gathered.signals,
        weights=fitted.weights,
        wording=fitted.wording,
        languages=tuple(gathered.languages),
        endings=gathered.endings(),
        examples=tuple(gathered.examples),
    )
