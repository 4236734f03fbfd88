"""docs/watching-the-watcher.md tells what there is, and its examples work."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

from monitor import config
from monitor.metrics import Counters, Ended
from monitor.metrics.exposition import families_of, write
from monitor.metrics.pulse import pulse_of
from monitor.metrics.textfile import families_of_run
from monitor.pipeline import Delivered, Summary
from monitor.store import Backlog, Unsent

from .making import NOTHING, NOW, covered, facts, run_of

PAGE = (Path(__file__).parents[2] / "docs" / "watching-the-watcher.md").read_text("utf-8")
OF_PROCESS = "process_"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def named() -> set[str]:
    """Names of the families that are written, without what prometheus-client adds to them."""
    vitals = replace(NOTHING, backlogs={"desk": Backlog(1, 0, NOW)})
    ended = Ended(Summary((), Delivered(), Unsent(0, 0)), NOW, NOW, exit_code=0)
    counters = Counters()
    counters.ran(run_of(fault="dns"))
    written = write([*families_of(facts(covered(), vitals=vitals)), *families_of_run(ended)])
    types = re.findall(r"^# TYPE (\S+)", (written + counters.write()).decode(), re.MULTILINE)
    return {name.removeprefix("advert_monitor_") for name in types} - {
        name for name in types if name.startswith(OF_PROCESS)
    }


def test_each_metric_is_told_and_there_is_no_other() -> None:
    tables = re.findall(r"^\| metric \|.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    cells = [row.split("|")[1] for table in tables for row in table.splitlines()]
    told = {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)}

    assert told == named()


def test_the_rules_ask_for_what_there_is() -> None:
    asked = set(re.findall(r"advert_monitor_(\w+)", "".join(blocks("yaml"))))

    assert asked
    assert asked <= named()


def test_the_settings_of_the_example_load(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    (tmp_path / "monitor.toml").write_text(example)

    assert config.load(tmp_path).metrics == config.Metrics(**tomllib.loads(example)["metrics"])


def test_the_health_of_the_example_has_the_keys_that_there_are() -> None:
    health, event = (json.loads(block) for block in blocks("json"))
    pulse = pulse_of(facts(covered()), Counters().beats, monotonic=0.0)

    assert health.keys() == {"status", "version", "uptime_seconds", *pulse.__slots__}
    assert event["event"] == "run"
