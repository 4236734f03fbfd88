"""The desk beside `serve`: opened, opened again when it dies, closed with it, and alone never."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from monitor import config
from monitor.desk.beside import desk_beside

pytestmark = pytest.mark.slow

PATIENCE = 60.0
"""Seconds."""


def deployed(folder: Path, port: int) -> config.Config:
    (folder / "monitor.toml").write_text(f"[desk]\nport = {port}\n")
    return config.load(folder)


def free_port() -> int:
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def answers(port: int) -> bool:
    with closing(socket.socket()) as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


async def until(port: int, *, is_open: bool) -> None:
    """Wait until a port is open, or is open no more."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < end:
        if answers(port) is is_open:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"port {port} is still {'closed' if is_open else 'open'}")


def desks(port: int) -> list[int]:
    """Give the ids of the processes that have the port open for us."""
    found = subprocess.run(
        ["pgrep", "-f", f"desk --beside {os.getpid()}"], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


async def test_it_is_open_while_the_watching_lasts_and_again_when_it_died(tmp_path: Path) -> None:
    port = free_port()

    async with desk_beside(deployed(tmp_path, port)):
        await until(port, is_open=True)
        (first,) = desks(port)
        os.kill(first, signal.SIGKILL)
        await until(port, is_open=False)
        await until(port, is_open=True)
        (second,) = desks(port)

    assert first != second
    assert not answers(port)


async def test_without_a_port_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text("")

    async with desk_beside(config.load(tmp_path)):
        assert not desks(0)


async def test_it_does_not_outlive_a_service_that_was_killed(tmp_path: Path) -> None:
    port = free_port()
    deployed(tmp_path, port)
    command = [sys.executable, "-m", "monitor", "-C", str(tmp_path), "serve"]
    service = await asyncio.create_subprocess_exec(*command, stderr=subprocess.DEVNULL)
    await until(port, is_open=True)

    service.kill()
    await service.wait()

    await until(port, is_open=False)
