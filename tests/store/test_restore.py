"""A restore that dies at any of its steps leaves a whole database: the former one or the copy."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.store import Store, restore
from tests.store.values import NOW, content, flagged, posting, see

DYING = """
import os, signal, sys
from pathlib import Path
from monitor.store import restore
from tests.store.values import NOW

left = int(sys.argv[3])

def watch(event, args):
    global left
    if event in ("os.link", "os.rename", "os.remove", "os.mkdir", "sqlite3.connect"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
restore(Path(sys.argv[1]), Path(sys.argv[2]), now=NOW)
print("left", left)
"""
STEPS = 13
"""Connections opened (one in memory, for comparison), names given and taken; the test below counts them."""


def dying(copy: Path, path: Path, step: int) -> subprocess.CompletedProcess[str]:
    """Restore in a process that kills itself just before such a step."""
    return subprocess.run(
        [sys.executable, "-c", DYING, copy, path, str(step)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def prepare(folder: Path) -> tuple[Path, Path]:
    """Make a copy, and a database that goes on in a log of its own."""
    copy, path = folder / "copy.db", folder / "monitor.db"
    with Store.open(path) as store:
        see(store, flagged(posting("1")))
        store.copy_to(copy)
        see(store, flagged(posting("2", "второе")))
    return copy, path


@pytest.mark.slow
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_before_any_step_a_whole_database_stands_there(tmp_path: Path, step: int) -> None:
    copy, path = prepare(tmp_path)
    copied, former = content(copy), content(path)

    died = dying(copy, path, step)

    assert died.returncode == -signal.SIGKILL, died.stderr
    with Store.open(path) as store:
        assert store.check() == ""
    assert content(path) in (copied, former)
    restore(copy, path, now=NOW)
    assert content(path) == copied
    assert former in [content(file) for file in tmp_path.glob("monitor.db.before-restore-*")]


@pytest.mark.slow
def test_a_restore_has_so_many_steps(tmp_path: Path) -> None:
    done = dying(*prepare(tmp_path), 1000)

    assert done.stdout.split() == ["left", str(1000 - STEPS)], done.stderr
