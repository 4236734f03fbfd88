"""Keep the review desk open beside `serve`: a process of its own, opened again when it dies.

A process of its own, so that neither waits for the other: a page under heavy reading delays no
alert, and a fault of the desk ends no watching.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator

from monitor.config import Config
from monitor.desk.meanwhile import meanwhile

GRACE = 15.0
"""Seconds that it has to end by itself."""
PAUSES = (1.0, 5.0, 30.0, 120.0)
"""Seconds before it is opened again, after each death in a row; the last one for ever."""
STEADY = 300.0
"""Seconds after which a death counts as the first again."""

log = logging.getLogger("monitor.desk")


@contextlib.asynccontextmanager
async def desk_beside(config: Config) -> AsyncIterator[None]:
    """Keep the desk open until the block ends; do nothing where the settings name no port."""
    if config.desk.port is None:
        yield
        return
    async with meanwhile(_keep(config)):
        yield


async def _keep(config: Config) -> None:
    loop, deaths = asyncio.get_running_loop(), 0
    while True:
        opened = loop.time()
        code = await _open(config)
        deaths = 1 if loop.time() - opened > STEADY else deaths + 1
        pause = PAUSES[min(deaths, len(PAUSES)) - 1]
        log.error("desk ended code=%s again_in=%gs", code, pause)
        await asyncio.sleep(pause)


async def _open(config: Config) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "monitor", "-C", str(config.root), "desk", "--beside", str(os.getpid())),
        stdin=asyncio.subprocess.DEVNULL,
    )
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
