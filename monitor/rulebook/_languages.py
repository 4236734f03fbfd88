"""Read a language's file: phrases by signal, and the words around numbers."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from monitor.model import Period, Purpose
from monitor.rulebook._gathered import Gathered
from monitor.rulebook._nouns import Example
from monitor.rulebook._phrases import add_phrases
from monitor.rulebook._tables import Table

_KEYS = (
    "id", "name", "script", "phrases", "multipliers", "currencies", "bounds", "periods", "sums",
    "durations", "papers", "numbers", "endings", "voices", "matches", "misses",
)  # fmt: skip
DURATIONS = (
    "hour", "day", "week", "two_weeks", "month", "two_months", "half_year", "year", "two_years",
)  # fmt: skip
_HELPERS = {
    "bounds": ("bound", ("from", "up_to", "from_after", "up_to_after")),
    "periods": ("period", tuple(period.value for period in Period)),
    "sums": ("sum", tuple(purpose.value for purpose in Purpose)),
    "durations": ("duration", DURATIONS),
    "papers": ("papers", ("citizen", "passport", "named", "given", "taken")),
}
"""Section -> prefix of its phrases' signals, and the keys it may have."""
_MOODS = {
    "endings": ("past", "command"),
    "voices": ("third", "self", "ours", "negation", "condition", "contrast", "asking"),
}
"""Section -> its moods: what verbs end in, and the small words that tell who speaks of whom."""


def read_language(table: Table, gathered: Gathered) -> None:
    """Take a language in; one that is known already is added to."""
    table.refuse_unknown(_KEYS)
    lang = table.path.stem
    if table.text("id", lang) != lang:
        table.fault("id", f"the file is named {table.path.name}: both must be the same")
    if lang not in gathered.languages:
        gathered.languages.append(lang)
    _read_phrases(table, lang, gathered)
    _read_money_words(table, lang, gathered)
    _read_endings(table, lang, gathered)
    _read_examples(table, gathered)


def _read_phrases(table: Table, lang: str, gathered: Gathered) -> None:
    phrases = table.section("phrases")
    for signal in phrases.values:
        gathered.used_signals.append((phrases, signal))
        add_phrases(phrases, signal, signal, lang, gathered)
    for name, (prefix, known) in _HELPERS.items():
        section = _section(table, name, known)
        for key in section.values:
            add_phrases(section, key, f"{prefix}:{key}", lang, gathered)


def _section(table: Table, name: str, known: Collection[str]) -> Table:
    section = table.section(name)
    section.refuse_unknown(known)
    return section


def _read_money_words(table: Table, lang: str, gathered: Gathered) -> None:
    multipliers, numbers = (_valued(table.section(key)) for key in ("multipliers", "numbers"))
    gathered.multipliers.extend(multipliers)
    gathered.numbers.extend(numbers)
    gathered.counting.extend((word, lang) for word, _ in (*multipliers, *numbers))
    currencies = table.section("currencies")
    for code, words in currencies.lists():
        gathered.used_currencies.append((currencies, code))
        gathered.currencies.extend((word, code) for word in words)
        gathered.naming.extend((word, lang) for word in words)


def _valued(section: Table) -> list[tuple[str, Decimal]]:
    words = [(section.key_number(key), strings) for key, strings in section.lists()]
    return [(word, value) for value, strings in words if value is not None for word in strings]


def _read_endings(table: Table, lang: str, gathered: Gathered) -> None:
    moods = gathered.tails.setdefault(lang, {})
    for name, known in _MOODS.items():
        for mood, tails in _section(table, name, known).lists():
            moods.setdefault(mood, []).extend(tails)


def _read_examples(table: Table, gathered: Gathered) -> None:
    for key, is_found in (("matches", True), ("misses", False)):
        for row in table.sections(key):
            row.refuse_unknown(("signal", "text"))
            example = Example(table.path, row.text("signal"), row.text("text"), is_found)
            gathered.examples.append(example)
            gathered.used_signals.append((row, example.signal))
