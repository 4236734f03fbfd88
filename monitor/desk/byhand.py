"""Make postings of what people bring in: a URL, words they copied, the words of a photo."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from monitor import assess, rulebook
from monitor.model import Assessment, Capture, Judged, Posting, Source
from monitor.store.byhand import BY_HAND
from monitor.store.postings import fingerprint
from monitor.worker import Jobs, Readers, hints_of

LONGEST = 50_000
"""Characters of pasted words: the longest advert seen had a tenth of it."""


def place(country: str = "") -> Source:
    """Give the source that stands for all that people bring in."""
    return Source(
        id=BY_HAND, kind="webpage", url="", every=timedelta(days=1), country=country or None
    )


def posting_of(text: str) -> Posting:
    """Make a posting of pasted words; the same words have the same key."""
    key = f"text:{fingerprint(text)[:16] or 'empty'}"
    return Posting(key=key, source_id=BY_HAND, url="", text=text)


def paper(text: str, at: datetime) -> Capture:
    """Keep pasted words as a capture: what a person gave, at one moment."""
    return Capture(
        source_id=BY_HAND,
        url="",
        fetched_at=at,
        status=200,
        headers=(("content-type", "text/plain; charset=utf-8"),),
        body=text.encode("utf-8", "replace"),
    )


async def judged(
    postings: tuple[Posting, ...], *, rules: Path | None, source: Source
) -> tuple[Judged, ...]:
    """Judge with all reasons, flagged or not, in a process with a deadline. Raises ReadError."""
    async with Readers(workers=1, rules=rules, jobs=Jobs(judge=judge_fully)) as readers:
        return await readers.judge(source, postings)


def judge_fully(
    source: Source, postings: tuple[Posting, ...], rules: Path | None
) -> tuple[Assessment, ...]:
    """Look for all that the rules know, also in words without any core phrase: a worker's job."""
    loaded = rulebook.load(rules)
    return tuple(assess.full(one, loaded, hints_of(source, one)) for one in postings)
