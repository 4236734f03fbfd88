"""A newcomer whose terminal does not know the command yet is told how it comes to."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from monitor.cli import main
from monitor.cli._reach import activation
from monitor.desk._demo_show import show_next


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh clone; give its command as it is called there."""
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "activate").touch()
    (folder / "advert-monitor").touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    return Path(".venv/bin/advert-monitor")


def test_a_command_that_is_on_no_path_comes_with_the_line_that_puts_it_there(clone: Path) -> None:
    assert activation(clone, environment={"PATH": "/usr/bin"}) == ". .venv/bin/activate"


def test_where_the_terminal_knows_the_command_nothing_is_said(clone: Path) -> None:
    assert activation(clone, environment={"PATH": f"/usr/bin:{clone.parent.resolve()}"}) == ""


def test_a_command_beside_which_nothing_can_be_activated_says_nothing(tmp_path: Path) -> None:
    assert activation(tmp_path / "advert-monitor", environment={"PATH": "/usr/bin"}) == ""


def test_init_says_so_before_the_commands_that_need_it(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [str(clone), "init", "watch"])
    monkeypatch.setenv("PATH", "/usr/bin")

    result = CliRunner().invoke(main, ["init", "watch"])

    assert "Next:\n  . .venv/bin/activate\n  cd watch\n" in result.output


def test_the_demo_says_so_before_the_commands_that_need_it() -> None:
    output = io.StringIO()

    show_next(Console(file=output, width=80), ".demo", ". .venv/bin/activate")

    first, second = output.getvalue().split("What to do next\n")[1].splitlines()[:2]
    assert ". .venv/bin/activate" in first
    assert "advert-monitor demo" in second
