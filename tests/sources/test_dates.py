"""Times are read as places write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources._dates import moment

SEEN = datetime(2026, 11, 5, 12, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("2026-11-02T10:00:00+03:00", "2026-11-02T07:00"),
        ("2026-11-02", "2026-11-02T00:00"),
        ("Mon, 02 Nov 2026 10:00:00 +0300", "2026-11-02T07:00"),
        ("Mon, 02 Nov 2026 10:00:00 GMT", "2026-11-02T10:00"),
        ("Пн, 02 ноя 2026 10:00:00 +0300", "2026-11-02T07:00"),
        ("2 ноября 2026 г., 10:05", "2026-11-02T10:05"),
        ("31 мая 2026", "2026-05-31T00:00"),
        ("02.11.2026 10:05", "2026-11-02T10:05"),
        ("Сегодня в 9:15", "2026-11-05T09:15"),
        ("Размещено вчера", "2026-11-04T00:00"),
    ],
)
def test_a_stated_time_is_read(text: str, stated: str) -> None:
    assert moment(text, SEEN) == datetime.fromisoformat(stated).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "скоро",
        "99.99.2026",
        "32 мая 2026",
        "1 абв 2026",
        "0001-01-01T00:00:00+23:00",
        "9" * 500,
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment(text, SEEN) is None


@given(st.text(max_size=120))
def test_nothing_makes_it_raise(text: str) -> None:
    found = moment(text, SEEN)

    assert found is None or found.tzinfo is UTC
