"""For how long what is kept: the `[retention]` table of a deployment's settings."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from monitor.errors import ConfigError
from monitor.store.codec import to_text

SHORTEST = timedelta(days=2)
"""A server may say "unchanged" of a page that is a day old; its bytes must be there then."""
NEVER = ""
"""A time before which nothing was: no column's text sorts below it."""


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long each class is kept after it was last seen; none keeps for ever."""

    pages: timedelta = timedelta(days=30)
    """Bytes of pages that are no hit's evidence; their digests stay while anything refers to them."""
    postings: timedelta = timedelta(weeks=26)
    """Words of adverts that were not flagged; until then better rules can judge them again."""
    dismissed: timedelta = timedelta(weeks=13)
    """Hits that a reviewer put aside, with their evidence; counted from the decision if later."""
    hits: timedelta | None = None
    """Hits that nobody has decided on."""
    confirmed: timedelta | None = None
    """Hits that a reviewer confirmed."""
    runs: timedelta = timedelta(weeks=52)
    """How each look at each source went, and the alarms that reached the operator."""

    def __post_init__(self) -> None:
        """Raise ConfigError that lists every value that cannot be used."""
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        faults = [
            f'"{name}" is less than two days, so that a server\'s "unchanged" could not be read'
            for name, time in kept.items()
            if time is not None and time < SHORTEST
        ]
        if faults:
            raise ConfigError(faults)

    def cuts(self, now: datetime) -> Cuts:
        """Give for each class the time before which it goes."""
        return Cuts(
            pages=_cut(self.pages, now),
            postings=_cut(self.postings, now),
            dismissed=_cut(self.dismissed, now),
            hits=_cut(self.hits, now),
            confirmed=_cut(self.confirmed, now),
            runs=_cut(self.runs, now),
        )


@dataclass(frozen=True, slots=True)
class Cuts:
    """Times as columns hold them: what was last seen before is let go."""

    pages: str
    postings: str
    dismissed: str
    hits: str
    confirmed: str
    runs: str


def _cut(kept: timedelta | None, now: datetime) -> str:
    if kept is None:
        return NEVER
    try:
        return to_text(now - kept)
    except OverflowError:  # before the year 1
        return NEVER
