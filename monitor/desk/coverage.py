"""How honestly the sources are covered: each one's state, and whether it is still looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.health import GOOD_LOOKS, LOOKS, WELL
from monitor.model import Source
from monitor.store import Health, SourceState, State, Store, Suspicion

LEAST_GRACE = timedelta(hours=1)
"""A run from cron may be late by so much; a source asked more seldom, by its own interval."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of one source."""

    source: Source
    health: Health | None = None
    """None before the first look."""
    last: SourceState | None = None
    """None before the first look."""

    @property
    def state(self) -> State:
        """Give the state that is believed."""
        return self.health.state if self.health else State.NEW

    @property
    def word(self) -> str:
        """Say the state in a list: "off" for a source that is not watched."""
        return _word(self.state) if self.source.enabled else "off"

    @property
    def suspicion(self) -> Suspicion | None:
        """Give what the last looks tell of and is not believed yet; None when nothing is."""
        return self.health.suspicion if self.health and self.source.enabled else None

    @property
    def sentence(self) -> str:
        """Say what was seen, and what is suspected."""
        seen = [self.health.sentence] if self.health else []
        if doubt := self.suspicion:
            seen.append(f"{_word(doubt.state)}? {_looks(doubt)} {doubt.sentence}".strip())
        return " ".join(filter(None, seen))

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether nobody looked when it was due: its state is then only a memory."""
        if not self.source.enabled or self.last is None:
            return False
        return now - self.last.next_due > max(self.source.every, LEAST_GRACE)

    def is_ill(self, now: datetime) -> bool:
        """Tell whether somebody should see to it: ill, silent, or not looked at any more."""
        if not self.source.enabled:
            return False
        return self.state not in (State.NEW, State.HEALTHY) or self.is_overdue(now)


def coverage(store: Store, sources: Iterable[Source]) -> tuple[Coverage, ...]:
    """Gather what is known of sources, in their order."""
    healths, last = store.health.all(), store.runs.last()
    return tuple(Coverage(one, healths.get(one.id), last.get(one.id)) for one in sources)


def _word(state: State) -> str:
    return state.replace("_", " ")


def _looks(doubt: Suspicion) -> str:
    enough = GOOD_LOOKS if doubt.state in WELL else LOOKS
    return f"({doubt.looks} of {enough} looks)"
