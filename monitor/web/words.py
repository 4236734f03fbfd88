"""The desk's own words in the reader's language: gettext catalogues, and Babel's names and dates.

A language is one file, `locale/<tag>.po`, as translators' tools write it. What it lacks is shown in
English, in which the templates are written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from gettext import c2py
from importlib import resources
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

ENGLISH = "en"
_UNKNOWN = "und"
_CODE_OF = {"uz-Latn": "uz_Latn", "uz-Cyrl": "uz_Cyrl", "sr-Latn": "sr_Latn", "sr-Cyrl": "sr_Cyrl"}


def languages() -> tuple[str, ...]:
    """Name the languages that the desk has a catalogue of, English first."""
    return (ENGLISH, *sorted(file.name[:-3] for file in _files() if file.name.endswith(".po")))


@dataclass(frozen=True, eq=False)
class Words:
    """One language of the desk."""

    tag: str
    locale: Locale
    zone: ZoneInfo
    catalog: Catalog = field(repr=False)

    def gettext(self, words: str) -> str:
        """Translate; what the catalogue lacks stays English."""
        return self._found(words) or words

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate by the form of plural that the number wants."""
        message = self.catalog.get(one)
        if message is None or not isinstance(message.string, tuple | list) or message.fuzzy:
            return one if number == 1 else many
        form = message.string[_plural(str(self.catalog.plural_expr))(number)]
        return str(form) or (one if number == 1 else many)

    def _found(self, words: str) -> str:
        message = self.catalog.get(words) if words else None
        if message is None or message.fuzzy or not isinstance(message.string, str):
            return ""
        return message.string

    def number(self, number: float | Decimal) -> str:
        """Write a number with this language's marks."""
        return _number(number, self.locale)

    def percent(self, part: float) -> str:
        """Write a part of one in per cent."""
        return str(format_percent(part, locale=self.locale))

    def money(self, amount: float | Decimal, currency: str | None) -> str:
        """Write a sum; without its currency where that is not known."""
        if not currency:
            return self.number(amount)
        text = format_currency(
            amount, currency, format="#,##0.## ¤¤", locale=self.locale, currency_digits=False
        )
        return str(text)

    def when(self, moment: datetime) -> str:
        """Write a moment in the deployment's time zone."""
        here = moment.astimezone(self.zone)
        return str(format_datetime(here, "d MMM y, HH:mm", locale=self.locale))

    def day(self, day: date) -> str:
        """Write a day."""
        return str(format_date(day, "d MMM y", locale=self.locale))

    def ago(self, moment: datetime, now: datetime) -> str:
        """Say how long ago it was."""
        return str(format_timedelta(moment - now, add_direction=True, locale=self.locale))

    def language(self, tag: str) -> str:
        """Name a language; its tag where it has no name."""
        if tag == _UNKNOWN:  # CLDR takes it for the likeliest of all, American English
            return self.gettext("Unknown language")
        return _language(tag, self.locale)

    def country(self, code: str) -> str:
        """Name a country by its ISO 3166-1 code; the code where it has no name."""
        return str(self.locale.territories.get(code.upper(), code))


@cache
def _plural(rule: str) -> Callable[[int], int]:
    """Read a catalogue's rule of plurals: from a number to its form."""
    return c2py(rule)


@lru_cache(maxsize=10_000)
def _number(number: float | Decimal, locale: Locale) -> str:
    """Write it once: a page has a hundred small ones, at a tenth of a millisecond each."""
    return str(format_decimal(number, locale=locale))


@lru_cache(maxsize=1000)
def _language(tag: str, locale: Locale) -> str:
    try:
        parsed = Locale.parse(_CODE_OF.get(tag, tag.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return tag
    return str(parsed.get_display_name(locale) or tag)


@cache
def words(tag: str, zone: ZoneInfo) -> Words:
    """Give a language of the desk; English for one that it does not speak."""
    known = tag if tag in languages() else ENGLISH
    return Words(known, Locale.parse(known), zone, _catalog(known))


@cache
def _catalog(tag: str) -> Catalog:
    if tag == ENGLISH:
        return Catalog(locale=ENGLISH)
    with resources.files(__package__).joinpath("locale", f"{tag}.po").open("rb") as file:
        return read_po(file, locale=tag)


@cache
def _files() -> tuple[Traversable, ...]:
    folder = resources.files(__package__).joinpath("locale")
    return tuple(folder.iterdir()) if folder.is_dir() else ()
