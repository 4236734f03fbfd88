"""A deployment on disk, and the command line as a person calls it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main

Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Call a command upon the deployment in `tmp_path`."""
    return partial(call_upon, tmp_path)


@pytest.fixture
def deploy(tmp_path: Path) -> Callable[..., Path]:
    """Write the deployment in `tmp_path`."""
    return partial(deploy_into, tmp_path)


def call_upon(folder: Path, *words: str, given: str | bytes | None = None) -> Result:
    """Call a command upon a deployment."""
    return CliRunner().invoke(main, ["-C", str(folder), *words], input=given)


def deploy_into(folder: Path, host: str, settings: str = "", **sources: str) -> Path:
    """Write a deployment that may ask one host of loopback, fast."""
    (folder / "sources").mkdir(exist_ok=True)
    allow = host.removeprefix("http://")
    politeness = f'[politeness]\nallow = ["{allow}"]\nmin_delay = "1ms"\n'
    (folder / "monitor.toml").write_text(politeness + settings)
    for name, text in sources.items():
        (folder / "sources" / f"{name}.toml").write_text(text)
    return folder


def source(url: str, kind: str = "webpage", rest: str = "") -> str:
    """Write a source's file."""
    return f'kind = "{kind}"\nurl = "{url}"\nevery = "1s"\n{rest}'
