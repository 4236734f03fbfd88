"""Look words up by whole form or by stem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from monitor.text.fold import fold

Value = TypeVar("Value")


class WordTable(Generic[Value]):
    """Values of words; an entry ending in `*` is a stem that takes any ending."""

    def __init__(
        self, entries: Iterable[tuple[str, Value]], tongues: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._whole: dict[str, Value] = {}
        self._stems: dict[str, Value] = {}
        for written, value in entries:
            stem = written.removesuffix("*")
            folded = fold(stem).text
            (self._whole if stem == written else self._stems).setdefault(folded, value)
        self._tongues: dict[str, set[str]] = {}
        for written, tongue in tongues:
            self._tongues.setdefault(fold(written).text, set()).add(tongue)
        self._lengths = sorted({len(stem) for stem in self._stems}, reverse=True)
        names = (name.split() for name in (*self._whole, *self._stems) if " " in name)
        self.openings: Mapping[str, int] = _longest_by_first(names)
        """First word of names of several words -> how many words the longest of them has."""

    def get(self, word: str) -> Value | None:
        """Give the value of a folded word or name, by whole form first, then by its longest stem."""
        if word in self._whole:
            return self._whole[word]
        for length in self._lengths:
            stem = word[:length]
            if length <= len(word) and stem in self._stems and " " not in word[length:]:
                return self._stems[stem]
        return None

    def tongues(self, word: str) -> frozenset[str]:
        """Give the languages that have a folded word; none of them where nobody said."""
        stems = (f"{word[:length]}*" for length in self._lengths if length <= len(word))
        known = (self._tongues.get(written, ()) for written in (word, *stems))
        return frozenset().union(*known)


def _longest_by_first(names: Iterable[Sequence[str]]) -> Mapping[str, int]:
    longest: dict[str, int] = {}
    for first, *rest in names:
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return longest
