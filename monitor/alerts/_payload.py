"""What a webhook carries: the JSON that docs/webhook.md and webhook.schema.json describe."""

from __future__ import annotations

import json
from decimal import Decimal

from monitor.alerts._render import Shown, show, show_alarm
from monitor.alerts._sample import is_test
from monitor.alerts._words import Words, words
from monitor.model import Alarm, Alert, Message, Money, Notice, Promise
from monitor.text.harmless import quell

VERSION = 1
"""Raised when a reader of the last version would misread; a new key alone does not raise it."""
_LARGEST = Decimal(10) ** 15
"""Above it a JSON number is no longer exact, and no offer either."""


def payload(message: Message, alert: Alert, *, language: str) -> bytes:
    """Give the same bytes for the same alert at each try."""
    said = words(language)
    content = {
        "version": VERSION,
        "type": "test" if is_test(message) else "advert.flagged",
        "timestamp": message.formed_at.isoformat(),
        "data": _data(alert, said),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def alarm_payload(message: Message, alarm: Alarm, *, language: str) -> bytes:
    """Give the same bytes for the same alarm at each try."""
    shown = show_alarm(alarm, words(language))
    content = {
        "version": VERSION,
        "type": "operator.alarm",
        "timestamp": message.formed_at.isoformat(),
        "data": {
            "alarm": alarm.key,
            "kind": alarm.kind,
            "about": {"id": quell(shown.about), "name": quell(shown.name)},
            "state": {"id": alarm.state, "words": shown.state},
            "former": {"id": alarm.former, "words": shown.former},
            "sentence": quell(shown.sentence),
            "advice": shown.advice,
            "url": quell(shown.url),
            "since": alarm.since.isoformat(),
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _data(alert: Alert, said: Words) -> dict[str, object]:
    shown = show(alert, said)
    notice = alert.notice
    return {
        "alert": alert.key,
        "hit": {"id": shown.hit_id, "version": notice.version, "desk_url": shown.desk_url or None},
        "label": {"id": quell(notice.label), "words": shown.label},
        "tier": shown.tier or None,
        "score": round(min(max(notice.score, 0.0), 1.0), 4),
        "lang": shown.lang,
        "source": {"id": quell(notice.source_id), "name": quell(shown.source)},
        "url": quell(shown.url),
        "seen_at": notice.seen_at.isoformat(),
        "quotes": _quotes(shown),
        "sums": [_sum(money, said) for money in notice.sums],
        "promise": _promise(notice, said),
    }


def _quotes(shown: Shown) -> list[dict[str, str]]:
    return [
        {"signal": quell(one.signal), "gloss": quell(one.gloss), "words": quell(one.words)}
        for one in shown.reasons
    ]


def _sum(money: Money, said: Words) -> dict[str, object]:
    return {
        "low": _number(money.low),
        "high": _number(money.high),
        "currency": money.currency,
        "period": money.period,
        "purpose": money.purpose,
        "words": quell(said.money(money)),
    }


def _promise(notice: Notice, said: Words) -> dict[str, object] | None:
    match notice.promise:
        case Promise(what, days, family):
            words_ = quell(said.promise(notice.promise))
            return {"what": what, "days": days, "family": family, "words": words_}
    return None


def _number(figure: Decimal | None) -> int | float | None:
    """Give a whole number as one; None for an open end and for a figure beyond all sense."""
    if figure is None or not figure.is_finite() or abs(figure) > _LARGEST:
        return None
    return int(figure) if figure == figure.to_integral_value() else float(figure)
