"""See that a deployment's settings have changed, so that `serve` goes on with the new ones."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from monitor import config as settings
from monitor.config import Config
from monitor.errors import ConfigError

LOOK_EVERY = 2.0
"""Seconds; a person who has just written a source's file does not wait longer for anything."""
_FOLDERS = (("sources", ".toml"), ("rules", ".toml"), ("templates", ""))
"""With the end of the names that count there."""

log = logging.getLogger("monitor.settings")

Stamp = frozenset[tuple[str, int]]


def stamp(root: Path) -> Stamp:
    """Name the files of the settings, each with the time of its last change.

    Made each two seconds, so cheaply: 2,000 files take a few milliseconds, in a thread.
    """
    found = {file for folder, end in _FOLDERS for file in _files(str(root / folder), end)}
    with contextlib.suppress(OSError):
        found.add((settings.FILE, (root / settings.FILE).stat().st_mtime_ns))
    return frozenset(found)


def _files(folder: str, end: str) -> Iterator[tuple[str, int]]:
    """Give what is in a folder, and below; what goes while we look is not there."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path, end)
            elif entry.name.endswith(end):
                with contextlib.suppress(OSError):
                    yield entry.path, entry.stat().st_mtime_ns


async def changed(config: Config, *, every: float = LOOK_EVERY) -> Config:
    """Wait until the settings are other ones that can be used, and give them.

    With a fault in them the ones of before stay in force; so they do where the database would be
    another one, since the lock is held on this one.
    """
    seen = stamp(config.root)
    while True:
        await asyncio.sleep(every)
        now = await asyncio.to_thread(stamp, config.root)
        if now == seen:
            continue
        seen = now
        if new := await asyncio.to_thread(_usable, config):
            return new


def _usable(config: Config) -> Config | None:
    """Read the settings again; None where those of before stay in force."""
    try:
        new = settings.load(config.root)
    except ConfigError as error:
        log.error("settings faults=%d kept=earlier first=%s", len(error.faults), error.faults[0])
        return None
    if new.database != config.database:
        log.error("settings kept=earlier: another database wants a new start")
        return None
    log.info("settings read sources=%d channels=%d", len(new.enabled()), len(new.channels))
    return new
