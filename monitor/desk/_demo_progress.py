"""Tell while the demo runs which place is being read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from monitor.model import Capture, Judged, Posting, Reading, Source
from monitor.pipeline.tools import Reads

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TellingReaders:
    """The pipeline's readers, and a sentence at each page that they get."""

    readers: Reads
    tell: Tell
    pages: dict[str, int] = field(default_factory=dict)
    """Pages so far by source id."""

    async def read(self, source: Source, capture: Capture) -> Reading:
        """Say whose page it is, then read it."""
        self.pages[source.id] = self.pages.get(source.id, 0) + 1
        places = f"{len(self.pages)} places, {sum(self.pages.values())} pages"
        self.tell(f"{places} · reading {source.name}")
        return await self.readers.read(source, capture)

    async def judge(self, source: Source, postings: Sequence[Posting]) -> tuple[Judged, ...]:
        """Judge as the readers do."""
        return await self.readers.judge(source, postings)
