"""A disk that loses power: what SQLite wrote and did not yet sync is dropped, kept or torn.

SQLite runs over a file system in memory that notes each write, sync, truncation and deletion in
order. A cut at any of them gives the files as a real disk may hold them afterwards.
"""

# ruff: noqa: N802 - SQLite's own names

from __future__ import annotations

import bisect
import hashlib
import random
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512
"""What a disk writes in one piece; SQLite itself relies on no more."""
NAME = "monitor.db"


@dataclass(frozen=True, slots=True)
class Change:
    """One change to one file. `data` of None truncates it to `offset`."""

    file: str
    offset: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Sync:
    """From here on, what was done to the file before is on the disk."""

    file: str


@dataclass(frozen=True, slots=True)
class Delete:
    """The file's name is gone."""

    file: str


@dataclass(slots=True)
class Disk:
    """Files as the running program sees them, and the way they came to be."""

    files: dict[str, bytearray] = field(default_factory=dict)
    steps: list[Change | Sync | Delete] = field(default_factory=list)
    commits: list[int] = field(default_factory=list)
    """How many steps had been done when each commit was acknowledged."""

    def change(self, change: Change) -> None:
        self.steps.append(change)
        _apply(self.files, change)

    def acknowledged(self, cut: int) -> int:
        """How many commits the program had been told of before the power went."""
        return bisect.bisect_right(self.commits, cut)

    def after(self, cut: int, chance: random.Random) -> dict[str, bytearray]:
        """Give the files that are found after the power went with so many steps done."""
        files: dict[str, bytearray] = {}
        synced = {step.file: at for at, step in enumerate(self.steps[:cut]) if type(step) is Sync}
        survives = chance.choice((0.0, 0.5, 0.9, 1.0))
        for at, step in enumerate(self.steps[:cut]):
            match step:
                case Change() if at < synced.get(step.file, -1):
                    _apply(files, step)
                case Change():
                    for part in _torn(step):
                        if chance.random() < survives:
                            _apply(files, part)
                case Delete():
                    files.pop(step.file, None)
        return files


def _torn(change: Change) -> Iterable[Change]:
    """Cut a write where the disk's sectors end; a truncation is whole or not."""
    if change.data is None:
        yield change
        return
    start, data = change.offset, change.data
    while data:
        size = SECTOR - start % SECTOR
        yield Change(change.file, start, data[:size])
        start, data = start + size, data[size:]


def _apply(files: dict[str, bytearray], change: Change) -> None:
    content = files.setdefault(change.file, bytearray())
    end = change.offset + len(change.data or b"")
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if change.data is None:
        del content[change.offset :]
    else:
        content[change.offset : end] = change.data


class File:
    """What SQLite asks of a file."""

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk = disk
        self._name = name
        disk.files.setdefault(name, bytearray())

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._disk.files[self._name][offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.change(Change(self._name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        self._disk.change(Change(self._name, size, None))

    def xSync(self, flags: int) -> None:
        self._disk.steps.append(Sync(self._name))

    def xFileSize(self) -> int:
        return len(self._disk.files[self._name])

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE  # as SQLite's own files on Unix have it

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xCheckReservedLock(self) -> bool:
        return False

    def xLock(self, level: int) -> None:
        """One connection only."""

    def xUnlock(self, level: int) -> None:
        """One connection only."""

    def xClose(self) -> None:
        """Nothing is held."""


class Memory(apsw.VFS):
    """What SQLite asks of a file system."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.name = f"power-{id(disk)}"
        super().__init__(self.name, base="")

    def xOpen(self, name: object, flags: list[int]) -> File:
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        flags[1] = flags[0]
        return File(self._disk, path)

    def xDelete(self, name: str, sync_dir: bool) -> None:
        self._disk.files.pop(name, None)
        self._disk.steps.append(Delete(name))

    def xAccess(self, path: str, flags: int) -> bool:
        return path in self._disk.files

    def xFullPathname(self, name: str) -> str:
        return name


def played(statements: Sequence[str], *, synchronous: str = "FULL") -> Disk:
    """Run recorded statements over a disk that notes all.

    The log is folded every few pages instead of every thousand, so that power also goes in there.
    """
    disk = Disk()
    memory = Memory(disk)
    connection = apsw.Connection(NAME, vfs=memory.name)
    # A log without shared memory, which this file system has none of, needs the file for itself.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    for statement in statements:
        said = statement.replace("synchronous = FULL", f"synchronous = {synchronous}")
        connection.execute(said).fetchall()
        if said == "COMMIT":
            disk.commits.append(len(disk.steps))
        if said.startswith("PRAGMA journal_mode"):
            connection.execute("PRAGMA wal_autocheckpoint = 25").fetchall()
    done = len(disk.steps)
    connection.close()
    del disk.steps[done:]
    return disk


def states(statements: Sequence[str]) -> list[str]:
    """Digest the content before the first commit and after each one."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    found = [digest(connection)]
    for statement in statements:
        connection.execute(statement).fetchall()
        if statement == "COMMIT":
            found.append(digest(connection))
    connection.close()
    return found


def digest(connection: sqlite3.Connection) -> str:
    """Digest all rows of all tables."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    hashed = hashlib.sha256()
    for (name,) in names.fetchall():
        rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
        hashed.update(repr((name, sorted(rows, key=repr))).encode())
    return hashed.hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """What a start after a power cut finds."""

    acknowledged: int
    """Commits that the program had been told of."""
    sound: bool
    digest: str


def cut(disk: Disk, folder: Path, chance: random.Random) -> Found:
    """Let the power go at some step, and open what is left with the SQLite that we ship on."""
    at = chance.randrange(len(disk.steps) + 1)
    for name, content in disk.after(at, chance).items():
        (folder / name).write_bytes(content)
    connection = sqlite3.connect(folder / NAME)
    try:
        said = connection.execute("PRAGMA integrity_check").fetchall()
        return Found(disk.acknowledged(at), said == [("ok",)], digest(connection))
    except sqlite3.DatabaseError as e:
        return Found(disk.acknowledged(at), False, str(e))
    finally:
        connection.close()
        for file in folder.iterdir():
            file.unlink()
