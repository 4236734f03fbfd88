"""A message that says of itself that it is a test, to try a channel with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from monitor.model import (
    Alarm,
    Alert,
    Gathered,
    Message,
    Money,
    Notice,
    Period,
    Promise,
    Purpose,
    Quote,
)

TEST = "test"
"""The label of a posting that nobody found."""


def sample_message(now: datetime, channel: str = TEST) -> Message:
    """Make a test message: marked as such in each channel's own way, with all that an alert has."""
    key = f"{TEST}-{now:%Y%m%dT%H%M%S.%f}"
    alert = Alert(key=key, channel=channel, hit_id=TEST, notice=_notice(now), created_at=now)
    return Message(id=key, channel=channel, formed_at=now, alerts=(alert,))


def samples() -> tuple[Message, ...]:
    """Make messages of each sort, to try templates on: plain, a digest, a storm, alarms."""
    now = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    plain = sample_message(now)
    alarm = _alarm(now)
    many = tuple(replace(plain.alerts[0], key=str(number)) for number in range(50))
    return (
        plain,
        replace(plain, alerts=many, gathered=Gathered.DIGEST),
        replace(plain, alerts=many, gathered=Gathered.STORM),
        replace(plain, alerts=(), alarms=(alarm,)),
        replace(plain, alerts=(), alarms=(alarm,) * 50, gathered=Gathered.STORM),
    )


def _alarm(now: datetime) -> Alarm:
    return Alarm(
        key=TEST,
        channel=TEST,
        kind="source",
        about=TEST,
        name="advert-monitor",
        url="hxxps://example[.]org/test",
        state="gone",
        former="healthy",
        sentence="These words stand where it is said what was seen.",
        since=now,
        raised_at=now,
    )


def is_test(message: Message) -> bool:
    """Tell a test message from one about adverts."""
    return not message.alarms and all(alert.notice.label == TEST for alert in message.alerts)


def _notice(now: datetime) -> Notice:
    return Notice(
        hit_id=TEST,
        version=1,
        label=TEST,
        tier="",
        score=0.0,
        lang="en",
        source_id=TEST,
        source_name="advert-monitor",
        url="hxxps://example[.]org/test",
        seen_at=now,
        quotes=(Quote(TEST, "These words stand where an advert's own words would."),),
        sums=(Money(Decimal(1), Decimal(2), "RUB", Period.MONTH, Purpose.OTHER),),
        promise=Promise("citizenship", 90, family=True),
    )
