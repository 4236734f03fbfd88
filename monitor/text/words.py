"""Look words up by whole form or by stem."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from monitor.text.fold import fold

Value = TypeVar("Value")


class WordTable(Generic[Value]):
    """Values of words; an entry ending in `*` is a stem that takes any ending."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._whole: dict[str, Value] = {}
        self._stems: dict[str, Value] = {}
        for written, value in entries:
            stem = written.removesuffix("*")
            folded = fold(stem).text
            (self._whole if stem == written else self._stems).setdefault(folded, value)
        self._lengths = sorted({len(stem) for stem in self._stems}, reverse=True)
        self.longest = max((len(word.split()) for word in self._whole), default=1)

    def get(self, word: str) -> Value | None:
        """Give the value of a folded word, by whole form first, then by its longest stem."""
        if word in self._whole:
            return self._whole[word]
        for length in self._lengths:
            if length <= len(word) and word[:length] in self._stems:
                return self._stems[word[:length]]
        return None
