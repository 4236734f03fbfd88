"""What a look at a source begins with."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.store.health import Habit, Health
from monitor.store.onward import Onward


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a source as a look at it begins."""

    unread: tuple[int, ...]
    """Ids of captures that an earlier look did not read to the end."""
    owed: tuple[Onward, ...]
    """Older pages that an earlier look did not get to."""
    health: Health | None
    """None before the first look."""
    habit: Habit
