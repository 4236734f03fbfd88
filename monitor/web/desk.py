"""What the desk stands on: the deployment's settings as they are now, its rules, its database."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from queue import Empty, LifoQueue

from monitor import config as settings
from monitor.config import Config
from monitor.desk.deployment import utcnow
from monitor.errors import ConfigError, StoreError
from monitor.rulebook import Rules
from monitor.store import Store
from monitor.web.fetching import Fetching

log = logging.getLogger("monitor.web")


@dataclass
class Deployed:
    """A deployment's settings, read again when a file of theirs changed."""

    config: Config
    _seen: tuple[tuple[str, int], ...] = ()
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._seen = _files_of(self.config.root)

    def now(self) -> Config:
        """Give the settings; those of before while the files have a fault."""
        with self._turn:
            if (files := _files_of(self.config.root)) != self._seen:
                self._seen = files
                try:
                    self.config = settings.load(self.config.root)
                except ConfigError as error:
                    log.warning("settings faults=%d kept=earlier", len(error.faults))
            return self.config


def _files_of(root: Path) -> tuple[tuple[str, int], ...]:
    """Name the files of the settings with their times; asked at each request, so by one listing."""
    found = []
    with contextlib.suppress(OSError):
        found.append((settings.FILE, (root / settings.FILE).stat().st_mtime_ns))
        with os.scandir(root / "sources") as entries:
            found += [(file.name, file.stat().st_mtime_ns) for file in entries]
    return tuple(sorted(found))


class Stores:
    """Open stores, lent to one request each, and opened as many as are wanted at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: LifoQueue[tuple[int, Store]] = LifoQueue()

    @contextlib.contextmanager
    def lent(self) -> Iterator[Store]:
        """Lend one; StoreError when the database cannot be had."""
        file, store = self._take()
        is_sound = True
        try:
            yield store
        except StoreError:
            # The file may be gone or damaged: the next one is opened anew.
            is_sound = False
            raise
        finally:
            # A transaction that was broken off is rolled back already, whatever broke it.
            if is_sound:
                self._idle.put((file, store))
            else:
                store.close()

    def close(self) -> None:
        """Close those that nobody has."""
        with contextlib.suppress(Empty):
            while True:
                self._idle.get_nowait()[1].close()

    def _take(self) -> tuple[int, Store]:
        with contextlib.suppress(Empty):
            while True:
                file, store = self._idle.get_nowait()
                if file == self._file():
                    return file, store
                store.close()
        store = Store.open(self._path)
        return self._file(), store

    def _file(self) -> int:
        """Tell this file from one that a `restore` has put in its place."""
        with contextlib.suppress(OSError):
            return os.stat(self._path).st_ino
        return 0


@dataclass(frozen=True)
class Desk:
    """All that requests share."""

    deployed: Deployed
    rules: Rules
    stores: Stores
    clock: Callable[[], datetime] = utcnow
    fetching: Fetching = field(default_factory=Fetching)

    def close(self) -> None:
        """Close what holds a file or a thread."""
        self.fetching.close()
        self.stores.close()

    @property
    def is_secure(self) -> bool:
        """True where reviewers come by https, so that cookies are for https alone."""
        return self.deployed.config.desk_url.startswith("https:")
