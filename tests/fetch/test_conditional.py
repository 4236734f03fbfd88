"""A page is asked for on conditions only where its kept capture is a good one, and a day at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.fetch import Validators, validators_of
from monitor.model import Capture

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MODIFIED = "Sun, 01 Mar 2026 10:00:00 GMT"
KEPT = Capture(
    source_id="shop",
    url="https://shop.example.org/",
    fetched_at=NOW - timedelta(hours=1),
    status=200,
    headers=(("etag", 'W/"a-1"'), ("last-modified", MODIFIED)),
    body=b"<p>advert",
    final_url="https://shop.example.org/",
)


def test_fresh_capture_gives_its_validators() -> None:
    validators = validators_of(KEPT, now=NOW)

    assert validators == Validators(etag='W/"a-1"', last_modified=MODIFIED)
    assert validators.headers() == {"If-None-Match": 'W/"a-1"', "If-Modified-Since": MODIFIED}


@pytest.mark.parametrize(
    "kept",
    [
        replace(KEPT, fetched_at=NOW - timedelta(hours=24)),
        replace(KEPT, fetched_at=NOW + timedelta(days=3650)),
        replace(KEPT, truncated="the page is longer than 5,000,000 bytes"),
        replace(KEPT, final_url="https://other.example/"),
        replace(KEPT, status=304),
        replace(KEPT, headers=()),
        replace(KEPT, headers=(("etag", "no quotes"), ("last-modified", "yesterday"))),
        replace(KEPT, headers=(("etag", '"' + "x" * 500 + '"'),)),
        replace(KEPT, headers=(("etag", '"a"\r\nX: y'),)),
    ],
    ids=["old", "future", "cut", "moved", "unmodified", "bare", "malformed", "long", "injected"],
)
def test_page_is_asked_for_in_full(kept: Capture) -> None:
    assert validators_of(kept, now=NOW) is None
