"""The demo's folder: what it makes, keeps and never touches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor import config
from monitor.desk import _demo_setup
from monitor.desk._demo_setup import Last, Receivers
from monitor.desk._demo_site import Addresses, load
from monitor.errors import MonitorError

SITE = load()
RECEIVERS = Receivers(mail_port=2525, hook_url="http://127.0.0.1:8000/alerts", hook_port=8000)


def test_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(MonitorError, match="not a folder of the demo"):
        _demo_setup.forget(tmp_path)

    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_next_run_recalls_the_last_one(tmp_path: Path) -> None:
    addresses = Addresses(17400, SITE.hosts)
    assert _demo_setup.last(tmp_path / "demo") is None

    _demo_setup.write(
        tmp_path / "demo", SITE, addresses=addresses, receivers=RECEIVERS, stamped="abc"
    )

    assert _demo_setup.last(tmp_path / "demo") == Last(17400, "abc")
    assert _demo_setup.receivers(tmp_path / "demo") == RECEIVERS


def test_a_forgotten_folder_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    addresses = Addresses(17400, SITE.hosts)
    _demo_setup.write(folder, SITE, addresses=addresses, receivers=RECEIVERS, stamped="abc")

    _demo_setup.forget(folder)

    assert not folder.exists()


def test_other_rules_or_pages_have_another_stamp() -> None:
    other_site = replace(SITE, pages=SITE.pages[1:])

    stamps = {
        _demo_setup.stamp(SITE, "one"),
        _demo_setup.stamp(SITE, "two"),
        _demo_setup.stamp(other_site, "one"),
    }

    assert len(stamps) == 3
    assert _demo_setup.stamp(SITE, "one") in stamps


def test_what_is_written_is_a_deployment_like_any_other(tmp_path: Path) -> None:
    addresses = Addresses(17400, SITE.hosts)
    _demo_setup.write(tmp_path, SITE, addresses=addresses, receivers=RECEIVERS, stamped="abc")

    settings = config.load(tmp_path)

    assert {source.id for source in settings.enabled()} == set(SITE.sources)
    assert [channel.id for channel in settings.channels] == ["email", "webhook"]
    assert set(addresses.allowed()) < set(settings.politeness.allow)
