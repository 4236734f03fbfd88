"""Hits, and what is owed to people about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.places import Posting
from monitor.model.verdict import Assessment, Money, Promise


@dataclass(frozen=True, slots=True)
class Hit:
    """A posting worth a person's time, however often it is seen."""

    id: str
    posting: Posting
    assessment: Assessment
    first_seen: datetime
    last_seen: datetime
    sightings: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence as an alert shows it."""

    signal: str
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What an alert says of a hit: no contact of a recruiter, no live link."""

    hit_id: str
    version: int
    label: str
    tier: str
    score: float
    lang: str
    source_id: str
    source_name: str
    url: str
    """Defanged (hxxps, [.])."""
    seen_at: datetime
    quotes: tuple[Quote, ...] = ()
    sums: tuple[Money, ...] = ()
    promise: Promise | None = None
    """The citizenship promised; None when none is."""
    desk_url: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Owed to one channel about one hit; `key` is fixed before anything is sent."""

    key: str
    channel: str
    hit_id: str
    notice: Notice
    attempts: int = 0
    last_error: str = ""
    created_at: datetime | None = None
    next_try_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Owed to one channel of the operator: something of the monitor itself is ill, or well again."""

    key: str
    channel: str
    kind: str
    """What it is about: source ..."""
    about: str
    """Its id."""
    name: str
    """As lists call it."""
    url: str
    """Defanged; empty where there is none."""
    state: str
    former: str
    sentence: str
    """What was seen, in plain words; empty when all is well."""
    since: datetime
    """When it was first seen so."""
    raised_at: datetime


class Reach(StrEnum):
    """Whether a message has come to one of its recipients."""

    TAKEN = "taken"
    OWED = "owed"
    """The receiver does not take it for them now."""
    REFUSED = "refused"
    """The receiver will never take it for them."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of those whom a channel serves together, and what the receiver said of them last."""

    address: str
    reach: Reach
    answer: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What a channel gives back of a message that some of its recipients have and others lack."""

    receipt: str
    """One line, as of a message that was taken whole."""
    recipients: tuple[Recipient, ...]
    """All of them, those of earlier tries too."""

    @property
    def is_owed(self) -> bool:
        """True while somebody is to get it yet."""
        return any(one.reach is Reach.OWED for one in self.recipients)


class Gathered(StrEnum):
    """Why a message holds many alerts."""

    NOT = "plain"
    """It holds what became due at once."""
    DIGEST = "digest"
    """A route sends at given times."""
    STORM = "storm"
    """More came in an hour than a person reads."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to send, of alerts or of alarms; a group's id was fixed when it was formed."""

    id: str
    channel: str
    formed_at: datetime
    alerts: tuple[Alert, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    gathered: Gathered = Gathered.NOT
    recipients: tuple[Recipient, ...] = ()
    """What became of each, once the channel has told them apart; it asks for who lacks it alone."""
