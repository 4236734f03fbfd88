"""The file that `run` leaves for node_exporter."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.metrics import Ended, write_textfile
from monitor.pipeline import Delivered, Summary
from monitor.store import Unsent

from .making import NOW, covered, facts, figures, run_of

SUMMARY = Summary((run_of(new=2), run_of("b", fault="dns")), Delivered(3, 1), Unsent(1, 0))
ENDED = Ended(SUMMARY, NOW - timedelta(seconds=5), NOW, exit_code=4)


def test_it_tells_the_run_and_the_sources(tmp_path: Path) -> None:
    path = tmp_path / "m.prom"

    assert write_textfile(path, facts(covered()), ENDED)

    told = figures(path.read_bytes())
    assert told["run_timestamp_seconds"] == NOW.timestamp()
    assert (told["run_seconds"], told["run_exit_code"], told["run_new_hits"]) == (5, 4, 2)
    assert (told["run_looks{outcome=ok}"], told["run_looks{outcome=fault}"]) == (1, 1)
    assert told["run_messages{outcome=sent}"] == 3
    assert told["source_ill{source=north}"] == 0


def test_it_takes_the_old_file_s_place_and_node_exporter_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "m.prom"
    path.write_text("stale")

    write_textfile(path, facts(), ENDED)

    assert "stale" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_logged_and_costs_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        written = write_textfile(tmp_path / "gone" / "m.prom", facts(), ENDED)

    assert not written
    assert "textfile_failed" in caplog.text
    assert "No such file or directory" in caplog.text
