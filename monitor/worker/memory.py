"""What pages gave, by their bytes: one that has not changed is not parsed again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from monitor.model import Capture, Judged, Posting, Reading, Source

MOST = 16_000_000
"""Letters that are remembered: 2,000 pages of 8,000. The page longest not seen goes first."""
_LEAST = 1_000
"""What a reading without a letter counts for, with its links and keys."""


class Reads(Protocol):
    """What `Readers` do."""

    async def read(self, source: Source, capture: Capture) -> Reading:
        """Read one capture. Raises ReadError."""

    async def judge(self, source: Source, postings: Sequence[Posting]) -> tuple[Judged, ...]:
        """Judge postings. Raises ReadError."""


class _Page(NamedTuple):
    """All that a reading follows from; sources do not change while a process lives."""

    source_id: str
    url: str
    final_url: str
    role: str
    key: str | None
    content_type: str
    truncated: str
    sha256: str


class Memory:
    """Readers that remember. A reading by the plain reader is no fit memory: it was an emergency."""

    def __init__(self, readers: Reads, *, most: int = MOST) -> None:
        self._readers = readers
        self._most = most
        self._held = 0
        self._readings: OrderedDict[_Page, Reading] = OrderedDict()

    async def read(self, source: Source, capture: Capture) -> Reading:
        """Read a capture, or remember what the same bytes gave. Raises ReadError."""
        page = _page(source, capture)
        if page in self._readings:
            self._readings.move_to_end(page)
            return self._readings[page]
        reading = await self._readers.read(source, capture)
        if not reading.fallback:
            self._keep(page, reading)
        return reading

    async def judge(self, source: Source, postings: Sequence[Posting]) -> tuple[Judged, ...]:
        """Judge postings as the readers do: what was said of them is in the store."""
        return await self._readers.judge(source, postings)

    def _keep(self, page: _Page, reading: Reading) -> None:
        if page not in self._readings:
            self._held += _letters(reading)
        self._readings[page] = reading
        while self._held > self._most:
            _, gone = self._readings.popitem(last=False)
            self._held -= _letters(gone)


def _page(source: Source, capture: Capture) -> _Page:
    return _Page(
        source_id=source.id,
        url=capture.url,
        final_url=capture.final_url,
        role=capture.role,
        key=capture.key,
        content_type=capture.header("Content-Type"),
        truncated=capture.truncated,
        sha256=capture.sha256,
    )


def _letters(reading: Reading) -> int:
    return _LEAST + sum(len(one.text) for one in (*reading.postings, *reading.cards))
