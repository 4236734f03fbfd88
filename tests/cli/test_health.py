"""`health`: a person, and a monitoring system, see which sources only seem to be watched."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor import config, health
from monitor.model import Fault, Run
from monitor.store import Habit, Store

from .conftest import Call, source
from .served import CIVIL, html, served

Deploy = Callable[..., Path]
GONE = Fault("http_404", "http://127.0.0.1:9/a is not there (status 404).")
HOURLY = source("http://127.0.0.1:9/a").replace("1s", "1h")
OPERATOR = '[operator]\nchannels = ["desk"]\n'
HOOK = '[channels.desk]\nkind = "webhook"\nurl = "https://example.org/"\nsecret_env = "S"\n'


def look(folder: Path, *faults: Fault | None, ago: timedelta = timedelta(0)) -> None:
    """Write looks at source `a`, an hour apart, the last one so long ago."""
    at = datetime.now(UTC) - ago - (len(faults) - 1) * timedelta(hours=1)
    loaded = config.load(folder)
    (place,) = (one for one in loaded.sources if one.id == "a")
    with Store.open(folder / "monitor.sqlite") as store:
        for fault in faults:
            run = Run("a", at, at, fault=fault, shown=0 if fault else 9)
            judgement = health.judge(place, store.health.of("a"), Habit(), run)
            owed = health.alarms(place, judgement, loaded.operator.channels, at=at)
            store.finish(run, place, judgement, alarms=owed)
            at += timedelta(hours=1)


def test_all_well_ends_with_nought(call: Call, deploy: Deploy) -> None:
    with served({"/a": html(CIVIL)}) as host:
        deploy(host, a=source(f"{host}/a").replace("1s", "1h"))
        call("run")
        result = call("health")

    assert result.exit_code == 0, result.output
    assert "1 source: 1 healthy." in result.output


def test_an_ill_source_comes_first_and_ends_with_one(call: Call, deploy: Deploy) -> None:
    folder = deploy("http://127.0.0.1:9", a=HOURLY, b=HOURLY.replace("/a", "/b"))
    look(folder, None, GONE, GONE, GONE)

    result = call("health")

    first = result.output.splitlines()[1]
    assert result.exit_code == 1
    assert first.split()[:2] == ["a", "gone"]
    assert "is not there (status 404)" in " ".join(result.output.split())
    assert "2 sources: 1 gone, 1 new." in result.output


def test_what_is_only_suspected_is_shown_and_ends_with_nought(call: Call, deploy: Deploy) -> None:
    look(deploy("http://127.0.0.1:9", a=HOURLY), None, GONE, GONE)

    result = call("health")
    (told,) = json.loads(call("health", "--json").output)

    assert result.exit_code == 0
    assert "gone? (2 of 3 looks)" in " ".join(result.output.split())
    assert (told["state"], told["ill"]) == ("healthy", False)
    assert (told["suspected"]["state"], told["suspected"]["sentence"]) == ("gone", GONE.sentence)


def test_a_source_that_nobody_looks_at_any_more_is_not_well(call: Call, deploy: Deploy) -> None:
    look(deploy("http://127.0.0.1:9", a=HOURLY), None, ago=timedelta(hours=5))

    result = call("health")
    (told,) = json.loads(call("health", "--json").output)

    assert result.exit_code == 1
    assert "overdue" in result.output
    assert (told["state"], told["overdue"], told["ill"]) == ("healthy", True, True)


def test_a_source_that_is_not_enabled_is_no_illness(call: Call, deploy: Deploy) -> None:
    folder = deploy("http://127.0.0.1:9", a=HOURLY)
    look(folder, GONE, GONE, GONE, ago=timedelta(days=2))
    deploy("http://127.0.0.1:9", a=HOURLY + "enabled = false\n")

    named = call("health", "a")

    assert call("health").exit_code == named.exit_code == 0
    assert "1 off" in named.output


def test_json_tells_since_when_and_why(call: Call, deploy: Deploy) -> None:
    look(deploy("http://127.0.0.1:9", a=HOURLY), None, GONE, GONE, GONE)

    (told,) = json.loads(call("health", "--json").output)

    since = datetime.now(UTC) - datetime.fromisoformat(told["since"])
    assert timedelta(hours=1.9) < since < timedelta(hours=2.1)
    assert (told["state"], told["sentence"], told["failures"]) == ("gone", GONE.sentence, 3)


def test_an_alarm_that_is_owed_is_listed_with_the_alerts(call: Call, deploy: Deploy) -> None:
    folder = deploy("http://127.0.0.1:9", OPERATOR + HOOK, a=HOURLY)
    look(folder, None, GONE, GONE, GONE)

    (told,) = json.loads(call("alerts", "list", "--state", "owed", "--json").output)
    table = call("alerts", "list").output

    assert (told["channel"], told["source"], told["says"]) == ("desk", "a", "gone")
    assert told["key"][:12] in table


@pytest.mark.parametrize(("settings", "warns"), [(HOOK, True), (HOOK + OPERATOR, False)])
def test_check_says_when_nobody_would_hear_of_ill_sources(
    call: Call, deploy: Deploy, settings: str, warns: bool
) -> None:
    deploy("http://127.0.0.1:9", settings, a=HOURLY)

    result = call("check", "--offline")

    assert ("nobody is told when a source falls ill" in result.output) is warns
