"""The demo ends at its desk: an account that works, and how to get there."""

from __future__ import annotations

import io
import re
import socket
from pathlib import Path

from rich.console import Console

from monitor import config
from monitor.cli._demo_desk import PORTS, free_port, open_desk
from monitor.desk.deployment import open_store
from monitor.web.auth import passwords


def told(folder: Path) -> str:
    output = io.StringIO()
    open_desk(Console(file=output, width=80), folder, somebody_looks=False)
    return output.getvalue()


def works(folder: Path, password: str) -> bool:
    with open_store(config.load(folder)) as store:
        proof = store.accounts.proof("demo")
    return proof is not None and passwords.fits(password, proof.password)


def password_in(words: str) -> str:
    found = re.search(r"password: +(\S+)", words)
    assert found is not None, words
    return found[1]


def test_the_demo_tells_an_account_that_works_and_how_to_open_the_desk(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").touch()

    words = told(tmp_path)

    assert works(tmp_path, password_in(words))
    assert f"-C {tmp_path} desk --port" in words
    assert "http://127.0.0.1:" in words


def test_each_demo_gives_the_account_a_new_password(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").touch()
    first = password_in(told(tmp_path))

    second = password_in(told(tmp_path))

    assert first != second
    assert works(tmp_path, second)
    assert not works(tmp_path, first)


def test_a_port_that_another_program_has_is_not_taken() -> None:
    with socket.socket() as other:
        taken = free_port()
        other.bind(("127.0.0.1", taken))
        other.listen()

        assert free_port() in set(PORTS) - {taken}
