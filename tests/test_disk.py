"""A disk that is full, a database that is locked, read-only or damaged: told plainly, nothing lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor.alerts import Outward
from monitor.config import Channel
from monitor.errors import StoreError
from monitor.model import Message, Source
from monitor.pipeline import Pipeline
from monitor.store import Store
from tests.places import RULES, Clock, PlainReaders, Web, plan

BOARD = Source(
    id="board", kind="plain", url="https://board.example/", every=timedelta(hours=1), pages=2
)
ADVERTS = {f"n{number}" for number in range(9)} | {"old"}
LISTING = [f"detail {BOARD.url}{number} n{number}" for number in range(9)]
PAGES = {
    BOARD.url: "\n".join([*LISTING, f"older {BOARD.url}older"]),
    f"{BOARD.url}older": "post old contract T2",
    **{f"{BOARD.url}{n}": f"post n{n} contract {n} T1 {'слово ' * 200 * n}" for n in range(9)},
}


class Receiver:
    """Takes everything."""

    GROUPS = False

    def __init__(self) -> None:
        self.taken: list[Message] = []

    async def send(self, settings: object, message: Message, outward: Outward) -> str:
        self.taken.append(message)
        return "250 taken"


async def watch(path: Path, factory: type[sqlite3.Connection] = sqlite3.Connection) -> Receiver:
    """Open the database and do the whole way once."""
    receiver = Receiver()
    with Store.open(path, factory=factory) as store:
        async with Pipeline(
            store=store,
            fetcher=Web(Clock(), dict(PAGES)),
            readers=PlainReaders(),
            rules=RULES,
            channels=(Channel("hook", "hook"),),
            outward=Outward(client=SimpleNamespace(post=None)),  # type: ignore[arg-type]
            kinds={"hook": receiver},  # type: ignore[dict-item]
            plan=plan,
        ) as pipeline:
            await pipeline.run([BOARD], known=[BOARD])
    return receiver


async def assert_nothing_lost(path: Path) -> None:
    """After the fault has gone one more run finds, keeps and tells all of it."""
    await watch(path)

    with Store.open(path) as store:
        assert {hit.posting.key for hit in store.hits.all()} == ADVERTS
        assert len(store.outbox.alerts(state="sent")) == len(ADVERTS)
        assert store.captures.unread_sources() == set()
        assert store.check() == ""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Store.open(tmp_path / "monitor.db").close()
    return tmp_path / "monitor.db"


@pytest.mark.parametrize("room", range(0, 24, 4))
async def test_a_file_that_may_not_grow_loses_nothing(path: Path, room: int) -> None:
    class Small(sqlite3.Connection):
        """Has room for so many pages more."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]
            (pages,) = self.execute("PRAGMA page_count").fetchone()
            self.execute(f"PRAGMA max_page_count = {pages + room}")

    with pytest.raises(StoreError, match=r"monitor\.db: the disk is full; nothing half-written"):
        await watch(path, Small)

    await assert_nothing_lost(path)


async def test_a_database_locked_by_another_loses_nothing(path: Path) -> None:
    class Hasty(sqlite3.Connection):
        """Waits for a tenth of a second in place of ten."""

        def execute(self, sql: str, *args: object) -> sqlite3.Cursor:
            return super().execute(sql.replace("= 10000", "= 100"), *args)  # type: ignore[arg-type]

    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="another process has been writing for more than 10 s"):
        await watch(path, Hasty)

    other.close()
    await assert_nothing_lost(path)


async def test_a_read_only_database_loses_nothing(path: Path) -> None:
    class ReadOnly(sqlite3.Connection):
        """Opens what exists, to read it."""

        def __init__(self, file: Path, **kwargs: object) -> None:
            super().__init__(f"{file.as_uri()}?mode=ro", uri=True, **kwargs)  # type: ignore[arg-type]

    with pytest.raises(StoreError, match="cannot be opened for writing; see its owner, mode"):
        await watch(path, ReadOnly)

    await assert_nothing_lost(path)


def damage(path: Path) -> None:
    """Overwrite the beginning of each page but the first."""
    blob = bytearray(path.read_bytes())
    for page in range(4096, len(blob), 4096):
        blob[page : page + 200] = b"\xff" * 200
    path.write_bytes(blob)


async def test_a_damaged_database_is_told_and_its_backup_restores_all(path: Path) -> None:
    await watch(path)
    with Store.open(path) as store:
        store.copy_to(path.with_name("copy.db"))
    damage(path)

    with pytest.raises(StoreError, match=r"is damaged; restore a backup"):
        await watch(path)

    path.with_name("copy.db").replace(path)
    await assert_nothing_lost(path)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a disk in memory with these options; only root may, others skip."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(options: str) -> Path:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], capture_output=True
        )
        if done.returncode:
            pytest.skip("only root may mount a disk")
        return disk

    if sys.platform != "linux":
        pytest.skip("tmpfs is Linux's")
    yield mount
    subprocess.run(["umount", disk], capture_output=True)


@pytest.mark.parametrize("size", [200, 240, 320, 480])
async def test_a_real_disk_that_is_full_loses_nothing(
    mounted: Callable[[str], Path], size: int
) -> None:
    path = mounted(f"size={size}k") / "monitor.db"

    with pytest.raises(StoreError, match="the disk is full; nothing half-written was kept"):
        await watch(path)

    mounted("remount,size=50m")
    await assert_nothing_lost(path)


async def test_a_real_disk_that_became_read_only_loses_nothing(
    mounted: Callable[[str], Path],
) -> None:
    path = mounted("size=50m") / "monitor.db"
    Store.open(path).close()
    mounted("remount,ro")

    with pytest.raises(StoreError, match="cannot be opened for writing; see its owner, mode"):
        await watch(path)

    mounted("remount,rw")
    await assert_nothing_lost(path)


async def test_a_copy_for_which_there_is_no_room_leaves_nothing_half_written(
    mounted: Callable[[str], Path], path: Path
) -> None:
    await watch(path)
    disk = mounted("size=64k")

    with (
        Store.open(path) as store,
        pytest.raises(StoreError, match=r"copied to .*copy\.db: the disk is full"),
    ):
        store.copy_to(disk / "copy.db")

    assert list(disk.iterdir()) == []
    await assert_nothing_lost(path)
