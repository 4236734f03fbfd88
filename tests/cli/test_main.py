"""The command line as a whole: help, options, errors, exit codes."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from monitor.cli import ENTRIES, main
from monitor.cli._exits import code_for, code_of
from monitor.cli._group import Entry, LazyGroup
from monitor.errors import AlertError, Busy, ConfigError, StoreError

from .conftest import Call


def cpu_seconds(*words: str) -> float:
    """Measure the processor time of a cold start: the least of three, for the machine is shared."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
        "stdin=subprocess.DEVNULL, capture_output=True); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime)"
    )
    command = [sys.executable, "-c", script, sys.executable, "-m", "monitor", *words]
    return min(float(subprocess.check_output(command)) for _ in range(3))


def test_help_comes_at_once() -> None:
    assert cpu_seconds("--help") < 0.3


def test_one_text_is_judged_without_a_long_start(tmp_path: Path) -> None:
    advert = tmp_path / "advert.txt"
    advert.write_text("Служба по контракту, 495 000 рублей сразу.", encoding="utf-8")

    # The aim is one second on a quiet machine; the bound leaves room for a shared one.
    assert cpu_seconds("assess", str(advert)) < 3.0


def test_help_imports_no_command() -> None:
    script = "import sys, monitor.cli; print([m for m in sys.modules if m.startswith('monitor.')])"

    loaded = subprocess.check_output([sys.executable, "-c", script], text=True)

    assert "monitor.config" not in loaded
    assert "monitor.cli.places" not in loaded


@pytest.mark.parametrize("name", list(ENTRIES))
def test_every_command_is_listed_and_teaches(name: str) -> None:
    assert import_module(ENTRIES[name].module)
    listed = CliRunner().invoke(main, ["--help"]).output
    told = CliRunner().invoke(main, [name, "--help"]).output

    assert f"  {name} " in listed
    assert "-C, --config DIR" in told
    assert "Example" in told or name in {"demo", "alerts"}


@pytest.mark.parametrize("name", ["list", "test", "retry"])
def test_every_command_about_alerts_teaches(name: str) -> None:
    assert "Example" in CliRunner().invoke(main, ["alerts", name, "--help"]).output


def test_all_exit_codes_are_in_the_help() -> None:
    told = CliRunner().invoke(main, ["--help"]).output

    assert all(f"\n    {code} " in told for code in (0, 1, 2, 3, 4, 5, 75, 130))


@pytest.mark.parametrize("words", [["-C", "{}", "sources"], ["sources", "-C", "{}"]])
def test_the_deployment_is_named_before_or_after_the_command(
    tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "monitor.toml").touch()

    result = CliRunner().invoke(main, [word.format(tmp_path) for word in words])

    assert result.exit_code == 0, result.output


def test_the_environment_names_the_deployment_unless_an_option_does(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").touch()
    elsewhere = {"ADVERT_MONITOR_CONFIG": str(tmp_path / "nowhere")}

    by_name = CliRunner().invoke(main, ["sources"], env={"ADVERT_MONITOR_CONFIG": str(tmp_path)})
    by_option = CliRunner().invoke(main, ["-C", str(tmp_path), "sources"], env=elsewhere)

    assert (by_name.exit_code, by_option.exit_code) == (0, 0)


def test_an_error_is_one_plain_sentence(call: Call) -> None:
    result = call("run")

    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "`advert-monitor init DIR` writes a starter" in result.output


def test_debug_shows_where_an_error_came_from(call: Call) -> None:
    result = call("--debug", "run")

    assert isinstance(result.exception, ConfigError)


def test_all_faults_are_listed_below_their_number(call: Call, tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text("databse = 1\nnmae = 2\n")

    result = call("check")

    assert result.exit_code == 2
    assert "2 faults in the settings" in result.output
    assert 'did you mean "database"?' in result.output


@pytest.mark.parametrize(
    ("error", "code"),
    [(ConfigError(["x"]), 2), (Busy("x"), 75), (StoreError("x"), 5), (AlertError("x"), 5)],
)
def test_each_error_has_its_exit_code(error: ConfigError | Busy, code: int) -> None:
    assert code_of(error) == code


@pytest.mark.parametrize(
    ("fault", "unsent", "code"),
    [(False, False, 0), (True, False, 1), (False, True, 3), (True, True, 4)],
)
def test_source_faults_and_unsent_alerts_are_told_apart(
    *, fault: bool, unsent: bool, code: int
) -> None:
    assert code_for(source_at_fault=fault, alerts_unsent=unsent) == code


def test_the_group_is_what_the_package_installs() -> None:
    assert isinstance(main, click.Group)
    assert CliRunner().invoke(main, ["--version"]).output.startswith("advert-monitor, version ")


@click.command()
def interrupted() -> None:
    raise KeyboardInterrupt


def test_an_interrupt_is_told_apart_from_a_fault() -> None:
    entry = Entry("x", __name__, "x")
    group = LazyGroup(name="main", entries={"interrupted": entry})

    assert CliRunner().invoke(group, ["interrupted"]).exit_code == 130


def test_a_database_that_cannot_be_made_is_told_plainly(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "monitor.toml").write_text('database = "file/monitor.sqlite"')

    result = call("hits")

    assert result.exit_code == 5
    assert "cannot be made" in result.output


def test_the_file_itself_names_its_deployment(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").touch()

    result = CliRunner().invoke(main, ["-C", str(tmp_path / "monitor.toml"), "sources"])

    assert result.exit_code == 0
