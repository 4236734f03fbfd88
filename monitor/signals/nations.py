"""Whose citizens a text calls for: a people named where somebody is asked, offered or addressed."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

from monitor.model import Finding
from monitor.signals._seen import Seen
from monitor.signals._sentences import SENTENCE_END

_CALLS = frozenset(
    (
        *("army", "citizenship", "civil_role", "contract", "cta", "eligibility"),
        *("foreigner", "promise", "reader", "referral", "travel", "unit"),
    )
)
_TELLS = frozenset(["court", "report", "victim", "warning"])
_PREFIX = "nation:"


def find(seen: Seen) -> Iterator[Finding]:
    """Give each people once, as a finding `nation` whose value is its country's ISO 3166-1 code."""
    named = [match for match in seen.matches if match.signal.startswith(_PREFIX)]
    if not named:
        return
    starts = [0, *(end.end() for end in SENTENCE_END.finditer(seen.folded.text))]
    signals: list[set[str]] = [set() for _ in starts]
    for match in seen.matches:
        signals[bisect.bisect_right(starts, match.start) - 1].add(match.signal)
    given: set[str] = set()
    for match in named:
        code = match.signal.removeprefix(_PREFIX)
        beside = signals[bisect.bisect_right(starts, match.start) - 1]
        if code not in given and beside & _CALLS and not beside & _TELLS:
            given.add(code)
            yield seen.finding("nation", match.start, match.end, code)
