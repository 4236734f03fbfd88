"""Findings that are phrases of the languages' files."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.model import Finding
from monitor.signals._seen import Seen


def find(seen: Seen) -> Iterator[Finding]:
    """Give each phrase found; helpers of the money grammar (`period:`, `bound:`) are no reasons."""
    for match in seen.matches:
        if ":" not in match.signal:
            yield seen.finding(match.signal, match.start, match.end, match.phrase.lang)
