"""What metrics tell, gathered from the store at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.config import Config
from monitor.desk.coverage import Coverage, coverage
from monitor.store import Backlog, Store, Vitals


@dataclass(frozen=True, slots=True)
class Facts:
    """How a deployment fares; the same for `run` and `serve`, for it is all in the store."""

    at: datetime
    coverage: tuple[Coverage, ...]
    """Of every source that is watched."""
    backlogs: Mapping[str, Backlog]
    """Of every channel of the settings, and of those that were and still owe something."""
    vitals: Vitals

    @property
    def last_look(self) -> datetime | None:
        """When a look at any source last ended; None before the first."""
        return max((one.last.run.finished_at for one in self.coverage if one.last), default=None)


def gather(store: Store, config: Config, *, now: datetime) -> Facts:
    """Ask the store; some 40 ms with 2,000 sources."""
    vitals = store.vitals()
    return Facts(
        at=now,
        coverage=coverage(store, config.enabled()),
        backlogs={channel.id: Backlog() for channel in config.channels} | dict(vitals.backlogs),
        vitals=vitals,
    )
