"""For each channel a module of its name: `standing(refusing=...)`, a receiver to try it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.alerts import Outward


@dataclass(frozen=True)
class Stand:
    """A receiver that takes all or refuses all, and how a channel gets there."""

    settings: object
    outward: Outward
    ids: Callable[[], list[str]]
    """Idempotency ids that came, in order."""
    contents: Callable[[], list[str]]
