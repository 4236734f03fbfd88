"""Read what a form about a hit says; what makes no sense is refused in a sentence."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from monitor.model import Label
from monitor.store import Decision, Reason, Verdict
from monitor.store.casework import LONGEST_NOTE
from monitor.web.answers import Refused
from monitor.web.asked import Asked

T = TypeVar("T", bound=StrEnum)
_ID = re.compile(r"[0-9a-f]{4,12}")
NOON = time(12)
EARLIEST = date(2014, 1, 1)
"""Russia's war began that year; what was done about its adverts was done later."""


def verdict_of(asked: Asked, hit_id: str) -> Verdict:
    """Read a decision: a reason means that it is no offer, an original that it is a duplicate."""
    form, who = asked.form, asked.user.name
    label = one_of(Label, form["label"], asked) if form["label"] else None
    if form["reason"]:
        reason = one_of(Reason, form["reason"], asked)
        return Verdict(hit_id, Decision.NOT_AN_OFFER, who, reason, label)
    if form["original"]:
        return Verdict(hit_id, Decision.DUPLICATE, who, None, label, form["original"])
    decision = one_of(Decision, form["decision"], asked)
    if decision is Decision.NOT_AN_OFFER:
        raise Refused(asked.t("Choose why it is not an offer."))
    original = _original(asked) if decision is Decision.DUPLICATE else ""
    return Verdict(hit_id, decision, who, None, label, original)


def _original(asked: Asked) -> str:
    """Read which hit is repeated: an id, its start, or the address of its page; may be empty."""
    typed = asked.form["repeats"].rstrip("/").rpartition("/")[2].partition("?")[0].lower()
    if not typed:
        return ""
    named = asked.store.trails.named(typed) if _ID.fullmatch(typed) else []
    if len(named) != 1:
        raise Refused(asked.t("No single hit begins so. Paste the id of the hit that it repeats."))
    return named[0]


def note_of(asked: Asked) -> str:
    """Read the note beside a decision; may be empty."""
    return bounded(asked, "words", LONGEST_NOTE)


def bounded(asked: Asked, name: str, most: int) -> str:
    """Read words of a bounded length. Raises Refused."""
    words = asked.form[name]
    if len(words) > most:
        raise Refused(asked.t("This is too long: {n} letters at most.").replace("{n}", str(most)))
    return words


def day_of(asked: Asked) -> datetime:
    """Read on which day something was done; now where none is named. Raises Refused."""
    given = asked.form["on"]
    if not given:
        return asked.now
    zone = asked.config.timezone
    try:
        day = datetime.combine(date.fromisoformat(given), NOON, zone)
    except ValueError as error:
        raise Refused(asked.t("Write the day as year-month-day.")) from error
    today = asked.now.astimezone(zone).date()
    if day.date() == today:
        return asked.now
    if not EARLIEST < day.date() < today:
        raise Refused(asked.t("That day is not over yet, or too long ago."))
    return day


def seen_of(asked: Asked) -> int | None:
    """Read which row on the hit the form was made beside; None for none."""
    return number_of(asked, "seen") or None if asked.form["seen"] else None


def one_of(kind: type[T], value: str, asked: Asked) -> T:
    """Read one of the words that are offered. Raises Refused."""
    try:
        return kind(value)
    except ValueError as error:
        raise Refused(asked.t("Choose one of the answers that are offered.")) from error


def number_of(asked: Asked, name: str) -> int:
    """Read a number of ours. Raises Refused."""
    value = asked.form[name]
    if not re.fullmatch(r"\d{1,18}", value, re.ASCII):
        raise Refused(asked.t("Choose one of the answers that are offered."))
    return int(value)
