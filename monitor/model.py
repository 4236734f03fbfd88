"""The nouns of the house: frozen values that every other module gives and takes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo


class Label(StrEnum):
    """What a posting is. The order is that of urgency."""

    ARMY_OFFER = "army_offer"
    DECEPTIVE_JOB = "deceptive_job_suspect"
    AGENT_BOUNTY = "agent_bounty"
    PROMO = "promo"
    OTHER_ARMY = "other_army"
    REPORT = "report_or_warning"
    UNRELATED = "unrelated"


class Tier(StrEnum):
    """How urgent a flagged posting is; T1 and T2 are alerted at once, T3 is for review."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"


class Period(StrEnum):
    """How often a sum is paid."""

    ONCE = "once"
    HOUR = "hour"
    DAY = "day"
    SHIFT = "shift"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    TOTAL = "total"


class Purpose(StrEnum):
    """What a sum pays for. FEE is asked of the reader; TOTAL is a first year's or a contract's sum."""

    SIGNING = "signing"
    SALARY = "salary"
    TOTAL = "total"
    BOUNTY = "bounty"
    DEBT = "debt"
    DEATH_INJURY = "death_injury"
    REFERRAL = "referral"
    FEE = "fee"
    TUITION = "tuition"
    OTHER = "other"


class ContactType(StrEnum):
    """By which way a reader is asked to reply."""

    PHONE = "phone"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    URL = "url"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points in a posting's own text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Money:
    """A sum as its words say it. `None` as low or high is an open end ("up to", "from")."""

    low: Decimal | None
    high: Decimal | None
    currency: str | None = None
    """ISO 4217; None when neither words, language, country nor source decide."""
    period: Period | None = None
    purpose: Purpose = Purpose.OTHER


@dataclass(frozen=True, slots=True)
class Promise:
    """Citizenship, a passport or residence promised to the reader."""

    what: str
    """One of citizenship, passport, residence."""
    days: int | None = None
    """Promised waiting time, upper end, in days (a month is 30); None when unsaid. 0 is "at once"."""
    family: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reply. `value` is normalised: E.164, @handle, lower-case address, URL without tracking."""

    type: ContactType
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, and the words that are its evidence: `text[span.start:span.end] == quote`."""

    signal: str
    span: Span
    quote: str
    value: Money | Promise | Contact | str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal adds to the score, in log-odds; negative speaks against an offer."""

    signal: str
    weight: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of deception or exploitation, and its words; its presence proves nothing."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules, named by their digest, say of one text, with all reasons."""

    label: Label
    tier: Tier | None
    score: float
    """Probability-like, 0 to 1."""
    lang: str
    """BCP 47, with the script where a language has two (uz-Latn); "und" when nothing decides."""
    foreigners: bool
    """True where the posting addresses foreigners or promises them something."""
    findings: tuple[Finding, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    subscores: tuple[tuple[str, float], ...] = ()
    rules: str = ""
    """Digest of the rules that judged."""
    truncated: bool = False
    """True where only the first part of a very long text was judged."""
    nations: tuple[str, ...] = ()
    """ISO 3166-1 codes of the peoples that a flagged posting calls for."""
    indicators: tuple[Indicator, ...] = ()
    """Of a flagged posting, each once, with the first words that show it."""


@dataclass(frozen=True, slots=True)
class Cron:
    """Times as cron writes them: minute, hour, day of the month, month, weekday (0 and 7: Sunday)."""

    text: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of each day by the clock on the wall, over midnight where the end is the earlier."""

    begin: time
    end: time
    """The first moment that is not in it any more."""
    zone: ZoneInfo | None = None
    """Where that clock hangs; None is UTC."""


@dataclass(frozen=True, slots=True)
class Source:
    """A public place we were asked to watch: one TOML file."""

    id: str
    kind: str
    url: str
    every: timedelta
    """With `cron`, the longest time between two of its looks."""
    name: str = ""
    why: str = ""
    enabled: bool = True
    pages: int = 3
    """How many pages of one place (older posts, next pages) a run may turn."""
    at_least: int = 0
    """Fewer postings than this is a fault of the source."""
    country: str | None = None
    """ISO 3166-1 alpha-2; a hint for phone numbers and currencies. None when unknown."""
    languages: tuple[str, ...] = ()
    min_delay: timedelta | None = None
    """Least time between two requests to its host; None takes the deployment's."""
    proxy_env: str | None = None
    """Name of the environment variable that holds the egress proxy's URL; None goes direct."""
    ignore_robots_because: str | None = None
    """A written reason to fetch against robots.txt, logged at each run; None obeys."""
    cron: Cron | None = None
    """At which times it is looked at; None goes by `every`."""
    quiet: tuple[Hours, ...] = ()
    """When it is left alone."""
    timezone: ZoneInfo | None = None
    """In which `cron` is meant; None is UTC."""
    options: object = None
    """The kind's own settings, an instance of `<kind>.Options`."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page to fetch, and what it is to its kind."""

    url: str
    role: str = "page"
    """page (an entry of the plan), older (next or older postings), detail (one posting's own page)."""
    key: str | None = None
    """Key of the posting that a detail page gives; None for other roles."""


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes a server gave us, at one moment. `body` is content-decoded; what was cut is said."""

    source_id: str
    url: str
    """As asked."""
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    role: str = "page"
    key: str | None = None
    final_url: str = ""
    """After redirects."""
    redirects: tuple[str, ...] = ()
    address: str = ""
    """Numeric address that answered; empty behind a proxy."""
    truncated: str = ""
    """Why the body is not whole, in plain words; empty when it is."""

    @property
    def sha256(self) -> str:
        """Hex digest of the body."""
        return hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str:
        """First value of a header, any letter case; empty when absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Posting:
    """One advert, post or article as its reader sees it."""

    key: str
    """The place's own id of it, or its URL: the same advert has the same key at each look."""
    source_id: str
    url: str
    text: str
    capture_sha256: str = ""
    posted_at: datetime | None = None
    """As the place says; None when it does not."""
    title: str = ""
    forwarded_from: str = ""
    """Name or link of the channel that a post was forwarded from; empty for an own post."""
    lang: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a source, told apart by code and said in a sentence a person understands."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a kind read out of one capture."""

    postings: tuple[Posting, ...] = ()
    links: tuple[Link, ...] = ()
    """Where to go on: role older for more postings, role detail for one posting's own page."""
    cards: tuple[Posting, ...] = ()
    """Postings as a listing shows them, used only where their detail page cannot be had."""
    faults: tuple[Fault, ...] = ()
    fallback: str = ""
    """Why the plain linear reader was used instead of the parser; empty when it was not."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A posting and what the rules say of it."""

    posting: Posting
    assessment: Assessment


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


@dataclass(frozen=True, slots=True)
class Run:
    """What one look at one source gave."""

    source_id: str
    started_at: datetime
    finished_at: datetime
    captured: int = 0
    unchanged: int = 0
    """Answers 304."""
    read: int = 0
    """Postings read."""
    new: int = 0
    """New hits."""
    sighted: int = 0
    fault: Fault | None = None
    """None when all went well."""
    shown: int = 0
    """Different adverts on the place's first pages."""
    fresh: int = 0
    """Adverts that were never seen there before."""
    partial: bool = False
    """True where the fault is that of single adverts' own pages; the place itself answered."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a text from elsewhere; each may help to decide and none is needed."""

    lang: str | None = None
    country: str | None = None
    languages: tuple[str, ...] = ()
    url: str = ""
    has_form: bool = False
