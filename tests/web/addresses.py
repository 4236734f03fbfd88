"""Every page of the desk by its address: over the routes themselves, so that none is forgotten."""

from __future__ import annotations

import re

from monitor.model import Hit, Role
from monitor.store import Store
from monitor.web.route import Route, gather

DOWNLOADS = (".csv", ".jsonl", ".rss", ".xml", ".toml", ".txt", ".svg")
"""What is saved or is part of a page, not shown by itself."""
FRAGMENTS = ("hit.here", "feed")


def pages(store: Store) -> dict[str, str]:
    """Give the addresses of all pages that a person reads, by the routes' names."""
    return {
        route.name: address(route, store)
        for route in gather()
        if route.method == "GET"
        and route.name not in FRAGMENTS
        and not route.path.endswith(DOWNLOADS)
    }


def closed(least: Role = Role.VIEWER) -> tuple[Route, ...]:
    """Give the routes that need at least this role."""
    return tuple(route for route in gather() if route.role >= least)


def address(route: Route, store: Store) -> str:
    """Fill in the parts of an address: the first hit, its campaign, a source that is there.

    Where there is no alert the address leads to a page that says so.
    """
    hit = store.hits.all(limit=1)[0]
    letters = [*store.letters.lately("owed", limit=1)]
    parts = {
        "hit": hit.id,
        "hits": hit.id,
        "source": hit.posting.source_id,
        "sources": hit.posting.source_id,
        "campaign": str(store.campaigns.of(hit.id) or 1),
        "campaigns": str(store.campaigns.of(hit.id) or 1),
        "alerts": letters[0].key if letters else "1",
    }
    path = re.sub(
        r"\{(\w+)(?::\w+)?\}",
        lambda found: parts.get(route.path.strip("/").partition("/")[0], parts.get(found[1], "1")),
        route.path,
    )
    return path + _asking(hit) if route.name == "misled" else path


def _asking(hit: Hit) -> str:
    """Ask about words of a hit that can have misled the rules, if it has any."""
    words = [one.span for one in hit.assessment.findings if isinstance(one.value, str)]
    return f"?start={words[0].start}&end={words[0].end}" if words else ""
