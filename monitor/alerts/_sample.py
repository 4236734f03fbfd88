"""A message that says of itself that it is a test, to try a channel with."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from monitor.model import Alert, Message, Money, Notice, Period, Promise, Purpose, Quote

TEST = "test"
"""The label of a posting that nobody found."""


def sample_message(now: datetime, channel: str = TEST) -> Message:
    """Make a test message: marked as such in each channel's own way, with all that an alert has."""
    key = f"{TEST}-{now:%Y%m%dT%H%M%S.%f}"
    alert = Alert(key=key, channel=channel, hit_id=TEST, notice=_notice(now), created_at=now)
    return Message(id=key, channel=channel, formed_at=now, alerts=(alert,))


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
