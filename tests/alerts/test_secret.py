"""Secrets come from the environment or from a file that it names, and are never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.alerts import secret
from monitor.errors import AlertError


def test_a_secret_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADE_UP", "from the variable")

    assert secret("MADE_UP") == "from the variable"


def test_a_secret_is_read_from_the_file_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("MADE_UP_FILE", str(tmp_path / "secret"))

    assert secret("MADE_UP") == "from the file"


def test_a_missing_secret_is_told_by_both_names() -> None:
    with pytest.raises(AlertError, match="neither MADE_UP nor MADE_UP_FILE"):
        secret("MADE_UP")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_file_that_cannot_be_read_is_told_by_its_variable(
    content: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("MADE_UP_FILE", str(path))

    with pytest.raises(AlertError, match="MADE_UP_FILE names cannot be read"):
        secret("MADE_UP")
