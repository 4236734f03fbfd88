"""Retry-After is honoured in both forms, and survived in all others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch import wait_asked

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = 86_400


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("1", 1),
        (" 120 ", 120),
        ("0000120", 120),
        ("86400", DAY),
        ("86401", DAY),
        ("999999", DAY),
        ("9" * 5_000, DAY),
        ("Sun, 01 Mar 2026 12:01:30 GMT", 90),
        ("Sunday, 01-Mar-26 12:01:30 GMT", 90),
        ("Sun, 01 Mar 2026 15:01:30 +0300", 90),
        ("Sun, 01 Mar 2099 12:00:00 GMT", DAY),
    ],
)
def test_wish_is_read_and_capped_at_a_day(value: str, seconds: float) -> None:
    assert wait_asked(value, now=NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "-5",
        "-" + "9" * 5_000,
        "1.5",
        "1e9",
        "inf",
        "nan",
        "soon",
        "٣",
        "²",
        "Sun, 01 Mar 2026 11:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Sun, 99 Mar 2026 12:00:00 GMT",
        "Sun, 01 Mar 99999 12:00:00 GMT",
        "Sun, 01 Mar 2026 99:99:99 GMT",
        "Sun, 01 Mar 2026 12:01:30 +99999999",
        "Mon, 31 Dec 9999 23:59:59 -2359",
        ", , , ,",
        "Sun, 01 Mar 2026 " * 1_000,
    ],
)
def test_past_negative_and_absurd_wishes_are_none(value: str) -> None:
    wish = wait_asked(value, now=NOW)

    assert wish is None or 0 < wish <= DAY


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_header_raises(value: str, date: str) -> None:
    wish = wait_asked(value, now=NOW, date=date)

    assert wish is None or 0 < wish <= DAY


def test_date_is_held_against_the_servers_own_clock() -> None:
    wish = "Wed, 01 Jan 2020 00:02:00 GMT"

    assert wait_asked(wish, now=NOW, date="Wed, 01 Jan 2020 00:00:00 GMT") == 120
