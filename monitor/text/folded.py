"""Text that was changed to be compared, and where each of its characters came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.model import Span


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `origins[i]` is the index in the original of folded character i."""

    text: str
    origins: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Give the original's span of a folded range; `end > start`."""
        return Span(self.origins[start], self.origins[end - 1] + 1)

    def written(self, text: str) -> str:
        """Give the original `text` as long as the folded one, character by character."""
        if isinstance(self.origins, range):
            return text
        return "".join(text[index] for index in self.origins)

    def without(self, indexes: Iterable[int]) -> Folded:
        """Leave characters out, each with its origin."""
        gone = frozenset(indexes)
        if not gone:
            return self
        kept = [i for i in range(len(self.text)) if i not in gone]
        return Folded("".join(self.text[i] for i in kept), [self.origins[i] for i in kept])
