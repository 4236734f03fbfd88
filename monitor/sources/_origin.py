"""Where the postings of one capture come from: what they all share, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Capture, Fault, Posting, Source

from ._dates import moment

MOST = 500
"""Postings read of one capture: 100,000 items took feedparser 17 s, and all are judged."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a place says of one posting. `posted` is the time in its own words."""

    text: str
    title: str = ""
    posted: str = ""
    forwarded_from: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A capture's source, address, digest and moment. Hashing 5 MB for each of 500 items takes 4 s."""

    source_id: str
    url: str
    """After redirects: what links start from."""
    sha256: str
    seen: datetime

    def posting(self, key: str, url: str, words: Words) -> Posting:
        """Make a posting of this capture."""
        return Posting(
            key=key,
            source_id=self.source_id,
            url=url,
            text=words.text,
            capture_sha256=self.sha256,
            posted_at=moment(words.posted, self.seen),
            title=words.title,
            forwarded_from=words.forwarded_from,
        )


def origin_of(source: Source, capture: Capture) -> Origin:
    """Name the origin of a capture's postings."""
    url = capture.final_url or capture.url
    return Origin(source.id, url, capture.sha256, capture.fetched_at)


def cut(capture: Capture, total: int) -> tuple[Fault, ...]:
    """Say that a capture had more postings than are read; nothing where it had not."""
    if total <= MOST:
        return ()
    sentence = f"{capture.url} has {total} items; the first {MOST} were read."
    return (Fault("items_cut", sentence),)
