"""The disk that the database is on: its kind, its room, and whether we may write there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from monitor.desk.doctor.finding import Finding, World, bad, fine, look

ABOUT = "disk"
MEGABYTE = 1_000_000
LEAST, LITTLE = 200 * MEGABYTE, 1000 * MEGABYTE
"""A step of the schema and `--compact` need room for a copy of the database besides."""
SHARED = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "ceph", "glusterfs", "lustre", "davfs")
"""File systems of other machines: SQLite's write-ahead log is unsafe there."""
ESCAPES = (("\\040", " "), ("\\011", "\t"), ("\\134", "\\"))
"""How the system's table of mounts writes blanks in paths."""


def look_over(world: World) -> Iterator[Finding]:
    """Look at the database's folder, or the nearest one that is there already."""
    folder = _nearest(world.config.database.parent)
    if not os.access(folder, os.W_OK | os.X_OK):
        remedy = f"Give the folder to the user that runs this: chown USER {folder}"
        yield bad(ABOUT, f"{folder} cannot be written to.", remedy)
    yield from _kind(folder, world.mounts())
    yield from _room(folder)


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _kind(folder: Path, mounts: str) -> Iterator[Finding]:
    kind = kind_of(folder.resolve(), mounts)
    if kind.startswith(SHARED):
        remedy = "Set `database` in monitor.toml to a path on a local disk."
        yield bad(ABOUT, f"{folder} is on a network file system ({kind}).", remedy)
    elif kind in {"tmpfs", "ramfs"}:
        remedy = "Set `database` in monitor.toml to a path on a disk."
        yield look(ABOUT, f"{folder} is in memory ({kind}): a restart empties it.", remedy)
    elif kind == "overlay":
        remedy = "Mount a volume there, as compose.yaml does."
        yield look(ABOUT, f"{folder} is in the container and goes with it.", remedy)


def kind_of(path: Path, mounts: str) -> str:
    """Name the file system that a path is on; empty where nobody knows."""
    longest, found = 0, ""
    for line in mounts.splitlines():
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        for escape, sign in ESCAPES:
            point = point.replace(escape, sign)
        # Of two mounts at one place the later one is what is seen.
        if point and path.is_relative_to(point) and len(point) >= longest:
            longest, found = len(point), kind
    return found


def _room(folder: Path) -> Iterator[Finding]:
    room = os.statvfs(folder)
    free = room.f_bavail * room.f_frsize
    if room.f_files and not room.f_favail:
        yield bad(ABOUT, "The disk has no room for another file (inodes).", "Delete small files.")
    told = f"{free / MEGABYTE:,.0f} MB are free."
    if free < LEAST:
        yield bad(ABOUT, told, "Make room: `advert-monitor prune --dry-run` shows what could go.")
    elif free < LITTLE:
        yield look(ABOUT, told, "Make room, or shorten [retention] in monitor.toml.")
    else:
        yield fine(ABOUT, told)
