"""Read one page once, outside of any deployment: a URL or a saved file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor import config, sources
from monitor.desk.guess import by_address, is_feed
from monitor.fetch import Fetcher, Fetches, Politeness
from monitor.model import Capture, Link, Posting, Source
from monitor.worker import Readers

WHERE = "https://saved.invalid/"
"""Address of a saved page: a name that can never be asked (RFC 2606)."""


async def fetched(url: str, folder: Path) -> tuple[Posting, ...]:
    """Fetch a URL as politely as a source and read it. Raises FetchError, ReadError, ConfigError."""
    capture = await capture_of(url, Fetcher(_politeness(folder)))
    return await read(capture)


async def capture_of(url: str, fetcher: Fetches, *, source_id: str = "once") -> Capture:
    """Fetch the page behind a URL as politely as a source's. Raises FetchError."""
    guess = by_address(url)
    source = _source(guess.kind if guess else "webpage", url, source_id)
    link = sources.plan(source)[0] if guess else Link(url)
    return await fetcher.capture(source, link)


async def read(capture: Capture) -> tuple[Posting, ...]:
    """Read the postings of a page, of whatever kind it is. Raises ReadError."""
    guess = by_address(capture.url)
    kind = guess.kind if guess else "feed" if is_feed(capture) else "webpage"
    return await _read(_source(kind, capture.url, capture.source_id), capture)


async def saved(body: bytes) -> tuple[Posting, ...]:
    """Read a page from a file, as a browser saved it."""
    now = datetime.now(UTC)
    capture = Capture(
        source_id="once", url=WHERE, fetched_at=now, status=200, headers=(), body=body
    )
    return await _read(_source("webpage", WHERE), capture)


async def _read(source: Source, capture: Capture) -> tuple[Posting, ...]:
    async with Readers(workers=1) as readers:
        reading = await readers.read(source, capture)
    return reading.postings or reading.cards


def _source(kind: str, url: str, source_id: str = "once") -> Source:
    options = sources.kinds()[kind].Options()
    return Source(id=source_id, kind=kind, url=url, every=timedelta(days=1), options=options)


def _politeness(folder: Path) -> Politeness:
    """Take the manners of the deployment one stands in, else the default ones."""
    there = (config.find(folder) / config.FILE).exists()
    return config.load(folder).politeness if there else Politeness()
