"""Campaigns: hits grouped as they arrive, and as people split and join them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.campaigns import Neighbour, choose
from monitor.errors import StoreError
from monitor.model import Hit, Judged
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db, Row
from monitor.store.hits import Hits
from monitor.store.likeness import Likeness, Match, arrived
from monitor.store.postings import Noted
from monitor.store.settling import MOST, Settling

FEW = 100
"""Hits grouped in one transaction when many are owed."""
LARGE = 1_000
"""Hits beyond which campaigns are equally large: counting on would cost, and nothing hangs on it."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """Hits that belong together, and what they share."""

    id: int
    hits: tuple[str, ...]
    """By when they were first seen."""
    sources: tuple[str, ...]
    langs: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    contacts: tuple[tuple[str, int], ...] = ()
    """Recruiters' contacts that at least two of the hits have, and how many have them."""
    alike: float | None = None
    """The least share of wording by which a hit came in; None where contacts alone tie."""
    by_hand: tuple[str, ...] = ()
    """Who put hits in by hand."""


class Campaigns:
    """The tables `campaigns`, `members`, `campaigns_apart` and `campaign_moves`."""

    def __init__(self, db: Db, hits: Hits) -> None:
        self._db = db
        self._hits = hits
        self._likeness = Likeness(db)
        self._settling = Settling(db)

    def arrive(self, hit_id: str, judged: Judged, noted: Noted, *, at: datetime) -> None:
        """Group a hit by words of it that were not compared yet; call in a write transaction."""
        if self._likeness.knows(hit_id, noted):
            return
        one = arrived(hit_id, judged, noted)
        matches = self._likeness.matches(one)
        neighbours = self._likeness.neighbours(one, matches)
        self._likeness.keep(one)
        member = self._member(hit_id)
        if member and member["by_hand"]:
            return
        home = self._neighbour(member["campaign_id"]) if member else None
        others = [near for near in neighbours if not home or near.campaign != home.campaign]
        apart = self._apart([near.campaign for near in (*others, home) if near])
        self._unite(hit_id, choose(one.contacts, others, home=home, apart=apart), at)
        self._call_strays(hit_id, matches)
        self._settling.step(MOST)

    def _call_strays(self, hit_id: str, matches: Sequence[Match]) -> None:
        """Take in hits that name nobody and whose words are more like this one's than their own
        campaign's: strangers copy one another, and the first to come is not always whose it is.
        """
        homes = self._homes([hit_id, *(match.hit_id for match in matches)])
        home = homes[hit_id]
        for match in matches:
            if homes[match.hit_id] == home:
                self._tie([hit_id, match.hit_id], match.share)
            elif self._is_called(match, home, homes[match.hit_id]):
                homes[match.hit_id] = home
                self._db.change(
                    "UPDATE members SET campaign_id = ?, alike = ? WHERE hit_id = ?",
                    (home, match.share, match.hit_id),
                )

    def _is_called(self, match: Match, home: int, away: int) -> bool:
        is_nearer = match.is_stray and match.share > match.tie
        return is_nearer and not self._apart([home, away])

    def _tie(self, hits: Sequence[str], share: float) -> None:
        """Write down by how much wording hits of one campaign are tied, where it is more."""
        self._db.change(
            "UPDATE members SET alike = ?1 WHERE hit_id IN (SELECT value FROM json_each(?2))"
            " AND alike < ?1",
            (share, json.dumps(hits)),
        )

    def _unite(self, hit_id: str, chosen: tuple[Neighbour, ...], at: datetime) -> None:
        """Put a hit into the largest of its campaigns, or a new one, and the others into that."""
        ids = [near.campaign for near in chosen]
        target = self._largest(ids) if ids else self._insert(at)
        self._db.change(
            "INSERT INTO members (hit_id, campaign_id, alike) VALUES (?, ?, ?)"
            " ON CONFLICT (hit_id) DO NOTHING",
            (hit_id, target, max((near.alike for near in chosen), default=0.0)),
        )
        for absorbed in ids:
            if absorbed != target:
                self._settling.merge(target, absorbed)

    def _largest(self, campaigns: Sequence[int]) -> int:
        """Choose which campaign stays: of the large ones and of equals the oldest."""
        if len(campaigns) == 1:
            return campaigns[0]
        (row,) = self._db.rows(
            "SELECT k.value AS id, (SELECT count(*) FROM (SELECT 1 FROM members m"
            " WHERE m.campaign_id = k.value LIMIT ?)) AS n FROM json_each(?) k"
            " ORDER BY n DESC, id LIMIT 1",
            (LARGE, json.dumps(campaigns)),
        )
        return int(row["id"])

    def catch_up(self) -> int:
        """Group the hits that were found before there were campaigns; give their number."""
        done = 0
        while owed := self._ungrouped():
            with self._db.writing():
                for hit in self._hits.give(owed):
                    judged = Judged(hit.posting, hit.assessment)
                    self.arrive(hit.id, judged, self._noted(hit), at=hit.first_seen)
            done += len(owed)
        self.settle()
        return done

    def settle(self) -> None:
        """Finish what arrivals left of large campaigns that became one, in small transactions."""
        self._settling.finish()

    def of(self, hit_id: str) -> int | None:
        """Give the id of a hit's campaign; None while it was not grouped yet."""
        row = self._member(hit_id)
        return int(row["campaign_id"]) if row else None

    def all(self, *, least: int = 2, limit: int = 100) -> list[Campaign]:
        """List campaigns of at least so many hits, the one last seen first."""
        rows = self._db.rows(
            "SELECT m.campaign_id AS id FROM members m JOIN hits h ON h.id = m.hit_id"
            " GROUP BY m.campaign_id HAVING count(*) >= ?"
            " ORDER BY max(h.last_seen) DESC, m.campaign_id LIMIT ?",
            (least, limit),
        )
        return [self.give(row["id"]) for row in rows]

    def give(self, campaign: int) -> Campaign:
        """Give one campaign. Raises StoreError when it has no hit."""
        rows = self._db.rows(
            "SELECT m.*, h.first_seen, h.last_seen, p.source_id, a.lang FROM members m"
            " JOIN hits h ON h.id = m.hit_id JOIN postings p ON p.id = h.posting_id"
            " JOIN assessments a ON a.posting_id = h.posting_id AND a.version = h.version"
            " AND a.rules = h.rules WHERE m.campaign_id = ? ORDER BY h.first_seen, h.id",
            [campaign],
        )
        if not rows:
            raise StoreError(
                f"there is no campaign {campaign}; `advert-monitor campaigns` lists them"
            )
        shares = [row["alike"] for row in rows if row["alike"]]
        return Campaign(
            id=campaign,
            hits=tuple(row["hit_id"] for row in rows),
            sources=_each(row["source_id"] for row in rows),
            langs=_each(row["lang"] for row in rows),
            first_seen=to_time(rows[0]["first_seen"]),
            last_seen=to_time(max(row["last_seen"] for row in rows)),
            contacts=self._shared(campaign),
            alike=min(shares, default=None),
            by_hand=_each(row["by_hand"] for row in rows if row["by_hand"]),
        )

    def split(self, hits: Iterable[str], *, by: str, at: datetime) -> int:
        """Take hits out of their campaign into a new one; the rules never make the two one again."""
        ids = tuple(dict.fromkeys(hits))
        with self._db.writing():
            self._settling.finish_within()
            homes = {self._home(hit_id) for hit_id in ids}
            if len(homes) != 1:
                raise StoreError("hits that are split off together are of one campaign")
            (home,) = homes
            if len(ids) == len(self.give(home).hits):
                raise StoreError(f"campaign {home} has no other hit; nothing would be split")
            new = self._insert(at)
            for hit_id in ids:
                self._move(hit_id, home, new, by=by, at=at)
            self._db.change("INSERT INTO campaigns_apart (one, other) VALUES (?, ?)", (home, new))
            self._settling.finish_within()
        return new

    def join(self, campaigns: Iterable[int], *, by: str, at: datetime) -> int:
        """Make campaigns one, also such as were split; give the id that stays."""
        target, *rest = sorted(dict.fromkeys(campaigns))
        with self._db.writing():
            self._settling.finish_within()
            self.give(target)
            for absorbed in rest:
                for hit_id in self.give(absorbed).hits:
                    self._move(hit_id, absorbed, target, by=by, at=at)
                self._db.change(
                    "DELETE FROM campaigns_apart WHERE one = ? AND other = ?", (target, absorbed)
                )
                self._settling.merge(target, absorbed)
            self._settling.finish_within()
        return target

    def _move(self, hit_id: str, old: int, new: int, *, by: str, at: datetime) -> None:
        name = storable(by.strip())
        if not name:
            raise StoreError("a campaign is split and joined by somebody with a name")
        self._db.change(
            "UPDATE members SET campaign_id = ?, by_hand = ?, alike = 0 WHERE hit_id = ?",
            (new, name, hit_id),
        )
        self._db.insert(
            "INSERT INTO campaign_moves (hit_id, came_from, went_to, by_hand, at)"
            " VALUES (?, ?, ?, ?, ?)",
            (hit_id, old, new, name, to_text(at)),
        )

    def _neighbour(self, campaign: int) -> Neighbour:
        contacts = self._likeness.contacts([campaign]).get(campaign, frozenset())
        return Neighbour(campaign, 0.0, frozenset(), contacts)

    def _apart(self, campaigns: Sequence[int]) -> frozenset[tuple[int, int]]:
        rows = self._db.rows(
            "SELECT one, other FROM campaigns_apart WHERE one IN (SELECT value FROM json_each(?1))"
            " AND other IN (SELECT value FROM json_each(?1))",
            [json.dumps(campaigns)],
        )
        return frozenset((row["one"], row["other"]) for row in rows)

    def _noted(self, hit: Hit) -> Noted:
        row = self._db.row("SELECT posting_id, version FROM hits WHERE id = ?", [hit.id])
        if row is None:
            raise StoreError(f"there is no hit {hit.id}")
        return Noted(row["posting_id"], row["version"], hit.id)

    def _insert(self, at: datetime) -> int:
        return self._db.insert("INSERT INTO campaigns (made_at) VALUES (?)", [to_text(at)])

    def _member(self, hit_id: str) -> Row | None:
        return self._db.row("SELECT * FROM homes WHERE hit_id = ?", [hit_id])

    def _home(self, hit_id: str) -> int:
        row = self._member(hit_id)
        if row is None:
            raise StoreError(f"hit {hit_id} is in no campaign")
        return int(row["campaign_id"])

    def _homes(self, hits: Sequence[str]) -> dict[str, int]:
        rows = self._db.rows(
            "SELECT hit_id, campaign_id FROM homes"
            " WHERE hit_id IN (SELECT value FROM json_each(?))",
            [json.dumps(hits)],
        )
        return {row["hit_id"]: row["campaign_id"] for row in rows}

    def _shared(self, campaign: int) -> tuple[tuple[str, int], ...]:
        rows = self._db.rows(
            "SELECT u.contact, count(*) AS n FROM members m JOIN contact_uses u"
            " ON u.hit_id = m.hit_id WHERE m.campaign_id = ? GROUP BY u.contact"
            " HAVING n > 1 ORDER BY n DESC, u.contact",
            [campaign],
        )
        return tuple((row["contact"], row["n"]) for row in rows)

    def _ungrouped(self) -> list[str]:
        rows = self._db.rows(
            "SELECT h.id FROM hits h LEFT JOIN members m ON m.hit_id = h.id"
            " WHERE m.hit_id IS NULL ORDER BY h.first_seen, h.id LIMIT ?",
            [FEW],
        )
        return [row["id"] for row in rows]


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))
