"""`init` writes a deployment that loads, and never over another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor import config
from monitor.cli import main
from monitor.desk import starter


def test_the_starter_loads_and_watches_nothing_yet(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["init", str(tmp_path / "watch")])

    loaded = config.load(tmp_path / "watch")
    assert result.exit_code == 0
    assert len(loaded.sources) >= 12
    assert loaded.enabled() == ()
    assert {source.kind for source in loaded.sources} == {"webpage", "listing", "feed", "telegram"}


def test_every_starter_source_says_why_and_that_nobody_checked_it(tmp_path: Path) -> None:
    starter.write(tmp_path)

    for source in config.load(tmp_path).sources:
        text = (tmp_path / "sources" / f"{source.id}.toml").read_text(encoding="utf-8")
        assert "Not checked." in text.splitlines()[0]
        assert len(source.why) > 40


def test_the_channels_of_the_starter_load_once_their_comment_is_taken_off(tmp_path: Path) -> None:
    starter.write(tmp_path)
    path = tmp_path / "monitor.toml"
    head, channels = path.read_text(encoding="utf-8").split("# [channels.team]")
    plain = "\n".join(line.removeprefix("# ") for line in channels.splitlines())
    path.write_text(f"{head}[channels.team]{plain.replace('#', '')}", encoding="utf-8")

    assert [channel.id for channel in config.load(tmp_path).channels] == ["team", "case-system"]


def test_the_operator_of_the_starter_loads_with_the_channels(tmp_path: Path) -> None:
    starter.write(tmp_path)
    path = tmp_path / "monitor.toml"
    text = path.read_text(encoding="utf-8")
    begin = text.index("# [operator]")
    wanted = [line for line in text[begin:].splitlines() if re.match(r"# (\[|\w+ = )", line)]
    path.write_text("\n".join(line.removeprefix("# ") for line in wanted), encoding="utf-8")

    assert config.load(tmp_path).operator.channels == ("team",)


def test_the_starter_says_what_a_contact_gives_away(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["init", str(tmp_path / "watch")])

    told = "Put a contact in the user agent only if you want to show yourself to those you watch"
    assert told in result.output
    assert told in (tmp_path / "watch" / "monitor.toml").read_text(encoding="utf-8")


def test_the_next_steps_are_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["init", str(tmp_path / "watch")])

    assert f"cd {tmp_path / 'watch'}" in result.output
    assert "advert-monitor add" in result.output


@pytest.mark.parametrize("present", ["monitor.toml", "sources/mod-russia.toml"])
def test_nothing_is_overwritten(tmp_path: Path, present: str) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / present).write_text("mine")

    result = CliRunner().invoke(main, ["init", str(tmp_path)])

    assert result.exit_code == 2
    assert present in result.output
    assert (tmp_path / present).read_text() == "mine"
    assert len(list(tmp_path.rglob("*.toml"))) == 1


def test_a_folder_that_cannot_be_made_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = CliRunner().invoke(main, ["init", str(tmp_path / "file" / "watch")])

    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_the_deployment_in_the_repository_loads() -> None:
    assert config.load(Path(__file__).parents[2]).sources
