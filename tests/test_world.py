"""A small world on loopback, watched by one `serve`: benchmarks/world.py tells the large one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = "--alone --json --sources 40 --hosts 10 --minutes 1.5 --scale 0.1 --delay 0.3"


@pytest.fixture(scope="module")
def told() -> dict[str, float]:
    command = [sys.executable, "benchmarks/world.py", *SMALL.split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@pytest.mark.slow
def test_every_source_is_looked_at_about_as_often_as_it_asks(told: dict[str, float]) -> None:
    assert told["sources never looked at"] == 0
    assert 0.7 < told["mean interval in periods"] < 1.2


@pytest.mark.slow
def test_no_host_is_asked_twice_at_once_or_under_its_delay(told: dict[str, float]) -> None:
    assert told["twice at once"] == 0
    assert told["shortest pause, s"] >= told["pause asked for, s"]


@pytest.mark.slow
def test_every_offer_that_was_shown_is_one_hit(told: dict[str, float]) -> None:
    assert told["offers shown"] > 0
    assert told["of them hits"] == told["offers shown"]
    assert told["of them hits twice"] == 0


@pytest.mark.slow
def test_every_offer_of_the_page_that_is_asked_each_second_is_posted(
    told: dict[str, float],
) -> None:
    assert told["beacon's offers posted"] >= told["beacon's offers seen"] - 1
