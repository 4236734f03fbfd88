"""Copies of the database: written while it is in use, and whole or not there at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.db import BUSY_SECONDS, Db, make_private, said_of
from monitor.store.schema import Schema


@dataclass(frozen=True, slots=True)
class Copy:
    """What a sound copy holds."""

    path: Path
    size: int
    """Bytes."""
    hits: int
    alerts: int
    captures: int


def copy_to(db: Db, target: Path) -> None:
    """Write all that is committed at this moment into a file, which is its owner's only.

    Others may read and write meanwhile. The copy is made anew row by row: nothing that was deleted
    from the database is in it. Raises StoreError; a half-written copy never has the target's name.
    """
    with _becoming(target) as part, said_of(f"{db.name}, copied to {target}"):
        db.tables.execute("VACUUM INTO ?", [str(part)])


def copy_file(source: Path, target: Path) -> None:
    """Write what a database file holds into another one, as `copy_to` does."""
    with opened(source) as db:
        copy_to(db, target)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Db]:
    """Open a database file to read it only."""
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file")
    with said_of(path):
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        yield Db(connection, str(path))
    finally:
        connection.close()


def inspect(path: Path) -> Copy:
    """Read all of a database file; StoreError says why it cannot be restored from."""
    with opened(path) as db:
        schema = Schema(db)
        if not schema.applied():
            raise StoreError(f"{path}: is not a database of this program")
        schema.refuse_newer()
        if strange := schema.strangers():
            raise StoreError(
                f"{path}: holds triggers that this program never made ({', '.join(strange)}):"
                " somebody else wrote to it; take another copy"
            )
        if wrong := faults_of(db):
            raise StoreError(f"{path}: is damaged ({wrong}); take an older copy")
        counts = db.rows(
            "SELECT (SELECT count(*) FROM hits) AS hits, (SELECT count(*) FROM alerts) AS alerts,"
            " (SELECT count(*) FROM captures) AS captures"
        )[0]
    return Copy(path, path.stat().st_size, **counts)


def faults_of(db: Db) -> str:
    """Read all of a database and say what is wrong with it; empty when it is sound."""
    found = [str(row["integrity_check"]) for row in db.rows("PRAGMA integrity_check")]
    broken = db.rows("PRAGMA foreign_key_check")
    found += [f"{row['table']} row {row['rowid']} points nowhere" for row in broken]
    return "" if found == ["ok"] else "; ".join(found)


@contextlib.contextmanager
def _becoming(target: Path) -> Iterator[Path]:
    """Give an empty file to write to, that takes its name only once it is on the disk."""
    part = target.with_name(f"{target.name}.part-{secrets.token_hex(4)}")
    try:
        make_private(part)
        yield part
        sync(part)
        part.rename(target)
        sync(target.parent)
    except OSError as e:
        raise StoreError(f"{target}: the copy cannot be written ({e.strerror})") from e
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
