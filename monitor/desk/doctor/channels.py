"""The channels: whether each receiver can be reached and takes our login; nothing is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from monitor.alerts import Outward, channels
from monitor.config import Channel
from monitor.desk.deployment import outward
from monitor.desk.doctor.finding import Finding, World, bad, fine, look
from monitor.errors import AlertError

Probe = Callable[[Any, Outward], Awaitable[str]]


async def look_over(world: World) -> AsyncIterator[Finding]:
    """Try each channel that can be tried without a delivery."""
    way = outward(world.config, secret=world.secret)
    for channel in world.config.channels:
        yield await _try(channel, way)


async def _try(channel: Channel, way: Outward) -> Finding:
    about = f"channel {channel.id}"
    sends = f"`advert-monitor alerts test {channel.id}` sends a made-up alert."
    probe: Probe | None = getattr(channels()[channel.kind], "probe", None)
    if probe is None:
        return look(about, f"A channel of kind {channel.kind} cannot be tried silently.", sends)
    try:
        return fine(about, f"{await probe(channel.settings, way)}. {sends}")
    except AlertError as error:
        return bad(about, str(error), f"Mend [channels.{channel.id}], then {sends}")
