"""Judge kept postings by the rules of today: which verdicts would change, before any is written."""

from __future__ import annotations

from asyncio import gather
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.errors import ReadError
from monitor.model import Assessment, Posting, Source
from monitor.store import Shelved, Store
from monitor.worker import Readers

BATCH = 50
"""Postings judged between two looks at the progress bar, about a second."""


@dataclass(frozen=True, slots=True)
class Retold:
    """A kept posting, what was said of it and what is said of it now."""

    shelved: Shelved
    after: Assessment

    @property
    def posting(self) -> Posting:
        """The posting as it last stood."""
        return self.shelved.judged.posting

    @property
    def before(self) -> Assessment:
        """The latest verdict that is kept."""
        return self.shelved.judged.assessment

    @property
    def changed(self) -> bool:
        """True where a person would be told something else."""
        return (self.before.label, self.before.tier) != (self.after.label, self.after.tier)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A posting whose judging failed: it keeps the verdict that it has."""

    shelved: Shelved
    why: str


async def judge_again(
    store: Store,
    readers: Readers,
    sources: Mapping[str, Source],
    *,
    source: str | None = None,
    limit: int | None = None,
) -> AsyncIterator[Retold | Unjudged]:
    """Judge kept postings again, oldest first; a source or a limit of None means all.

    Postings of a source that is no longer configured are judged without its hints.
    """
    after, left = 0, limit
    while left is None or left > 0:
        batch = store.postings.shelved(
            after=after, source=source, limit=BATCH if left is None else min(BATCH, left)
        )
        if not batch:
            return
        for retold in await gather(
            *(_judge(readers, _source_of(shelved, sources), shelved) for shelved in batch)
        ):
            yield retold
        after = batch[-1].noted.posting_id
        left = None if left is None else left - len(batch)


async def _judge(readers: Readers, source: Source, shelved: Shelved) -> Retold | Unjudged:
    try:
        (judged,) = await readers.judge(source, [shelved.judged.posting])
    except ReadError as error:
        return Unjudged(shelved, str(error))
    return Retold(shelved, judged.assessment)


def _source_of(shelved: Shelved, sources: Mapping[str, Source]) -> Source:
    name = shelved.judged.posting.source_id
    gone = Source(id=name, kind="gone", url="", every=timedelta(days=1), name=name)
    return sources.get(name, gone)


def experimental(retold: Iterable[Retold], names: Iterable[str]) -> Counter[tuple[str, bool]]:
    """Count in how many postings each named signal is found, apart for flagged and others."""
    wanted = set(names)
    return Counter(
        (signal, one.after.tier is not None)
        for one in retold
        for signal in wanted & {finding.signal for finding in one.after.findings}
    )
