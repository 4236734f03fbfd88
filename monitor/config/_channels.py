"""Read the `[channels.<id>]` tables of monitor.toml."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from monitor import alerts
from monitor.config._channel import Channel
from monitor.config._place import Place
from monitor.config._tables import Table, keys, make, read_values, refuse_unknown
from monitor.config._values import ID, ID_WORDS, LANGUAGE

ELSEWHERE = ("id", "settings", "routes", "zone")
"""What a channel has from elsewhere than its own keys."""
OWN = tuple(name for name in keys(Channel) if name not in ELSEWHERE)
"""Keys that every channel has; the others are its kind's."""


def read_channels(table: object, place: Place) -> tuple[Channel, ...]:
    """Read all channels; what is wrong goes to `place`."""
    if not isinstance(table, dict):
        place.expected("tables [channels.<id>]", found=table)
        return ()
    read = [_channel(name, inner, place.key(name)) for name, inner in table.items()]
    return tuple(channel for channel in read if channel is not None)


def refuse_strangers(
    channels: tuple[Channel, ...], source_ids: Collection[str], place: Place
) -> None:
    """Fault each source that a channel names and that has no file."""
    for channel in channels:
        for name in sorted(set(channel.sources) - set(source_ids)):
            place.key(channel.id).key("sources").unknown("source", name, source_ids)


def refuse_silent(channels: tuple[Channel, ...], operators: Collection[str], place: Place) -> None:
    """Fault each channel that takes no hit, but for those that take the operator's alarms."""
    for channel in channels:
        if not channel.tiers and channel.id not in operators:
            place.key(channel.id).key("tiers").fault(
                "is empty, so that nothing would ever be sent; name T1, T2 or T3,"
                " or the channel under [operator]"
            )


def _channel(channel_id: str, table: object, place: Place) -> Channel | None:
    if not isinstance(table, dict):
        place.expected("a table", found=table)
        return None
    before = len(place.faults)
    if not ID.fullmatch(channel_id):
        place.fault(f"cannot be a channel's id; use {ID_WORDS}")
    kind = _kind(table, place)
    if kind is None:
        return None
    refuse_unknown(table, (*OWN, *keys(kind.Settings)), place)
    own = read_values(Channel, table, place, without=ELSEWHERE)
    theirs = read_values(kind.Settings, table, place)
    _check(own, place)
    if not kind.GROUPS and "most_an_hour" in table:
        place.key("most_an_hour").fault("a channel that sends each alert by itself gathers none")
    if len(place.faults) > before:
        return None
    settings = make(kind.Settings, theirs, place)
    return None if settings is None else Channel(**own, id=channel_id, settings=settings)


def _kind(table: Table, place: Place) -> Any:
    name = table.get("kind")
    known = alerts.channels()
    if name is None:
        place.fault(f'the key "kind" is missing; known kinds: {", ".join(sorted(known))}')
        return None
    if name not in known:
        place.key("kind").unknown("kind of channel", str(name), known)
    return known.get(name) if isinstance(name, str) else None


def _check(own: dict[str, Any], place: Place) -> None:
    for tag in own.get("languages") or ():
        if not LANGUAGE.fullmatch(tag):
            place.key("languages").expected('BCP 47 tags ("ru", "uz-Latn")', found=tag)
    if (speaks := own.get("speaks")) and not LANGUAGE.fullmatch(speaks):
        place.key("speaks").expected('a BCP 47 tag ("en", "ru")', found=speaks)
    if (own.get("most_an_hour") or 0) < 0:
        place.key("most_an_hour").expected("0 or more", found=own["most_an_hour"])
