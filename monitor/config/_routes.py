"""Read the `[routes.<id>]` tables of monitor.toml, and lead them to their channels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import tzinfo

from monitor.alerts import Route
from monitor.config._channel import Channel
from monitor.config._place import Place
from monitor.config._tables import Table, keys, make, read_values, refuse_unknown
from monitor.config._values import COUNTRY, ID, ID_WORDS, LANGUAGE

LIMITS = ("tiers", "sources", "languages")
"""Keys of a channel that its routes take the place of."""


def read_routes(table: object, place: Place) -> tuple[Route, ...]:
    """Read all routes; what is wrong goes to `place`."""
    if not isinstance(table, dict):
        place.expected("tables [routes.<id>]", found=table)
        return ()
    read = [_route(name, inner, place.key(name)) for name, inner in table.items()]
    return tuple(route for route in read if route is not None)


def refuse_lost(
    routes: tuple[Route, ...], channels: Collection[str], sources: Collection[str], place: Place
) -> None:
    """Fault each channel and source that a route names and nobody set up."""
    for route in routes:
        own = place.key(route.id)
        for name in sorted(set(route.channels) - set(channels)):
            own.key("channels").unknown("channel", name, channels)
        for name in sorted(set(route.sources) - set(sources)):
            own.key("sources").unknown("source", name, sources)


def refuse_limits(routes: tuple[Route, ...], channels: Mapping[str, object], place: Place) -> None:
    """Fault a channel that says itself what it takes while routes lead to it."""
    for channel, table in channels.items():
        names = [route.id for route in routes if channel in route.channels]
        for key in LIMITS:
            if names and isinstance(table, dict) and key in table:
                place.key(channel).key(key).fault(
                    f"routes.{names[0]} leads here and says what the channel takes;"
                    " put this into the route"
                )


def led(channel: Channel, routes: tuple[Route, ...], zone: tzinfo) -> Channel:
    """Give a channel the routes that lead to it."""
    own = tuple(route for route in routes if channel.id in route.channels)
    return replace(channel, routes=own, zone=zone)


def _route(route_id: str, table: object, place: Place) -> Route | None:
    if not isinstance(table, dict):
        place.expected("a table", found=table)
        return None
    before = len(place.faults)
    if not ID.fullmatch(route_id):
        place.fault(f"cannot be a route's id; use {ID_WORDS}")
    refuse_unknown(table, [name for name in keys(Route) if name != "id"], place)
    values = read_values(Route, table, place, without=("id",))
    _check(values, place)
    return make(Route, {**values, "id": route_id}, place) if len(place.faults) == before else None


def _check(values: Table, place: Place) -> None:
    """Check what a type cannot say. Values that were already refused are None and pass."""
    checks: dict[str, tuple[Callable[[str], object], str]] = {
        "languages": (LANGUAGE.fullmatch, 'BCP 47 tags ("ru", "uz-Latn")'),
        "countries": (COUNTRY.fullmatch, 'two capitals of ISO 3166 ("KZ")'),
    }
    for name, (fits, words) in checks.items():
        for value in values.get(name) or ():
            if not fits(value):
                place.key(name).expected(words, found=value)
