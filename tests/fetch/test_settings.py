"""The politeness of a deployment is checked whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.errors import ConfigError
from monitor.fetch import Politeness


def test_user_agent_shows_the_contact_only_where_there_is_one() -> None:
    assert Politeness().user_agent.startswith("advert-monitor/")
    assert Politeness(contact="+https://ngo.example").user_agent.endswith(" (+https://ngo.example)")


def test_settings_become_the_limits_of_a_request() -> None:
    limits = Politeness(total_timeout=timedelta(seconds=3), max_bytes=1_000).limits

    assert (limits.total, limits.wire, limits.decoded) == (3.0, 1_000, 1_000)


def test_every_wrong_value_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        Politeness(
            contact="a\r\nX-Injected: b",
            min_delay=timedelta(seconds=-1),
            jitter=-1,
            patience=timedelta(seconds=-1),
            most_back_off=timedelta(seconds=-1),
            allow=("127.0.0.1",),
            ports=(0,),
            read_timeout=timedelta(0),
            max_bytes=0,
        )

    named = [fault.split(":")[0] for fault in caught.value.faults]
    assert named == [
        "contact",
        "min_delay",
        "jitter",
        "patience",
        "most_back_off",
        "timeouts",
        "max_bytes",
        "ports",
        "allow",
    ]
