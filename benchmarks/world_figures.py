"""What the hosts of `world.py` saw, as figures."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from world_site import BEACON_HOST, ITEMS

from monitor.store import Store

Figures = dict[str, float]
Event = dict[str, Any]
"""One request as the hosts saw it."""
FAULTS = (0, 503)
"""After them a host is left alone for a while, as it should be, with all its sources."""
TENTH = 0.1


@dataclass(frozen=True)
class Pair:
    """Two looks at a source, one after the other."""

    ratio: float
    """Time between them, in periods."""
    calm: bool
    """No fault of the host is near."""

    @property
    def off(self) -> float:
        return abs(self.ratio - 1)


def told_of(events: Path, kind: str) -> list[Any]:
    return [line[kind] for line in map(json.loads, events.open()) if kind in line]


def periods_of(events: list[Event], periods: dict[str, float]) -> Figures:
    """Tell how far from its period each two looks of a source were apart.

    A pair is calm whose host had no fault from a period before the first look until the second: a
    fault before it delays it, and so shortens what follows.
    """
    pairs = pairs_of(events, periods)
    if not pairs:
        raise SystemExit(f"no source was looked at three times; {len(events)} requests in all")
    off, calm = ordered(pairs), ordered(pair for pair in pairs if pair.calm)
    seen = {event["host"] + event["path"] for event in events}
    return {
        "sources": len(periods),
        "sources never looked at": sum(key not in seen for key in periods),
        "intervals": len(off),
        "intervals within a tenth of the period": kept(off),
        "of the others, after or at a fault of the host": sum(
            pair.off > TENTH and not pair.calm for pair in pairs
        ),
        "intervals of hosts without a fault": len(calm),
        "of them within a tenth of the period": kept(calm),
        "the most that those are off": max(calm, default=0.0),
        "off the period, median": median(off),
        "off the period, 99 of 100": off[int(0.99 * len(off))],
        "off the period, most": off[-1],
        "mean interval in periods": sum(pair.ratio for pair in pairs) / len(pairs),
    }


def pairs_of(events: list[Event], periods: dict[str, float]) -> list[Pair]:
    """Give each two looks in a row, but for the first two of each source.

    The first look comes at the start, the second when the source's own turn comes round.
    """
    asked, faults = defaultdict(list), defaultdict(list)
    for event in events:
        asked[event["host"] + event["path"]].append(event["begun"])
        if event["status"] in FAULTS:
            faults[event["host"]].append(event["begun"])
    return [
        Pair(
            ratio=(later - sooner) / period,
            calm=not any(sooner - period <= at <= later for at in faults[key.partition("/")[0]]),
        )
        for key, period in periods.items()
        for sooner, later in pairwise(sorted(asked[key])[1:])
    ]


def ordered(pairs: Iterable[Pair]) -> list[float]:
    return sorted(pair.off for pair in pairs)


def kept(off: list[float]) -> float:
    return sum(one <= TENTH for one in off) / max(len(off), 1)


def manners_of(events: list[Event], delay: float) -> Figures:
    """Tell whether a host was asked twice at once, and the shortest pause it was given."""
    by_host = defaultdict(list)
    for event in events:
        if event["host"] != BEACON_HOST:
            by_host[event["host"]].append((event["begun"], event["ended"] or event["begun"]))
    pauses = [
        later[0] - sooner[1]
        for asked in by_host.values()
        for sooner, later in pairwise(sorted(asked))
    ]
    return {
        "hosts": len(by_host),
        "requests": len(events),
        "twice at once": sum(pause < 0 for pause in pauses),
        "shortest pause, s": min(pauses),
        "pause asked for, s": delay,
    }


def delays_of(told: Path) -> Figures:
    """Tell how long each of the beacon's offers took to the webhook, and how much was the poll."""
    ((began, change),) = told_of(told, "beacon")
    shown: dict[int, float] = {}
    for event in told_of(told, "event"):
        if event["host"] == BEACON_HOST and event["status"] == 200:
            shown.setdefault(event["version"], event["ended"])
    posted: dict[int, float] = {}
    for hook in told_of(told, "hook"):
        for version in re.findall(r"/b/(\d+)", hook["body"]):
            posted.setdefault(int(version), hook["at"])
    both = [version for version in shown if version in posted and version > 0]
    whole = sorted(posted[version] - began - version * change for version in both)
    beyond = sorted(posted[version] - shown[version] for version in both)
    return {
        "beacon's offers seen": len(shown),
        "beacon's offers posted": len(posted),
        "from appearance to webhook, median s": median(whole),
        "beyond the poll, median s": median(beyond),
        "beyond the poll, 95 of 100 s": beyond[int(0.95 * len(beyond))],
        "beyond the poll, most s": beyond[-1],
    }


def hits_of(events: list[Event], places: dict[str, Any], database: Path) -> Figures:
    """Tell whether each offer that a list or a feed showed became one hit."""
    shown = set()
    for event in events:
        place = places.get(event["host"] + event["path"])
        if place is None or event["status"] != 200 or place["kind"] in ("beacon", "webpage"):
            continue
        serials = range(event["version"] + 1, event["version"] + ITEMS + 1)
        shown |= {f"{place['number']}_{s}" for s in serials if (place["number"] + s) % 40 == 0}
    with Store.open(database) as store:
        texts = [hit.posting.text for hit in store.hits.all(limit=1_000_000)]
    keys = [key for text in texts for key in re.findall(r"made_up_(\d+_\d+)", text)]
    hits = [key for key in keys if key in shown]
    return {
        "offers shown": len(shown),
        "of them hits": len(set(hits)),
        "of them hits twice": len(hits) - len(set(hits)),
    }
