"""Places that are watched, what they gave, and what was read in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model.verdict import Assessment


@dataclass(frozen=True, slots=True)
class Cron:
    """Times as cron writes them: minute, hour, day of the month, month, weekday (0 and 7: Sunday)."""

    text: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of a day by the clock on the wall, over midnight unless the end is the later."""

    begin: time
    end: time
    """The first moment that is not in it any more; that it began is a whole day."""
    zone: ZoneInfo | None = None
    """Where that clock hangs; None is UTC."""
    weekday: int | None = None
    """On which it begins, 0 is Monday; None is each day."""


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
