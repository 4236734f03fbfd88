"""A selector that is none is told when the configuration is read, not when a page is."""

from __future__ import annotations

import pytest

from monitor.sources import feed, listing, webpage


@pytest.mark.parametrize("selector", ["a[", ">>>", "::x", "a:nth-child("])
def test_a_selector_that_is_none_is_refused_by_its_key(selector: str) -> None:
    with pytest.raises(ValueError, match=r"date = .* is not a CSS selector"):
        webpage.Options(date=selector)
    with pytest.raises(ValueError, match=r"next = .* is not a CSS selector"):
        listing.Options(item="li", next=selector)
    with pytest.raises(ValueError, match=r"text = .* is not a CSS selector"):
        feed.Options(text=selector)


def test_a_listing_needs_to_know_its_items() -> None:
    with pytest.raises(ValueError, match="item is empty"):
        listing.Options(item="")
