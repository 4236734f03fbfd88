"""The demo's folder: what it makes, keeps and never touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.desk import _demo_setup
from monitor.desk._demo_setup import Receivers
from monitor.desk._demo_site import Addresses, load
from monitor.errors import MonitorError

SITE = load()


def test_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(MonitorError, match="not a folder of the demo"):
        _demo_setup.prepare(tmp_path, fresh=True)

    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_fresh_empties_the_folder_and_forgets_the_ports(tmp_path: Path) -> None:
    addresses = Addresses(17400, SITE.hosts)
    _demo_setup.write(tmp_path, SITE, addresses, Receivers(1, "http://127.0.0.1:2/", 2))
    assert _demo_setup.prepare(tmp_path, fresh=False) == 17400

    assert _demo_setup.prepare(tmp_path, fresh=True) is None

    assert list(tmp_path.iterdir()) == []
