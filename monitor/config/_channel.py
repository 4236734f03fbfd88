"""What a channel is in a deployment: a way to alert somebody, and what goes there when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from monitor.alerts import About, Route
from monitor.model import Tier
from monitor.store import Flagged, Place


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to alert somebody: one `[channels.<id>]` table. Empty sources and languages mean all."""

    id: str
    kind: str
    """Name of a module of `monitor/alerts/`: email, webhook ..."""
    tiers: tuple[Tier, ...] = (Tier.T1, Tier.T2)
    """Which hits go here; T3 is for review and joins only when named."""
    sources: tuple[str, ...] = ()
    """Only hits of these sources, by id."""
    languages: tuple[str, ...] = ()
    """Only hits in these languages, as BCP 47; "uz" takes uz-Latn and uz-Cyrl."""
    most_an_hour: int = 30
    """More than so many become one message; about one every two minutes is what a person reads
    with care. 0 never gathers."""
    speaks: str = ""
    """In which language it is told, as BCP 47; empty takes the deployment's."""
    settings: object = None
    """An instance of the kind's `Settings`."""
    routes: tuple[Route, ...] = ()
    """Those that lead here; then they alone say what it takes."""
    zone: tzinfo = UTC
    """The deployment's, in which routes tell times."""

    def place(self, flagged: Flagged) -> Place | None:
        """Say how a hit goes here, by the route that is soonest; None when none takes it."""
        assessment, posting = flagged.judged.assessment, flagged.judged.posting
        if assessment.tier is None:
            return None
        about = About(
            tier=assessment.tier,
            source_id=flagged.source.id,
            lang=assessment.lang,
            country=flagged.source.country,
            text=f"{posting.title}\n{posting.text}",
        )
        open_ways = [route for route in self.ways() if route.takes(about)]
        places = [
            Place(route.id, route.held_until(flagged.seen_at, self.zone))
            for route in sorted(open_ways, key=lambda route: bool(route.quiet))
        ]
        return min(places, key=lambda place: place.held_until or flagged.seen_at, default=None)

    def ways(self) -> tuple[Route, ...]:
        """Give the routes that lead here; without any the channel's own limits are one."""
        if self.routes or not self.tiers:
            return self.routes
        own = Route(
            channels=(self.id,), tiers=self.tiers, sources=self.sources, languages=self.languages
        )
        return (own,)

    def silent(self, at: datetime) -> tuple[str, ...]:
        """Name the routes by which nothing may be sent now."""
        return tuple(route.id for route in self.routes if route.is_quiet(at, self.zone))
