"""A list is read as far as is bounded, and says where it stops."""

from __future__ import annotations

import pytest

from monitor.sources import listing, read
from tests.kinds import capture, source

URL = "https://board.example/jobs"


def test_a_list_of_ever_more_items_is_cut_and_says_so() -> None:
    page = "".join(f"<li><a href='/ad/{number}'>Повар {number}</a>" for number in range(700))

    reading = read(source("listing", URL, listing.Options(item="li")), capture(page.encode(), URL))

    assert len(reading.cards) == len(reading.links) == 500
    assert [fault.code for fault in reading.faults] == ["items_cut"]


def test_a_listing_without_options_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="place"):
        read(source("listing", URL), capture(b"<li>a", URL))


def test_what_every_posting_shares_is_that_of_its_capture() -> None:
    page = capture("<li>Повар".encode(), URL)

    (posting,) = read(source("listing", URL, listing.Options(item="li")), page).postings

    assert (posting.source_id, posting.capture_sha256) == ("place", page.sha256)
