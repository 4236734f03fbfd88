"""Turn a message into what a person reads: harmless words, in the deployment's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from monitor.alerts._sample import is_test
from monitor.alerts._words import Words, words
from monitor.model import Alarm, Alert, Message
from monitor.text.harmless import clean, defang, defang_name, web_address
from monitor.text.masking import mask

TEMPLATES = Path(__file__).parent / "templates"
_SUBJECT = 150
"""Letters of a subject; a phone shows about forty."""
_NAME = 80


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what it means, and the words that are its evidence."""

    signal: str
    gloss: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One alert as a reader sees it: no contact, no live link but the desk's, nothing hidden."""

    key: str
    hit_id: str
    version: int
    tier: str
    urgency: str
    """What the tier means."""
    label: str
    source: str
    url: str
    """Defanged."""
    lang: str
    seen: str
    reasons: tuple[Reason, ...]
    sums: tuple[str, ...]
    promise: str
    """Empty when none is made."""
    desk_url: str
    """Empty when the deployment has no desk."""


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """One alarm as an operator reads it: harmless words, no live link."""

    key: str
    about: str
    name: str
    url: str
    """Defanged; empty where there is none."""
    state: str
    former: str
    sentence: str
    advice: str
    since: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole message, rendered."""

    subject: str
    text: str
    html: str
    lang: str


def show(alert: Alert, said: Words) -> Shown:
    """Make one alert readable and harmless."""
    notice = alert.notice
    return Shown(
        key=alert.key,
        hit_id=clean(notice.hit_id, limit=_NAME),
        version=notice.version,
        tier=clean(notice.tier, limit=_NAME),
        urgency=said.tier(clean(notice.tier, limit=_NAME)),
        label=said.label(clean(notice.label, limit=_NAME)),
        source=defang_name(notice.source_name or notice.source_id),
        url=defang(notice.url),
        lang=clean(notice.lang, limit=_NAME) or "und",
        seen=f"{notice.seen_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        reasons=tuple(_reason(q.signal, q.words, said) for q in notice.quotes),
        sums=tuple(clean(said.money(money)) for money in notice.sums),
        promise=clean(said.promise(notice.promise)) if notice.promise else "",
        desk_url=web_address(notice.desk_url),
    )


def show_alarm(alarm: Alarm, said: Words) -> ShownAlarm:
    """Make one alarm readable and harmless: its sentence may repeat what a page says of itself."""
    state, former = clean(alarm.state, limit=_NAME), clean(alarm.former, limit=_NAME)
    return ShownAlarm(
        key=alarm.key,
        about=clean(alarm.about, limit=_NAME),
        name=defang_name(alarm.name or alarm.about),
        url=defang(alarm.url),
        state=said.state(state),
        former=said.state(former),
        sentence=mask(alarm.sentence, said.masks),
        advice=said.advice(state),
        since=f"{alarm.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
    )


def _reason(signal: str, quote: str, said: Words) -> Reason:
    name = clean(signal, limit=_NAME)
    return Reason(signal=name, gloss=said.signal(name), words=mask(quote, said.masks))


def write(message: Message, *, language: str, product: str) -> Letter:
    """Render a message: all of its alerts, the most urgent first, or all of its alarms."""
    said = words(language)
    shown = sorted((show(alert, said) for alert in message.alerts), key=lambda one: one.tier)
    alarms = [show_alarm(alarm, said) for alarm in message.alarms]
    headline = _alarm_line(alarms, said) if alarms else _headline(message, shown, said)
    known = {
        "subject": clean(f"[{product}] {headline}", limit=_SUBJECT),
        "alerts": shown,
        "alarms": alarms,
        "say": said.say,
        "lang": said.lang,
        "product": clean(product, limit=_NAME),
        "testing": is_test(message),
    }
    name = "alarm" if alarms else "email"
    return Letter(
        subject=str(known["subject"]),
        text=_templates().get_template(f"{name}.txt").render(known),
        html=_templates().get_template(f"{name}.html").render(known),
        lang=said.lang,
    )


def _headline(message: Message, shown: list[Shown], said: Words) -> str:
    if is_test(message):
        return said.say("test")
    if len(shown) == 1:
        (one,) = shown
        return said.say("one", tier=one.tier, label=one.label, source=one.source)
    return said.say("many", count=len(shown), tiers=_tally(one.tier for one in shown))


def _alarm_line(alarms: list[ShownAlarm], said: Words) -> str:
    if len(alarms) == 1:
        (one,) = alarms
        return said.say("one_alarm", name=one.name, state=one.state)
    return said.say("many_alarms", count=len(alarms), states=_tally(one.state for one in alarms))


def _tally(names: Iterable[str]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(Counter(names).items()))


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
