"""One process at a time, and none locked out by a dead one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.errors import Busy
from monitor.store import exclusive

HOLD = """
import subprocess, sys
from pathlib import Path
from monitor.errors import Busy
from monitor.store import exclusive

sys.stdin.readline()
try:
    with exclusive(Path(sys.argv[1])):
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        print("held", child.pid, flush=True)
        sys.stdin.readline()
        child.communicate(b"\\n")
except Busy as e:
    print("busy", e, flush=True)
    sys.stdin.readline()
"""


def start(database: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def say(process: subprocess.Popen[str], line: str = "go\n") -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def test_a_second_holder_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with exclusive(tmp_path / "monitor.db"), pytest.raises(Busy, match="another run is at work"):
        exclusive(tmp_path / "monitor.db").__enter__()

    with exclusive(tmp_path / "monitor.db"):
        pass


def test_the_lock_file_stays(tmp_path: Path) -> None:
    with exclusive(tmp_path / "monitor.db"):
        pass

    assert (tmp_path / "monitor.db.lock").exists()


@pytest.mark.slow
def test_of_ten_simultaneous_starts_one_runs_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    starts = [start(tmp_path / "monitor.db") for _ in range(10)]
    for process in starts:
        say(process)
    heard = {process.pid: hear(process) for process in starts}
    holders = [process for process in starts if heard[process.pid][0] == "held"]

    assert len(holders) == 1
    orphan = int(heard[holders[0].pid][1])
    holders[0].kill()
    holders[0].communicate()
    with exclusive(tmp_path / "monitor.db"):  # though its child lives on
        os.kill(orphan, 0)
    os.kill(orphan, signal.SIGKILL)
    for process in starts:
        if process is not holders[0]:
            process.communicate("end\n")
