"""The view that an address asks for, and the address that asks for a view.

The same names everywhere: in the queue, on a hit that was opened from it, in what is downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from monitor.desk.case.worth import COMMON
from monitor.model import Label, Tier
from monitor.store import NOBODY, Bound, Order, Stage, View
from monitor.web.answers import Refused
from monitor.web.asked import Asked, Query

ANY = "any"
ME = "me"
NONE = "nobody"
NAMES = (
    "state",
    "tier",
    "class",
    "lang",
    "country",
    "nation",
    "source",
    "since",
    "until",
    "from",
    "to",
    "currency",
    "rough",
    "campaign",
    "tag",
    "assigned",
    "opinion",
    "q",
    "sort",
)
"""In the order in which an address has them."""
LONGEST = 200
_MOST = 9_000_000_000_000_000_000
_LARGEST = Decimal(10) ** 15
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Narrow:
    """A view, and how its address writes it."""

    view: View
    order: Order
    given: Mapping[str, str]
    """The fields that are not empty, by name."""

    @property
    def query(self) -> str:
        """Write the view for an address; empty for what is shown unasked."""
        return urlencode(self.given)

    def but(self, **other: str) -> str:
        """Write the view with some fields different; empty ones are left out."""
        given = {name: value for name, value in (dict(self.given) | other).items() if value}
        return urlencode(given)


def read(asked: Asked, query: Query | None = None) -> Narrow:
    """Read the view of an address; Refused when it asks for what there is not.

    Where no state is named, it is the queue proper: what nobody decided on.
    """
    fields = asked.query if query is None else query
    given = {name: fields[name][:LONGEST] for name in NAMES if fields[name]}
    state = given.get("state", Stage.UNREVIEWED)
    view = View(
        stage=None if state == ANY else _one_of(Stage, state, asked),
        tier=_one_of(Tier, given.get("tier"), asked),
        label=_one_of(Label, given.get("class"), asked),
        lang=given.get("lang"),
        nation=given["nation"].upper() if "nation" in given else None,
        sources=_sources(given, asked),
        since=_day(given.get("since"), asked),
        until=_day(given.get("until"), asked, days=1),
        campaign=_campaign(given.get("campaign"), asked),
        tag=given.get("tag"),
        sums=_sums(given, asked),
        words=given.get("q", ""),
        assigned=_person(given.get("assigned"), asked),
        asked=_person(given.get("opinion"), asked),
    )
    return Narrow(view, _one_of(Order, given.get("sort"), asked) or Order.PRIORITY, given)


def _one_of(kind: type[Word], word: str | None, asked: Asked) -> Word | None:
    if word is None:
        return None
    try:
        return kind(word)
    except ValueError:
        raise _unknown(word, asked) from None


def _unknown(word: str, asked: Asked) -> Refused:
    said = asked.t("The address asks for “{word}”, which is nothing that a hit can be.")
    return Refused(said.replace("{word}", word))


def _sources(given: Mapping[str, str], asked: Asked) -> tuple[str, ...] | None:
    """Name the sources meant. One that is not configured any more may still have hits."""
    source, country = given.get("source"), given.get("country", "").upper()
    if not country:
        return (source,) if source else None
    there = tuple(one.id for one in asked.config.sources if one.country == country)
    return tuple(one for one in there if source in (None, one))


def _day(text: str | None, asked: Asked, *, days: int = 0) -> datetime | None:
    if text is None:
        return None
    try:
        day = datetime.fromisoformat(text) + timedelta(days=days)
        return day.replace(tzinfo=asked.config.timezone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unknown(text, asked) from None


def _campaign(text: str | None, asked: Asked) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise _unknown(text, asked)
    return int(text)


def _person(word: str | None, asked: Asked) -> str | None:
    if word == ME:
        return asked.user.name
    return NOBODY if word == NONE else word


def _sums(given: Mapping[str, str], asked: Asked) -> tuple[Bound, ...]:
    """Give the sums meant: of one currency, or with `rough` about as much in any that has a rate."""
    currency = given.get("currency", "").upper()
    low, high = (_amount(given.get(name), asked) for name in ("from", "to"))
    if not currency and low is None and high is None:
        return ()
    rates = asked.rules.currencies.rates
    if currency and ("rough" not in given or currency not in rates):
        return (_bound(currency, low, high, Decimal(1)),)
    rate = rates.get(currency or COMMON, Decimal(1))
    return tuple(_bound(one, low, high, other / rate) for one, other in rates.items())


def _bound(currency: str, low: Decimal | None, high: Decimal | None, rate: Decimal) -> Bound:
    ends = [None if end is None else min(int(end * rate * 100), _MOST) for end in (low, high)]
    return Bound(currency, ends[0] or 0, _MOST if ends[1] is None else ends[1])


def _amount(text: str | None, asked: Asked) -> Decimal | None:
    """Read an amount as people write it: 200 000, 2,000, 1500.50."""
    if text is None:
        return None
    try:
        amount = Decimal("".join(text.split()).replace(",", ""))
    except InvalidOperation:
        raise _unknown(text, asked) from None
    if not amount.is_finite() or not 0 <= amount <= _LARGEST:
        raise _unknown(text, asked)
    return amount
