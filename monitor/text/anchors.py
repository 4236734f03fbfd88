"""Choose by which words each phrase of a list is found: the slowest step on the way to a text.

Each phrase's choice is its own, so that two lists may be chosen for apart and joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from monitor.text.notation import UNSPACED, plain_anchors, rarest, unspaced_anchors

PLAIN = -1
"""The place of an anchor that stands alone, not in a choice: plain to see in the phrase."""


class Anchors(NamedTuple):
    """By which words each phrase of a list may be found; JSON can keep it.

    Each word has a flat list of pairs: a phrase's number in the list, and the place in it that the
    word stands at, or PLAIN.
    """

    words: Mapping[str, Sequence[int]]
    runs: Mapping[str, Sequence[int]]
    """Runs of letters, of the scripts without spaces."""

    def joined(self, more: Anchors, *, behind: int) -> Anchors:
        """Give the anchors of one list: the `behind` phrases of these, then those of `more`."""
        return Anchors(
            _joined(self.words, more.words, behind=behind),
            _joined(self.runs, more.runs, behind=behind),
        )

    def of_some(self, wanted: Sequence[bool]) -> Anchors:
        """Give the anchors of the phrases whose number is wanted alone."""
        return Anchors(_of_some(self.words, wanted), _of_some(self.runs, wanted))


def anchors_of(patterns: Sequence[str]) -> Anchors:
    """Choose the anchors of all phrases by their patterns."""
    words: dict[str, list[int]] = {}
    runs: dict[str, list[int]] = {}
    for number, (pattern, plain) in enumerate(zip(patterns, plain_anchors(patterns), strict=True)):
        if not pattern.isascii() and UNSPACED.search(pattern):
            for anchor in unspaced_anchors(pattern):
                runs.setdefault(anchor, []).extend((number, PLAIN))
        elif plain is not None:
            words.setdefault(plain, []).extend((number, PLAIN))
        else:
            place, anchors = rarest(pattern)
            for anchor in anchors:
                words.setdefault(anchor, []).extend((number, place))
    return Anchors(words, runs)


def _joined(
    first: Mapping[str, Sequence[int]], more: Mapping[str, Sequence[int]], *, behind: int
) -> dict[str, Sequence[int]]:
    joined = dict(first)
    for anchor, pairs in more.items():
        numbers = zip(pairs[::2], pairs[1::2], strict=True)
        moved = (number for phrase, place in numbers for number in (phrase + behind, place))
        joined[anchor] = [*joined.get(anchor, ()), *moved]
    return joined


def _of_some(anchors: Mapping[str, Sequence[int]], wanted: Sequence[bool]) -> dict[str, list[int]]:
    kept: dict[str, list[int]] = {}
    for anchor, pairs in anchors.items():
        for at in range(0, len(pairs), 2):
            if wanted[pairs[at]]:
                kept.setdefault(anchor, []).extend(pairs[at : at + 2])
    return kept
