"""Guess what kind of source a URL is, from its address and from what it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.desk._repeats import MEMORY, structure
from monitor.errors import ReadError
from monitor.model import Capture
from monitor.text import charset
from monitor.worker import once

PATIENCE = 3.0
"""Seconds for a page's structure, the same as for reading it; a page that takes longer is watched as one posting."""
TELEGRAM = {"t.me", "telegram.me", "www.t.me"}
FEED_TYPES = ("rss", "atom", "feed+json", "rdf+xml")
FEED_START = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
JSON_FEED = b"jsonfeed.org/version"
HEAD = 2000
"""Bytes in which a feed names itself."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind, the keys of its table, and why; `hint` is another way worth a thought."""

    kind: str
    because: str
    options: dict[str, Any] = field(default_factory=dict)
    hint: str = ""


def by_address(url: str) -> Guess | None:
    """Guess from the address alone; None when the page itself must be seen."""
    if (urlsplit(url).hostname or "").lower() in TELEGRAM:
        return Guess("telegram", "it is a channel's address")
    return None


async def by_answer(capture: Capture) -> Guess:
    """Guess from a captured page."""
    if is_feed(capture):
        return Guess("feed", "the answer is a feed")
    item, feed = await _structure(capture)
    hint = f"this page names a feed: {urljoin(capture.url, feed)}" if feed else ""
    if item:
        return Guess("listing", f"{item} repeats on the page", {"item": item}, hint)
    return Guess("webpage", "nothing repeats on the page", hint=hint)


def is_feed(capture: Capture) -> bool:
    """Tell a feed by its content type or by its first element."""
    declared = capture.header("content-type").lower()
    head = capture.body[:HEAD]
    named = any(name in declared for name in FEED_TYPES)
    return named or JSON_FEED in head or FEED_START.search(head) is not None


async def _structure(capture: Capture) -> tuple[str, str]:
    """Give the selector of what repeats and the feed's address; empty where a page hides it."""
    html = charset.decode(capture.body, capture.header("content-type"))
    try:
        found = await once(structure, html, seconds=PATIENCE, memory=MEMORY)
    except ReadError:
        return "", ""
    match found:
        case (str(item), str(feed)):
            return item, feed
    return "", ""
