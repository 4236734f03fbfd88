"""Let go of what was kept long enough, once a day and unasked, beside a run or a server at work."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from monitor.desk.meanwhile import meanwhile
from monitor.errors import StoreError
from monitor.pipeline import Pipeline
from monitor.store import Pruned, Retention

LOOK_EVERY = 3600.0
"""Seconds between two looks at whether a day has gone by."""

log = logging.getLogger("monitor.keep")


async def tidy(pipeline: Pipeline, retention: Retention) -> Pruned | None:
    """Prune when the last time was a day ago; None when it was not, or could not be.

    A fault is logged and tried again later: what was found and sent meanwhile is safe.
    """
    try:
        if not await pipeline.write(pipeline.store.pruning.is_due, now=pipeline.clock()):
            return None
        pruned = await _prune(pipeline, retention)
        log_cut = await pipeline.write(pipeline.store.cut_log)
    except StoreError as e:
        log.error("prune_failed %s", e)
        return None
    log.info(
        "pruned hits=%d postings=%d pages=%d page_bytes=%d runs=%d log_cut=%s",
        pruned.hits,
        pruned.postings,
        pruned.pages,
        pruned.page_bytes,
        pruned.runs,
        log_cut,
    )
    return pruned


@contextlib.asynccontextmanager
async def tidying(
    pipeline: Pipeline, retention: Retention, *, every: float = LOOK_EVERY
) -> AsyncIterator[None]:
    """Prune once a day for as long as the block lasts."""
    async with meanwhile(_tidy_on(pipeline, retention, every)):
        yield


async def _tidy_on(pipeline: Pipeline, retention: Retention, every: float) -> None:
    while True:
        await tidy(pipeline, retention)
        await asyncio.sleep(every)


async def _prune(pipeline: Pipeline, retention: Retention) -> Pruned:
    """Prune batch by batch, so that the pipeline's own writes come between."""
    write, pruning, at = pipeline.write, pipeline.store.pruning, pipeline.clock()
    now = await write(pruning.as_of, now=at)
    pruned = Pruned()
    for batch in (await write(pruning.find, retention, now=now)).batches():
        pruned += await write(pruning.remove, batch, retention, now=now)
    await write(pruning.finish, pruned, retention, now=now, at=at)
    return pruned
