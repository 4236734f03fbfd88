"""Try a channel: a made-up alert, and what its receiver really says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerts import Outward, channels, sample_message
from monitor.config import Channel, Config
from monitor.desk.deployment import outward
from monitor.errors import AlertError
from monitor.model import Reach, Shared

Way = Callable[[Config], Outward]


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial."""

    channel: str
    was_taken: bool
    """For all whom the channel serves."""
    said: str
    """The receiver's own answer, or why it could not be asked."""


async def try_channel(
    channel: Channel, config: Config, *, now: datetime, way: Way = outward
) -> Tried:
    """Send a message that says of itself that it is a test."""
    out = way(config)
    out = replace(out, language=channel.speaks) if channel.speaks else out
    try:
        said = await channels()[channel.kind].send(
            channel.settings, sample_message(now, channel.id), out
        )
    except AlertError as error:
        return Tried(channel.id, False, str(error))
    if isinstance(said, Shared):
        return Tried(channel.id, False, _told(said))
    return Tried(channel.id, True, said)


def _told(shared: Shared) -> str:
    """Name whom it did not come to; a test is not tried again."""
    lacking = [one for one in shared.recipients if one.reach is not Reach.TAKEN]
    named = "; ".join(f"{one.address}: {one.answer}" for one in lacking)
    return f"It did not come to {len(lacking)} of {len(shared.recipients)}: {named}"
