"""What the rules say of a text: findings, values, assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn


class Word(StrEnum):
    """One of few words. It is one object for the whole process, and no answer changes it.

    A pickle may not only name a class or its member, it may set their attributes too (`BUILD`): a
    reader that a page has taken over could make one label mean another for all that comes after.
    """

    def __setstate__(self, state: object) -> NoReturn:
        """Refuse what would change it."""
        raise TypeError(f"{type(self).__name__} cannot be changed")


class Label(Word):
    """What a posting is. The order is that of urgency."""

    ARMY_OFFER = "army_offer"
    DECEPTIVE_JOB = "deceptive_job_suspect"
    AGENT_BOUNTY = "agent_bounty"
    PROMO = "promo"
    OTHER_ARMY = "other_army"
    REPORT = "report_or_warning"
    UNRELATED = "unrelated"


ALERTED = (Label.ARMY_OFFER, Label.DECEPTIVE_JOB, Label.AGENT_BOUNTY, Label.PROMO)
"""The classes that are flagged."""
OFFER = "offer"
SIDES: Mapping[str, tuple[Label, ...]] = {
    OFFER: ALERTED,
    "report": (Label.REPORT,),
    "other": (Label.OTHER_ARMY, Label.UNRELATED),
}
"""What a text may be at heart, and the classes of each."""
WORDING = "wording"
"""The reason that stands for a text's words as a whole; its finding is the passage that says most."""


class Tier(Word):
    """How urgent a flagged posting is; T1 and T2 are alerted at once, T3 is for review."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"


class Period(Word):
    """How often a sum is paid."""

    ONCE = "once"
    HOUR = "hour"
    DAY = "day"
    SHIFT = "shift"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    TOTAL = "total"


class Purpose(Word):
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


class ContactType(Word):
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
class Hints:
    """What is known of a text from elsewhere; each may help to decide and none is needed."""

    lang: str | None = None
    country: str | None = None
    languages: tuple[str, ...] = ()
    url: str = ""
    has_form: bool = False
