"""Settings are read again when a file of theirs changes, and only where they can be used."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from monitor import config
from monitor.desk.reread import changed, stamp

SOON = 0.01
PATIENCE = 15.0
"""Seconds: far longer than it takes on a busy machine."""
SOURCE = 'kind = "webpage"\nurl = "https://north.example/"\nevery = "1h"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "monitor.toml").touch()
    (tmp_path / "sources").mkdir()
    return tmp_path


async def after(
    folder: Path, name: str, text: str, *, seconds: float = 0.5
) -> config.Config | None:
    """Write a file while somebody waits; give the settings, None where those of before stay."""
    waiting = asyncio.create_task(changed(config.load(folder), every=SOON))
    await asyncio.sleep(SOON)
    (folder / name).write_text(text, encoding="utf-8")
    try:
        return await asyncio.wait_for(waiting, seconds)
    except TimeoutError:
        return None


async def test_a_new_source_is_seen(folder: Path) -> None:
    new = await after(folder, "sources/north.toml", SOURCE, seconds=PATIENCE)

    assert new is not None
    assert [source.id for source in new.sources] == ["north"]


async def test_with_a_fault_the_settings_of_before_stay(folder: Path) -> None:
    assert await after(folder, "sources/north.toml", "kind = 1") is None


async def test_another_database_wants_a_new_start(folder: Path) -> None:
    assert await after(folder, "monitor.toml", 'database = "other.sqlite"\n') is None


def test_rules_and_templates_are_settings_too(folder: Path) -> None:
    before = stamp(folder)
    (folder / "rules" / "languages").mkdir(parents=True)
    (folder / "rules" / "languages" / "ru.toml").touch()

    assert stamp(folder) != before
