"""Take phrases in, refusing those that could never be found."""

from __future__ import annotations

from monitor.rulebook._gathered import Gathered
from monitor.rulebook._tables import Table
from monitor.text.notation import is_readable
from monitor.text.phrases import Phrase


def add_phrases(table: Table, key: str, signal: str, lang: str, gathered: Gathered) -> None:
    """Take in the phrases at a key; one that holds no word or a bracket too many is a fault."""
    patterns = table.strings(key)
    for pattern in patterns:
        if not is_readable(pattern):
            table.fault(key, f"the phrase {pattern!r} has no word, or a bracket without its other")
    gathered.phrases.extend(Phrase(signal, lang, pattern) for pattern in patterns)
