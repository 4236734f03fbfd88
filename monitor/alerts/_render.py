"""Turn a message into what a person reads: harmless words, in the deployment's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from monitor.alerts._outward import Outward
from monitor.alerts._sample import is_test, samples
from monitor.alerts._templates import Templates
from monitor.alerts._words import Words, words
from monitor.model import Alarm, Alert, Gathered, Message
from monitor.text.harmless import clean, defang, defang_name, web_address
from monitor.text.masking import mask

_SUBJECT = 150
"""Letters of a subject; a phone shows about forty."""
_NAME = 80
IN_FULL = 20
"""Of a digest; the others have a line each. A plain message is short enough to be told in full."""


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
    kind: str
    """What it is about, in the reader's language."""
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


def show(alert: Alert, said: Words, zone: tzinfo = UTC) -> Shown:
    """Make one alert readable and harmless; times are told in a zone."""
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
        seen=_moment(notice.seen_at, zone),
        reasons=tuple(_reason(q.signal, q.words, said) for q in notice.quotes),
        sums=tuple(clean(said.money(money)) for money in notice.sums),
        promise=clean(said.promise(notice.promise)) if notice.promise else "",
        desk_url=web_address(notice.desk_url),
    )


def show_alarm(alarm: Alarm, said: Words, zone: tzinfo = UTC) -> ShownAlarm:
    """Make one alarm readable and harmless: its sentence may repeat what a page says of itself."""
    state, former = clean(alarm.state, limit=_NAME), clean(alarm.former, limit=_NAME)
    return ShownAlarm(
        key=alarm.key,
        kind=said.kind(clean(alarm.kind, limit=_NAME)),
        about=clean(alarm.about, limit=_NAME),
        name=defang_name(alarm.name or alarm.about),
        url=defang(alarm.url),
        state=said.state(state),
        former=said.state(former),
        sentence=mask(alarm.sentence, said.masks),
        advice=said.advice(state),
        since=_moment(alarm.since, zone),
    )


def _reason(signal: str, quote: str, said: Words) -> Reason:
    name = clean(signal, limit=_NAME)
    return Reason(signal=name, gloss=said.signal(name), words=mask(quote, said.masks))


def _moment(moment: datetime, zone: tzinfo) -> str:
    """Write a time with its zone; where that has no name but its offset, with UTC's."""
    local = moment.astimezone(zone)
    name = f"{local:%Z}"
    return f"{local:%Y-%m-%d %H:%M} {'UTC' if name[:1] in '+-' else ''}{name}"


def write(message: Message, outward: Outward) -> Letter:
    """Render a message: all of its alerts, the most urgent first, or all of its alarms."""
    known = known_of(message, language=outward.language, product=outward.product, zone=outward.zone)
    name, lang = ("alarm" if message.alarms else "alert"), str(known["lang"])
    subject = outward.templates.render("subject.txt", lang, known)
    known |= {"subject": clean(subject, limit=_SUBJECT)}
    return Letter(
        subject=str(known["subject"]),
        text=outward.templates.render(f"{name}.txt", lang, known),
        html=outward.templates.render(f"{name}.html", lang, known),
        lang=lang,
    )


def known_of(
    message: Message, *, language: str = "en", product: str = "advert-monitor", zone: tzinfo = UTC
) -> dict[str, object]:
    """Give all that a template can say of a message; the bodies know their `subject` too."""
    said = words(language)
    alerts = [show(alert, said, zone) for alert in message.alerts]
    alerts.sort(key=lambda one: one.tier)
    alarms = [show_alarm(alarm, said, zone) for alarm in message.alarms]
    full = len(message.alerts) if message.gathered is Gathered.NOT else IN_FULL
    return {
        "headline": _alarm_line(alarms, said) if alarms else _headline(message, alerts, said),
        "alerts": alerts[:full],
        "alarms": alarms[:IN_FULL],
        "more": alerts[full:] or alarms[IN_FULL:],
        "by_source": _tally(one.source for one in alerts),
        "gathered": message.gathered.value,
        "say": said.say,
        "lang": said.lang,
        "product": clean(product, limit=_NAME),
        "testing": is_test(message),
    }


def _headline(message: Message, shown: list[Shown], said: Words) -> str:
    if is_test(message):
        return said.say("test")
    if message.gathered is Gathered.NOT and len(shown) == 1:
        (one,) = shown
        return said.say("one", tier=one.tier, label=one.label, source=one.source)
    word = {Gathered.NOT: "many", Gathered.DIGEST: "digest", Gathered.STORM: "storm"}
    tiers = _tally(one.tier for one in shown)
    return said.say(word[message.gathered], count=len(shown), tiers=tiers)


def _alarm_line(alarms: list[ShownAlarm], said: Words) -> str:
    if len(alarms) == 1:
        (one,) = alarms
        return said.say("one_alarm", name=one.name, state=one.state)
    return said.say("many_alarms", count=len(alarms), states=_tally(one.state for one in alarms))


def _tally(names: Iterable[str]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(Counter(names).items()))


def template_faults(folder: Path | None) -> tuple[str, ...]:
    """Say what is wrong with a deployment's templates, by writing out made-up messages.

    Without any of its own there is nothing to find: the tests hold the shipped ones.
    """
    if folder is None:
        return ()
    examples = [known_of(message) | {"subject": "subject"} for message in samples()]
    return tuple(Templates(folder).faults(examples))
