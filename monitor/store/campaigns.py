"""Campaigns: hits grouped as they arrive, and as people split and join them."""

from __future__ import annotations

from collections.abc import Iterable
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

FEW = 100
"""Hits grouped in one transaction when many are owed."""


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

    def arrive(self, hit_id: str, judged: Judged, noted: Noted, *, at: datetime) -> None:
        """Group a hit by words of it that were not compared yet; call in a write transaction."""
        if self._likeness.knows(hit_id, judged.posting.text):
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
        self._unite(hit_id, choose(one.contacts, others, home=home, apart=self._apart()), at)
        self._call_strays(hit_id, matches)

    def _call_strays(self, hit_id: str, matches: Iterable[Match]) -> None:
        """Take in hits that name nobody and whose words are more like this one's than their own
        campaign's: strangers copy one another, and the first to come is not always whose it is.
        """
        home = self._home(hit_id)
        for match in matches:
            if self._home(match.hit_id) == home:
                self._db.change(
                    "UPDATE members SET alike = max(alike, ?) WHERE hit_id IN (?, ?)",
                    (match.share, hit_id, match.hit_id),
                )
            elif match.is_stray and match.share > match.tie and not self._are_apart(home, match):
                self._db.change(
                    "UPDATE members SET campaign_id = ?, alike = ? WHERE hit_id = ?",
                    (home, match.share, match.hit_id),
                )

    def _are_apart(self, home: int, match: Match) -> bool:
        return (min(home, match.campaign), max(home, match.campaign)) in self._apart()

    def _unite(self, hit_id: str, chosen: tuple[Neighbour, ...], at: datetime) -> None:
        """Put a hit into the oldest of its campaigns, or a new one, and the others into that."""
        ids = sorted(near.campaign for near in chosen)
        target = ids[0] if ids else self._insert(at)
        self._db.change(
            "INSERT INTO members (hit_id, campaign_id, alike) VALUES (?, ?, ?)"
            " ON CONFLICT (hit_id) DO NOTHING",
            (hit_id, target, max((near.alike for near in chosen), default=0.0)),
        )
        for absorbed in ids[1:]:
            self._absorb(target, absorbed)

    def catch_up(self) -> int:
        """Group the hits that were found before there were campaigns; give their number."""
        done = 0
        while owed := self._ungrouped():
            with self._db.writing():
                for hit in self._hits.give(owed):
                    judged = Judged(hit.posting, hit.assessment)
                    self.arrive(hit.id, judged, self._noted(hit), at=hit.first_seen)
            done += len(owed)
        return done

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
        return new

    def join(self, campaigns: Iterable[int], *, by: str, at: datetime) -> int:
        """Make campaigns one, also such as were split; give the id that stays."""
        target, *rest = sorted(dict.fromkeys(campaigns))
        with self._db.writing():
            self.give(target)
            for absorbed in rest:
                for hit_id in self.give(absorbed).hits:
                    self._move(hit_id, absorbed, target, by=by, at=at)
                self._db.change(
                    "DELETE FROM campaigns_apart WHERE one = ? AND other = ?", (target, absorbed)
                )
                self._absorb(target, absorbed)
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

    def _absorb(self, target: int, absorbed: int) -> None:
        """Move all that a campaign has to an older one, with the pairs that stay apart from it."""
        self._db.change(
            "UPDATE members SET campaign_id = ? WHERE campaign_id = ?", (target, absorbed)
        )
        self._db.change(
            "INSERT OR IGNORE INTO campaigns_apart (one, other)"
            " SELECT min(?1, o.id), max(?1, o.id) FROM (SELECT CASE one WHEN ?2 THEN other"
            " ELSE one END AS id FROM campaigns_apart WHERE ?2 IN (one, other)) o WHERE o.id <> ?1",
            (target, absorbed),
        )
        self._db.change("DELETE FROM campaigns_apart WHERE ? IN (one, other)", [absorbed])
        self._db.change("DELETE FROM campaigns WHERE id = ?", [absorbed])

    def _neighbour(self, campaign: int) -> Neighbour:
        contacts = self._likeness.contacts(campaign)
        return Neighbour(campaign, 0.0, frozenset(), contacts)

    def _apart(self) -> frozenset[tuple[int, int]]:
        rows = self._db.rows("SELECT one, other FROM campaigns_apart")
        return frozenset((row["one"], row["other"]) for row in rows)

    def _noted(self, hit: Hit) -> Noted:
        row = self._db.row("SELECT posting_id, version FROM hits WHERE id = ?", [hit.id])
        if row is None:
            raise StoreError(f"there is no hit {hit.id}")
        return Noted(row["posting_id"], row["version"], hit.id)

    def _insert(self, at: datetime) -> int:
        return self._db.insert("INSERT INTO campaigns (made_at) VALUES (?)", [to_text(at)])

    def _member(self, hit_id: str) -> Row | None:
        return self._db.row("SELECT * FROM members WHERE hit_id = ?", [hit_id])

    def _home(self, hit_id: str) -> int:
        row = self._member(hit_id)
        if row is None:
            raise StoreError(f"hit {hit_id} is in no campaign")
        return int(row["campaign_id"])

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
