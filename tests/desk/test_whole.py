"""A file is put in its place whole, or what stood there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.desk.whole import put


def test_a_file_takes_the_place_of_another_with_the_mode_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")

    put(path, "нов".encode(), mode=0o640)

    assert path.read_text("utf-8") == "нов"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_where_it_cannot_be_put_nothing_is_left_beside(tmp_path: Path) -> None:
    taken = tmp_path / "a.toml"
    taken.mkdir()

    with pytest.raises(OSError, match=r"a\.toml"):
        put(taken, b"new")

    assert list(tmp_path.iterdir()) == [taken]
