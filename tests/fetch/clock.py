"""A clock that goes on only when somebody waits for it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from monitor.fetch import Surroundings

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Clock:
    """Time without waiting; `slept` has every wait that was asked for."""

    def __init__(self, *, chance: float = 0.0) -> None:
        self.passed = 0.0
        self.slept: list[float] = []
        self.jump = timedelta(0)
        self._chance = chance

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.passed += seconds
        await asyncio.sleep(0)

    def surroundings(self) -> Surroundings:
        return Surroundings(
            now=lambda: START + self.jump + timedelta(seconds=self.passed),
            monotonic=lambda: self.passed,
            sleep=self.sleep,
            chance=lambda: self._chance,
        )
