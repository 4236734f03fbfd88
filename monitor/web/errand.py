"""Async work inside a view: fetching a page, asking a receiver. It takes its time, so few at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from monitor.desk.says import N_
from monitor.web.answers import Refused
from monitor.web.asked import Asked

T = TypeVar("T")

PATIENCE = 45.0
"""Seconds: two pages of 20 s, and their reading. A browser waits longer than a person does."""
AT_ONCE = 2
"""Of the desk's four threads; the others go on answering reviewers."""
_turns = threading.BoundedSemaphore(AT_ONCE)


def run(
    asked: Asked, errand: Callable[[], Coroutine[Any, Any, T]], *, seconds: float = PATIENCE
) -> T:
    """Do it in the view's own thread. Refused where others are at it or it takes too long."""
    if not _turns.acquire(blocking=False):
        words = N_("Others are waiting for an answer from outside just now. Try again in a minute.")
        raise Refused(asked.t(words), status=503)
    try:
        return asyncio.run(_within(errand, seconds))
    except TimeoutError as error:
        words = N_("No answer came in time. Nothing was changed; try again later.")
        raise Refused(asked.t(words), status=504) from error
    finally:
        _turns.release()


async def _within(errand: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    async with asyncio.timeout(seconds):
        return await errand()
