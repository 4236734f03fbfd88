"""One process at a time works on a database; the kernel frees the lock when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from monitor.errors import Busy, StoreError


@contextlib.contextmanager
def exclusive(database: Path) -> Iterator[None]:
    """Hold the run lock beside a database; Busy when another process holds it.

    The file is never unlinked: a second process would lock a new file while the first still
    holds the old one. Its descriptor is not inherited by what the process executes.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as e:
        raise StoreError(f"{path}: the lock file cannot be used ({e.strerror})") from e
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise Busy(
                f"{database}: another run is at work, by `run` or `serve`; try again once it ended"
            ) from e
        yield
    finally:
        os.close(descriptor)
