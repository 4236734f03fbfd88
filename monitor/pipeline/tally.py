"""What a look at a source came to, counted while it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.model import Fault, Judged, Run
from monitor.second import is_unasked
from monitor.store import Recorded

_MINOR = frozenset({"truncated", "fallback"})
"""What was read all the same: told, unless there is worse to tell."""
_SOME = 3


@dataclass(slots=True)
class Tally:
    """Counts and faults of one look; `run` freezes them."""

    source_id: str
    started_at: datetime
    captured: int = 0
    unchanged: int = 0
    read: int = 0
    new: int = 0
    sighted: int = 0
    keys: set[str] = field(default_factory=set)
    """Keys of all adverts that the source showed."""
    shown: set[str] = field(default_factory=set)
    """Of them, those on its first pages: how many pages are turned changes from look to look."""
    fresh: set[str] = field(default_factory=set)
    """Of them, those never seen before."""
    unasked: int = 0
    """Postings that the second reader had no time for."""
    details: int = 0
    """Adverts' own pages that were asked for."""
    faults: list[Fault] = field(default_factory=list)
    asides: list[Fault] = field(default_factory=list)
    """Faults of adverts' own pages: one dead advert is no illness of its place."""
    wait: timedelta | None = None
    """How long to leave the source alone, beyond its own interval; None while it answers."""

    def fault(self, code: str, sentence: str) -> None:
        """Add what went wrong."""
        self.faults.append(Fault(code, sentence))

    def aside(self, code: str, sentence: str) -> None:
        """Add what went wrong with one advert's own page."""
        self.asides.append(Fault(code, sentence))

    def slow_down(self, seconds: float | None) -> None:
        """Make the next look wait; None leaves the time to the back-off."""
        self.wait = max(self.wait or timedelta(), timedelta(seconds=seconds or 0))

    def add(self, recorded: Recorded, judged: Sequence[Judged]) -> None:
        """Count what one record changed."""
        self.read += len(judged)
        self.unasked += sum(is_unasked(one.assessment) for one in judged)
        self.new += len(recorded.new)
        self.sighted += recorded.sighted

    def run(self, finished_at: datetime) -> Run:
        """Freeze the outcome; its fault is the place's first grave one, else the gravest other."""
        fault = next(iter([*_grave(self.faults), *_grave(self.asides), *self.faults]), None)
        return Run(
            source_id=self.source_id,
            started_at=self.started_at,
            finished_at=max(finished_at, self.started_at),
            captured=self.captured,
            unchanged=self.unchanged,
            read=self.read,
            new=self.new,
            sighted=self.sighted,
            fault=fault or next(iter(self.asides), None),
            shown=len(self.shown),
            fresh=len(self.fresh),
            partial=bool(self.asides) and not _grave(self.faults) and not self._most_missed(),
        )

    def _most_missed(self) -> bool:
        """Tell whether adverts' own pages as such are at fault: three at least, and over half."""
        return len(self.asides) >= _SOME and 2 * len(self.asides) > self.details


def _grave(faults: list[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.code not in _MINOR]
