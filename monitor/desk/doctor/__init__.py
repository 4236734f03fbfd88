"""Look a whole deployment over, and say of all that is wrong what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator

from monitor.desk.doctor import channels, clock, database, disk, network, reader, settings
from monitor.desk.doctor.finding import Finding, Mark, World

__all__ = ["Finding", "Mark", "World", "examine"]


async def examine(world: World, *, offline: bool = False) -> AsyncIterator[Finding]:
    """Give findings as they are made; with `offline` nobody is asked. Changes nothing."""
    for part in (settings.look_over, clock.look_over, disk.look_over, database.look_over):
        for finding in part(world):
            yield finding
    async for finding in reader.look_over(world):
        yield finding
    if offline:
        return
    for ask in (network.look_over, channels.look_over):
        async for finding in ask(world):
            yield finding
