"""Put a copy in the place of the database; what stood there is set aside, whatever state it is in."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.backup import copy_file, inspect, sync
from monitor.store.db import connect


def restore(copy: Path, database: Path, *, now: datetime) -> Path | None:
    """Replace the database by a copy that was read whole and found sound.

    Needs the run lock. Gives the path that the former database has now; None when there was none.
    At every moment a whole database stands under the name, the former one or the copy.
    """
    inspect(copy)
    coming = database.with_name(f"{database.name}.restoring")
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_file(copy, coming)
        aside = _set_aside(database, now) if database.exists() else None
        os.replace(coming, database)
        sync(database.parent)
    except OSError as e:
        raise StoreError(f"{database}: cannot be replaced ({e.strerror})") from e
    finally:
        with contextlib.suppress(OSError):
            coming.unlink(missing_ok=True)
    return aside


def _set_aside(database: Path, now: datetime) -> Path:
    """Give the database a second name, and take its log away from the first one.

    A log that stayed would be read into the copy.
    """
    stem = f"{database}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (Path(f"{stem}-{number}" if number else stem) for number in itertools.count())
    aside = next(name for name in names if not name.exists())
    _fold_log(database)
    _name_too(database, aside)
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{database}{suffix}", f"{aside}{suffix}")
    sync(database.parent)
    return aside


def _fold_log(database: Path) -> None:
    """Take the log into the file where that can be; a damaged one is set aside as it is."""
    with contextlib.suppress(StoreError):
        connect(database).close()  # the last connection takes the log with it


def _name_too(database: Path, aside: Path) -> None:
    try:
        aside.hardlink_to(database)
    except OSError:  # a file system without links
        shutil.copy2(database, aside)
