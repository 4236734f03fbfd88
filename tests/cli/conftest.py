"""A deployment on disk, and the command line as a person calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main

Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Call a command upon the deployment in `tmp_path`."""

    def calling(*words: str, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, ["-C", str(tmp_path), *words], input=given)

    return calling


@pytest.fixture
def deploy(tmp_path: Path) -> Callable[..., Path]:
    """Write a deployment that may ask one host of loopback, fast."""

    def deploying(host: str, settings: str = "", **sources: str) -> Path:
        (tmp_path / "sources").mkdir(exist_ok=True)
        allow = host.removeprefix("http://")
        politeness = f'[politeness]\nallow = ["{allow}"]\nmin_delay = "1ms"\n'
        (tmp_path / "monitor.toml").write_text(politeness + settings)
        for name, text in sources.items():
            (tmp_path / "sources" / f"{name}.toml").write_text(text)
        return tmp_path

    return deploying


def source(url: str, kind: str = "webpage", rest: str = "") -> str:
    """Write a source's file."""
    return f'kind = "{kind}"\nurl = "{url}"\nevery = "1s"\n{rest}'
