"""Hostile words at the desk, in a real browser: none runs, none loads anything, none leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.model import Judged
from monitor.store import Note
from tests.store.values import NOW, flagged, posting, see
from tests.web.addresses import pages
from tests.web.browser import Browser, Served, browser, needs_browser, served
from tests.web.payloads import ALL, FAMILIES

pytestmark = [pytest.mark.slow, needs_browser]

UNKNOWN = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a desk where every hostile word is a posting and a note."""
    with served(tmp_path_factory.mktemp("desk")) as served_desk:
        see(served_desk.store, *(hostile(number) for number in range(len(ALL))))
        for hit in served_desk.store.hits.all(limit=1000):
            served_desk.store.casework.note(Note(hit.id, "ada", hit.posting.text[:9000], NOW))
        yield served_desk


@pytest.fixture(scope="module")
def window(desk: Served) -> Iterator[Browser]:
    with browser(desk.url) as opened:
        opened.sign_in()
        yield opened


def hostile(number: int) -> Judged:
    return flagged(
        posting(
            f"hostile-{number}", f"{ALL[number]}\nКонтракт, 210 000 рублей, объявление {number}"
        )
    )


def unharmed(window: Browser, desk: Served) -> None:
    """Hold that nothing of a page ran, was loaded from elsewhere, or was even tried."""
    assert window.driver.execute_script("return window.pwned") is None
    assert window.hosts() <= {desk.url.removeprefix("http://")}
    assert not [words for words in window.complaints() if "favicon" not in words]
    assert "Skip to the content" in window.driver.page_source


def test_there_are_at_least_150_payloads_of_every_family() -> None:
    assert len(set(ALL)) >= 150
    assert all(len(family) >= 8 for family in FAMILIES.values())


def test_no_posting_runs_on_its_own_page(window: Browser, desk: Served) -> None:
    hits = desk.store.hits.all(limit=1000)

    for hit in hits:
        window.go(f"/hits/{hit.id}")
        unharmed(window, desk)

    assert len(hits) >= len(ALL)


def test_no_posting_runs_on_any_page_that_lists_it(window: Browser, desk: Served) -> None:
    for path in pages(desk.store).values():
        window.go(path)
        if window.complaints() == [f"{desk.url}{path} - {UNKNOWN}"]:
            continue  # a page about a thing that is not there
        unharmed(window, desk)
