"""How much of the readers' time the second reader may take: a share of what passes, a little saved."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator

RATE = 0.5
"""Seconds earned a second: a quarter of two readers' time, so that a round of first looks takes a
third longer at most, however many of its texts are unclear."""
SAVED = 5.0
"""Seconds at most that are kept for later: thirty texts of one page at once, so that its alerts
wait 10 s at most (it earns while it spends)."""


class Allowance:
    """Time to spend. A text may overdraw it, and what it took too much is earned first."""

    def __init__(
        self,
        *,
        rate: float = RATE,
        saved: float = SAVED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make one with all saved that can be; with an infinite `rate` it never ends."""
        self._rate = rate
        self._clock = clock
        self._saving = saved / rate
        """Seconds in which all that can be saved is earned."""
        self._earned_at = -math.inf
        """When all that was spent is earned."""

    @property
    def is_left(self) -> bool:
        """Whether there is time for one more text."""
        return self._earned_at <= self._clock()

    @contextlib.contextmanager
    def spending(self) -> Iterator[None]:
        """Count what is done meanwhile, whatever becomes of it."""
        begun = self._clock()
        try:
            yield
        finally:
            now = self._clock()
            self._earned_at = max(self._earned_at, now - self._saving) + (now - begun) / self._rate
