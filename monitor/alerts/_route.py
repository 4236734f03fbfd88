"""Who hears of which hits, and when: one `[routes.<id>]` table of the settings. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from functools import cache

from monitor.model import Hours, Tier
from monitor.text.fold import fold
from monitor.timetable import DAYS, covers

_AT = re.compile(rf"(?:({'|'.join(DAYS)}) )?([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class About:
    """What a route asks of a hit."""

    tier: Tier
    source_id: str
    lang: str
    country: str | None = None
    """The source's; None when its file does not say."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of the day; of each day where none is named."""

    day: int | None
    """0 is Monday; None means each day."""
    clock: time

    def falls_on(self, day: int) -> bool:
        """Tell whether it comes on that day of the week."""
        return self.day is None or self.day == day


@dataclass(frozen=True, slots=True)
class Route:
    """Which hits go to which channels, and when. Empty languages, countries, sources and words
    mean all."""

    channels: tuple[str, ...]
    """Ids of the channels that hear of them."""
    tiers: tuple[Tier, ...] = (Tier.T1, Tier.T2)
    """T3 is for review and joins only when named."""
    languages: tuple[str, ...] = ()
    """Only hits in these languages, as BCP 47; "uz" takes uz-Latn and uz-Cyrl."""
    countries: tuple[str, ...] = ()
    """Only hits of sources whose `country` is one of these."""
    sources: tuple[str, ...] = ()
    """Only hits of these sources, by id."""
    words: tuple[str, ...] = ()
    """Only hits with one of these words, or beginnings of words, whatever their letters' case."""
    digest: tuple[str, ...] = ()
    """At these times ("18:00", "mon 08:00") in the deployment's time zone; empty sends at once."""
    quiet: tuple[Hours, ...] = ()
    """Nothing is sent in these hours ("22:00-07:00", "sat 00:00-24:00"); it goes when they end."""
    id: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError, with a sentence for who wrote the settings."""
        if not self.tiers:
            raise ValueError("tiers is empty, so that nothing would ever be sent")
        if not self.channels:
            raise ValueError("channels names nobody")
        if not all(fold(word).text.strip() for word in self.words):
            raise ValueError("words has an empty one")
        for written in self.digest:
            moment_of(written)

    def takes(self, about: About) -> bool:
        """Tell whether a hit goes this way; one whose language nobody could tell always may."""
        return (
            about.tier in self.tiers
            and (not self.sources or about.source_id in self.sources)
            and (not self.countries or about.country in self.countries)
            and (not self.languages or _speaks(about.lang, self.languages))
            and (not self.words or _has_any(about.text, self.words))
        )

    def held_until(self, at: datetime, zone: tzinfo) -> datetime | None:
        """Give the next digest's time after `at`; None sends at once."""
        times = [_next(moment_of(written), at, zone) for written in self.digest]
        return min(times, default=None)

    def is_quiet(self, at: datetime, zone: tzinfo) -> bool:
        """Tell whether nothing may be sent now."""
        return any(covers(hours, at, zone) for hours in self.quiet)


@cache
def moment_of(written: str) -> Moment:
    """Read "18:00" or "mon 08:00". Raises ValueError."""
    found = _AT.fullmatch(written)
    if found is None:
        raise ValueError(f'digest: found "{written}", expected a time ("18:00", "mon 08:00")')
    return Moment(DAYS.index(found[1]) if found[1] else None, time(int(found[2]), int(found[3])))


def _next(moment: Moment, at: datetime, zone: tzinfo) -> datetime:
    """Find the first time after `at`. One that a change of clocks skips comes an hour later."""
    today = at.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(9))
    times = (
        datetime.combine(day, moment.clock, zone).astimezone(at.tzinfo)
        for day in days
        if moment.falls_on(day.weekday())
    )
    return next(time for time in times if time > at)


def _speaks(lang: str, wanted: Iterable[str]) -> bool:
    return lang == "und" or not {lang, lang.split("-")[0]}.isdisjoint(wanted)


def _has_any(text: str, words: Iterable[str]) -> bool:
    folded = fold(text).text
    return any(_has(folded, fold(word).text.strip()) for word in words)


def _has(text: str, word: str) -> bool:
    found = text.find(word)
    while found >= 0:
        if not found or not _is_in_word(text[found - 1]):
            return True
        found = text.find(word, found + 1)
    return False


def _is_in_word(mark: str) -> bool:
    """Vowel signs of Indic scripts are marks, and parts of words."""
    return mark.isalnum() or unicodedata.category(mark).startswith("M")
