"""Captures: kept before they are read, read at least tried three times, given up aloud."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.model import Capture
from monitor.store import Record, Store
from monitor.store.captures import DEATHS
from tests.store.values import HOUR, NOW, SOURCE, capture, content


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "monitor.db") as opened:
        yield opened


def test_capture_comes_back_as_it_was_fetched(store: Store) -> None:
    fetched = replace(
        capture(body=bytes(range(256)) * 9),
        role="detail",
        key="k-1",
        headers=(("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X", "\u0444\x00")),
        redirects=("https://north.example/a", "https://north.example/b"),
        address="192.0.2.7",
        truncated="cut at 5 MB",
    )

    kept = store.keep(fetched, depth=2)

    again = store.captures.get(kept.id)
    assert again is not None
    assert again == kept
    assert again.capture == fetched
    assert again.depth == 2


def test_equal_bytes_are_kept_once_and_each_fetch_apart(store: Store, tmp_path: Path) -> None:
    store.keep(capture())
    store.keep(capture(at=NOW + HOUR))

    tables = content(tmp_path / "monitor.db")

    assert len(tables["bodies"]) == 1
    assert len(tables["captures"]) == 2
    assert store.captures.body(capture().sha256) == b"<p>page"


def test_capture_stays_unread_until_it_is_recorded(store: Store) -> None:
    kept = store.keep(capture())

    store.record(Record(SOURCE, kept, NOW, whole=False))
    assert store.captures.unread(SOURCE.id) == [kept.id]
    store.record(Record(SOURCE, kept, NOW))

    assert store.captures.unread(SOURCE.id) == []


def test_latest_is_the_last_kept_of_that_page(store: Store) -> None:
    store.keep(capture(body=b"old"))
    store.keep(capture(body=b"new", at=NOW + HOUR))
    store.keep(capture("https://north.example/other", at=NOW + 2 * HOUR))

    latest = store.captures.latest(SOURCE.id, SOURCE.url)

    assert latest is not None
    assert latest.capture.body == b"new"
    assert not latest.read


def test_capture_is_given_up_after_three_failed_attempts_and_listed(store: Store) -> None:
    kept = store.keep(capture())

    store.captures.failed(kept.id, "took longer than 3 s")
    assert store.captures.again(kept.id)
    store.captures.failed(kept.id, "took longer than 3 s")
    assert store.captures.again(kept.id)
    assert store.captures.given_up() == []
    store.captures.failed(kept.id, "took longer than 3 s")

    assert store.captures.unread(SOURCE.id) == []
    assert [one.error for one in store.captures.given_up()] == ["took longer than 3 s"]


def test_capture_that_kills_the_reader_is_given_up_too(store: Store) -> None:
    kept = store.keep(capture())

    tries = [store.captures.again(kept.id) for _ in range(DEATHS + 1)]

    assert tries == [True] * (DEATHS - 1) + [False] * 2
    assert [one.url for one in store.captures.given_up()] == [SOURCE.url]


def test_kills_and_failures_are_counted_apart(store: Store) -> None:
    kept = store.keep(capture())

    for _ in range(DEATHS - 1):
        assert store.captures.again(kept.id)
    store.captures.failed(kept.id, "took longer than 3 s")
    tries = [store.captures.again(kept.id) for _ in range(DEATHS)]

    assert tries == [True] * DEATHS
    assert store.captures.given_up() == []


def test_capture_that_was_read_is_not_held_to_be_what_kills(store: Store) -> None:
    kept = store.keep(capture())

    for _ in range(3 * DEATHS):
        assert store.captures.again(kept.id)
        store.captures.harmless(kept.id)

    assert store.captures.given_up() == []


def test_when_a_page_was_last_asked_for_is_known(store: Store) -> None:
    pages = [f"https://north.example/{n}" for n in (1, 2)]
    store.captures.asked(SOURCE.id, pages[0], at=NOW)
    store.captures.asked(SOURCE.id, pages[0], at=NOW + HOUR)

    assert store.captures.last_asked(SOURCE.id, pages) == {pages[0]: NOW + HOUR}


def test_a_url_that_utf8_cannot_spell_is_kept(store: Store) -> None:
    odd: Capture = capture("https://north.example/\ud800")

    store.keep(odd)

    assert store.captures.latest(SOURCE.id, odd.url) is not None


def test_the_last_fetches_of_a_page_are_told_without_its_bytes(store: Store) -> None:
    store.keep(capture())
    store.keep(capture(url=f"{SOURCE.url}other"))
    last = store.keep(capture(body=b"<p>new", at=NOW + HOUR))

    told = store.captures.lately(SOURCE.id, SOURCE.url)

    assert [one.size for one in told] == [6, 7]
    assert (told[0].id, told[0].fetched_at, told[0].state) == (last.id, NOW + HOUR, "unread")
