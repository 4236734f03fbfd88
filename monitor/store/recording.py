"""What one reading, or a later verdict, changes: postings, hits and what is owed of them, at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Assessment, Judged, Source
from monitor.store.campaigns import Campaigns
from monitor.store.captures import Captures, Kept
from monitor.store.db import Db
from monitor.store.hits import Change, Hits, Outcome
from monitor.store.listings import Listings
from monitor.store.notice import Flagged
from monitor.store.onward import Onward, Onwards
from monitor.store.outbox import Outbox
from monitor.store.postings import Noted, Postings, Shelved, Sight
from monitor.store.taker import Taker


@dataclass(frozen=True, slots=True)
class Record:
    """All that one reading of one capture is to change."""

    source: Source
    kept: Kept
    seen_at: datetime
    """When the page said so: the capture's time, or that of the 304 which stood for it."""
    judged: tuple[Judged, ...] = ()
    onward: tuple[Onward, ...] = ()
    whole: bool = True
    """False where a posting could not be judged: the capture then stays unread."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a reading changed."""

    new: tuple[str, ...] = ()
    """Ids of hits that were not there before."""
    sighted: int = 0
    """Hits seen again."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who hears of a hit, and where they can look at it."""

    takers: tuple[Taker, ...] = ()
    desk_url: str = ""
    """Empty where there is no desk."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Writes to the tables of all that a verdict touches."""

    db: Db
    captures: Captures
    postings: Postings
    hits: Hits
    campaigns: Campaigns
    listings: Listings
    onward: Onwards
    outbox: Outbox

    def record(self, record: Record, audience: Audience) -> Recorded:
        """Write postings, hits, sightings, owed alerts, older pages and the read mark: all or none.

        Recording the same look twice changes nothing the second time.
        """
        sight = Sight(record.kept.id, record.seen_at)
        with self.db.writing():
            outcomes = [
                self._flag(record.source, one, self.postings.note(one, sight), sight, audience)
                for one in record.judged
            ]
            self.onward.add(record.source.id, record.onward)
            if record.whole:
                self.onward.drop(record.source.id, record.kept.capture.url)
                self.captures.mark_read(record.kept.id)
        self.campaigns.settle()
        return Recorded(
            new=tuple(one.hit_id for one in outcomes if one and one.change is Change.NEW),
            sighted=sum(one is not None and one.change in _SIGHTED for one in outcomes),
        )

    def rejudge(
        self,
        source: Source,
        verdicts: Iterable[tuple[Shelved, Assessment]],
        audience: Audience,
        *,
        at: datetime,
    ) -> tuple[str, ...]:
        """Write later verdicts on kept postings of one source; give the ids of hits they made.

        What is flagged now becomes a hit and is owed; a hit that is flagged no more stays: what
        people have seen is not taken back. What was let go meanwhile stays away.
        """
        made: list[str] = []
        with self.db.writing():
            for shelved, said in verdicts:
                if (noted := self.postings.still(shelved)) is None:
                    continue
                self.postings.rejudge(shelved, said, at=at)
                judged = replace(shelved.judged, assessment=said)
                outcome = self._flag(source, judged, noted, shelved.sight, audience)
                made += [outcome.hit_id] if outcome and outcome.change is Change.NEW else []
        self.campaigns.settle()
        return tuple(made)

    def _flag(
        self, source: Source, judged: Judged, noted: Noted, sight: Sight, audience: Audience
    ) -> Outcome | None:
        """Make a posting a hit, or see its hit again; None when it is not flagged."""
        outcome = self.hits.note(judged, noted, sight)
        if outcome is None:
            return None
        self.campaigns.arrive(outcome.hit_id, judged, noted, at=sight.seen_at)
        self.listings.write(outcome.hit_id)
        if outcome.change in (Change.NEW, Change.RAISED):
            flagged = Flagged(outcome.hit_id, outcome.version, judged, source, sight.seen_at)
            self.outbox.owe(flagged, audience.takers, desk_url=audience.desk_url)
        return outcome


_SIGHTED = (Change.SEEN, Change.RAISED)
