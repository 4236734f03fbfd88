"""Look at a source once and keep nothing: what `check` and `add` show before anything counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor import sources
from monitor.errors import FetchError, ReadError
from monitor.fetch import Fetches
from monitor.model import Capture, Fault, Judged, Link, Posting, Source
from monitor.worker import Readers

FEW_DETAILS = 3
"""Detail pages that a look follows: enough to see that they are read, gentle to the place."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look gave. A look with a fault may still have read postings."""

    source: Source
    judged: tuple[Judged, ...] = ()
    captures: int = 0
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()
    """What is no fault and still worth knowing: a page that was cut, a plain reading."""

    @property
    def flagged(self) -> tuple[Judged, ...]:
        """Give the postings that would become hits."""
        return tuple(judged for judged in self.judged if judged.assessment.tier is not None)


@dataclass(slots=True)
class _Seen:
    postings: dict[str, Posting] = field(default_factory=dict)
    cards: dict[str, Posting] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    captures: int = 0


async def look(source: Source, *, fetcher: Fetches, readers: Readers) -> Look:
    """Fetch the planned pages and a few detail pages, read and judge them; store nothing."""
    seen = _Seen()
    details: list[Link] = []
    for link in sources.plan(source):
        details.extend(await _page(source, link, seen, fetcher=fetcher, readers=readers))
    for link in details[:FEW_DETAILS]:
        await _page(source, link, seen, fetcher=fetcher, readers=readers)
    postings = {**seen.cards, **seen.postings}
    judged = await _judge(source, tuple(postings.values()), seen, readers)
    _count(source, judged, seen)
    return Look(
        source=source,
        judged=judged,
        captures=seen.captures,
        faults=tuple(seen.faults),
        remarks=tuple(seen.remarks),
    )


async def _page(
    source: Source, link: Link, seen: _Seen, *, fetcher: Fetches, readers: Readers
) -> list[Link]:
    """Read one page into `seen`; give the detail pages that it names."""
    try:
        capture = await fetcher.capture(source, link)
        reading = await readers.read(source, capture)
    except FetchError as error:
        seen.faults.append(Fault(error.code, str(error)))
        return []
    except ReadError as error:
        seen.faults.append(Fault("unreadable", str(error)))
        return []
    seen.captures += 1
    seen.remarks.extend(_remarks(capture, reading.fallback))
    seen.faults.extend(reading.faults)
    seen.postings.update((posting.key, posting) for posting in reading.postings)
    seen.cards.update((card.key, card) for card in reading.cards)
    return [link for link in reading.links if link.role == "detail"]


def _remarks(capture: Capture, fallback: str) -> list[str]:
    cut = f"{capture.url} is not whole: {capture.truncated}" if capture.truncated else ""
    plain = f"{capture.url} was read plainly: {fallback}" if fallback else ""
    return [remark for remark in (cut, plain) if remark]


async def _judge(
    source: Source, postings: tuple[Posting, ...], seen: _Seen, readers: Readers
) -> tuple[Judged, ...]:
    try:
        return await readers.judge(source, postings) if postings else ()
    except ReadError as error:
        seen.faults.append(Fault("unjudged", str(error)))
        return ()


def _count(source: Source, judged: tuple[Judged, ...], seen: _Seen) -> None:
    if len(judged) < source.at_least and not seen.faults:
        sentence = f"{len(judged)} postings were read, at least {source.at_least} were expected"
        seen.faults.append(Fault("too_few", sentence))
