"""Let a story go on beside another one, and say in the log when a bug has ended it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine

from monitor.pipeline.bugs import trace

log = logging.getLogger("monitor.meanwhile")


@contextlib.asynccontextmanager
async def meanwhile(story: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run a story until the block ends. A bug ends the story alone, and is logged as it comes."""
    task = asyncio.create_task(story)
    task.add_done_callback(_tell)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("bug %s", trace(error))
