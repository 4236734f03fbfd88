"""A feed is read whatever its items hold, and never more of it than is bounded."""

from __future__ import annotations

import time

import pytest

from monitor.model import Reading
from monitor.sources import read
from tests.kinds import capture, source

URL = "https://feed.example/rss"


def read_feed(body: bytes, **more: object) -> Reading:
    return read(source("feed", URL), capture(body, URL, **more))


def rss(items: int) -> bytes:
    item = "<item><title>Advert {0}</title><guid>{0}</guid></item>"
    inside = "".join(item.format(number) for number in range(items))
    return f"<rss version='2.0'><channel><title>x</title>{inside}</channel></rss>".encode()


@pytest.mark.parametrize(
    "body", [b"/dev/zero", b"/etc/passwd", b"file:///etc/passwd", b"http://127.0.0.1/"]
)
def test_a_body_that_is_a_path_is_no_feed(body: bytes) -> None:
    assert [fault.code for fault in read_feed(body).faults] == ["not_a_feed"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b"{" + b'"a":{' * 100_000, b"{}", b'{"items": 5}', b"\0\xff"],
)
def test_nonsense_is_no_feed(body: bytes) -> None:
    assert [fault.code for fault in read_feed(body).faults] == ["not_a_feed"]


def test_a_feed_of_100_000_items_is_cut_and_says_so() -> None:
    start = time.process_time()

    reading = read_feed(rss(100_000))

    assert len(reading.postings) == 500
    assert [fault.sentence for fault in reading.faults] == [
        "https://feed.example/rss has 100000 items; the first 500 were read."
    ]
    assert time.process_time() - start < 3


def test_a_feed_without_items_is_a_feed() -> None:
    assert read_feed(rss(0)) == Reading()


def test_entities_do_not_grow() -> None:
    bomb = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    body = f"<!DOCTYPE rss [<!ENTITY e0 'x'>{bomb}]>".encode() + rss(1).replace(
        b"Advert 0", b"&e11; Advert"
    )

    (posting,) = read_feed(body).postings

    assert "Advert" in posting.text
    assert len(posting.text) < 200


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://a/"]
)
def test_only_web_links_are_links(scheme: str) -> None:
    body = rss(1).replace(b"<guid>", f"<link>{scheme}</link><guid>".encode())

    (posting,) = read_feed(body).postings

    assert posting.url == URL


def test_an_item_s_own_page_is_read_as_a_page() -> None:
    (posting,) = read_feed(b"<p>Pay weekly</p>", role="detail", key="urn:ad:7").postings

    assert (posting.key, posting.text) == ("urn:ad:7", "Pay weekly")
