"""Public places of the plainest kind, so that a pipeline can be tried without parsers or rules.

A page's lines are `post KEY WORDS`, `card KEY WORDS`, `detail URL KEY`, `older URL`, `fault CODE`
and `unreadable`. Words are an offer when they say so: `T1`, `T2`, `T3`; `stall` cannot be judged;
`odd` is left to the second reader, who takes it for a T3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from monitor.errors import FetchError, ReadError
from monitor.fetch import Validators
from monitor.model import Assessment, Capture, Fault, Judged, Link, Posting, Reading, Source
from monitor.second import unasked
from tests.plain_words import RULES, assess, lift

__all__ = ["RULES", "Clock", "PlainReaders", "Web", "assess", "plan"]


class PlainReaders:
    """Reads and judges in this process."""

    def __init__(self) -> None:
        self.judged: list[str] = []
        self.stalled = 0
        self.has_time = True
        """Whether the second reader has."""

    async def read(self, source: Source, capture: Capture) -> Reading:
        lines = [line.split(" ", 2) for line in capture.body.decode().splitlines()]
        if ["unreadable"] in lines:
            raise ReadError("took longer than 3 s")
        if ["crash"] in lines:
            raise ZeroDivisionError(f"a page of {capture.body!r}")
        return Reading(
            postings=tuple(_posting(source, line) for line in lines if line[0] == "post"),
            cards=tuple(_posting(source, line) for line in lines if line[0] == "card"),
            links=tuple(_link(line) for line in lines if line[0] in ("older", "detail")),
            faults=tuple(Fault(line[1], "told so") for line in lines if line[0] == "fault"),
        )

    async def judge(self, source: Source, postings: Sequence[Posting]) -> tuple[Judged, ...]:
        if any("stall" in posting.text for posting in postings):
            self.stalled += 1
            raise ReadError("judging took longer than 10 s")
        self.judged += [posting.key for posting in postings]
        return tuple(Judged(posting, self._assess(posting.text)) for posting in postings)

    def _assess(self, text: str) -> Assessment:
        if "odd" not in text:
            return assess(text)
        return lift(text) if self.has_time else unasked(assess(text))


def _posting(source: Source, line: Sequence[str]) -> Posting:
    return Posting(line[1], source.id, f"{source.url}#{line[1]}", line[2])


def _link(line: Sequence[str]) -> Link:
    return Link(line[1], role=line[0], key=line[2] if line[0] == "detail" else None)


def plan(source: Source) -> tuple[Link, ...]:
    return (Link(source.url),)


@dataclass(slots=True)
class Clock:
    """Time that moves when told to."""

    now: datetime = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


@dataclass(slots=True)
class Web:
    """Pages by URL; a fault in place of a page is raised. An ETag is the page's own text."""

    clock: Clock
    pages: dict[str, str | FetchError | BaseException] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def capture(
        self, source: Source, link: Link, validators: Validators | None = None
    ) -> Capture:
        self.asked.append(link.url)
        page = self.pages.get(link.url, FetchError("http_404", f"{link.url}: not found"))
        if isinstance(page, BaseException):
            raise page
        etag = f'"{sum(page.encode())}"'
        same = validators is not None and validators.etag == etag
        return Capture(
            source_id=source.id,
            url=link.url,
            fetched_at=self.clock(),
            status=304 if same else 200,
            headers=(("ETag", etag),),
            body=b"" if same else page.encode(),
            role=link.role,
            key=link.key,
        )
