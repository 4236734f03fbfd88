"""What the store asks of a channel: whether a hit goes there, by which route, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.store.notice import Flagged


@dataclass(frozen=True, slots=True)
class Place:
    """By which route an alert goes to a channel, and when."""

    route: str = ""
    """Empty where the channel itself says what it takes."""
    held_until: datetime | None = None
    """The next digest's time; None goes at once."""


class Taker(Protocol):
    """A channel, as far as the store asks it."""

    @property
    def id(self) -> str:
        """Name of the channel in the deployment's settings."""

    def place(self, flagged: Flagged) -> Place | None:
        """Say how a hit goes there; None when it does not."""
