"""`run` and `serve`: the whole way, its exit codes and its lock."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from monitor import config
from monitor.cli.watch import show_summary
from monitor.desk.deployment import locked
from monitor.desk.sinks import HookSink, new_secret
from monitor.pipeline import Delivered, Summary
from monitor.store import Unsent

from .conftest import Call, source
from .served import CIVIL, OFFER, html, served

Deploy = Callable[..., Path]
PLACES = {"/offer": html(OFFER), "/civil": html(CIVIL)}


def hook(url: str) -> str:
    return f'[channels.desk]\nkind = "webhook"\nurl = "{url}"\nsecret_env = "HOOK_SECRET"\n'


def allow(folder: Path, *hosts: str) -> None:
    """Let the deployment ask these hosts of loopback."""
    path = folder / "monitor.toml"
    lines = path.read_text().splitlines(keepends=True)
    names = [host.removeprefix("http://").split("/")[0] for host in hosts]
    lines[1] = f"allow = {json.dumps(names)}\n"
    path.write_text("".join(lines))


def test_a_second_run_finds_the_same_hit_again(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy(host, offer=source(f"{host}/offer"), civil=source(f"{host}/civil"))
        first, second = call("run"), call("run", "--all")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert "2 sources looked at, 2 postings read, 1 new hit, 0 seen again." in first.output
    assert "0 new hits, 1 seen again." in second.output


def test_only_what_is_due_is_looked_at(call: Call, deploy: Deploy) -> None:
    with served(PLACES) as host:
        deploy(host, offer=source(f"{host}/offer").replace("1s", "1h"))
        call("run")
        again, named = call("run"), call("run", "--source", "offer")

    assert "0 sources looked at" in again.output
    assert "None is due; `advert-monitor sources` says when" in again.output
    assert "1 source looked at" in named.output
    assert "due" not in named.output


def test_where_no_source_is_enabled_a_run_says_how_to_add_one(call: Call, deploy: Deploy) -> None:
    deploy("http://127.0.0.1:9", offer=source("http://127.0.0.1:9/", rest="enabled = false\n"))

    result = call("run")

    assert result.exit_code == 0
    assert "No source is enabled: add one with `advert-monitor add`" in result.output


def test_a_source_at_fault_ends_with_one_and_the_others_are_watched(
    call: Call, deploy: Deploy
) -> None:
    with served(PLACES) as host:
        deploy(host, gone=source(f"{host}/gone"), offer=source(f"{host}/offer"))
        result = call("run")

    assert result.exit_code == 1
    assert "1 new hit" in result.output
    assert "gone: " in result.output


def test_an_alert_arrives_once_and_is_listed_as_sent(
    call: Call, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    monkeypatch.setenv("HOOK_SECRET", secret)
    with served(PLACES) as host, HookSink(secret=secret) as hooks:
        folder = deploy(host, hook(hooks.url), offer=source(f"{host}/offer"))
        allow(folder, host, hooks.url)
        results = [call("run"), call("run", "--all")]
        listed = json.loads(call("alerts", "list", "--json").output)

    assert [result.exit_code for result in results] == [0, 0], results[0].output
    assert [delivery.id for delivery in hooks.deliveries] == [listed[0]["key"]]
    assert [(one["state"], one["channel"]) for one in listed] == [("sent", "desk")]


def test_an_alert_that_nobody_takes_stays_owed_until_it_is_retried(
    call: Call, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    monkeypatch.setenv("HOOK_SECRET", secret)
    with served(PLACES) as host:
        with HookSink(secret=secret) as closed:
            url, port = closed.url, closed.port
        folder = deploy(host, hook(url), offer=source(f"{host}/offer"))
        allow(folder, host, url)
        unsent = call("run")
        (owed,) = json.loads(call("alerts", "list", "--json").output)
        with HookSink(secret=secret, port=port) as hooks:
            retried = call("alerts", "retry", owed["key"][:12])

    assert unsent.exit_code == 3
    assert "1 alert owed" in unsent.output
    assert (owed["state"], owed["attempts"]) == ("owed", 1)
    assert owed["last_error"]
    assert retried.exit_code == 0, retried.output
    assert [delivery.id for delivery in hooks.deliveries] == [owed["key"]]


def test_both_faults_end_with_four(
    call: Call, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOOK_SECRET", raising=False)
    with served(PLACES) as host:
        deploy(
            host,
            hook("https://example.org/"),
            offer=source(f"{host}/offer"),
            gone=source(f"{host}/gone"),
        )
        result = call("run")

    assert result.exit_code == 4


def test_a_run_beside_another_leaves_all_alone(call: Call, deploy: Deploy) -> None:
    folder = deploy("http://127.0.0.1:9", offer=source("http://127.0.0.1:9/"))

    with locked(config.load(folder)):
        result = call("run")

    assert result.exit_code == 75
    assert "another run is at work" in result.output


def test_an_unknown_source_starts_nothing(call: Call, deploy: Deploy) -> None:
    folder = deploy("http://127.0.0.1:9", offer=source("http://127.0.0.1:9/"))

    result = call("run", "--source", "ofer")

    assert result.exit_code == 2
    assert not (folder / "monitor.sqlite").exists()


@pytest.mark.slow
def test_serve_keeps_looking_and_stops_cleanly(deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host, offer=source(f"{host}/offer"))
        command = [sys.executable, "-m", "monitor", "-C", str(folder), "serve"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            runs: list[dict[str, object]] = []
            for line in process.stderr:
                event = json.loads(line)
                runs += [event] if event["event"] == "run" else []
                if len(runs) == 2:
                    process.send_signal(signal.SIGTERM)
            code = process.wait(timeout=30)

    assert code == 0
    assert [run["fault"] for run in runs[:2]] == ["-", "-"]
    assert os.path.getsize(folder / "monitor.sqlite")


@pytest.mark.slow
def test_serve_goes_on_by_settings_that_change_and_leaves_faulty_ones(deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host, offer=source(f"{host}/offer"))
        command = [sys.executable, "-m", "monitor", "-C", str(folder), "serve"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            seen: list[str] = []
            for line in process.stderr:
                event = json.loads(line)
                seen.append(f"{event['event']} {event.get('source', '')}".strip())
                if seen.count("run offer") == 1 and seen[-1] == "run offer":
                    (folder / "sources" / "broken.toml").write_text("kind = 1")
                elif seen[-1] == "settings" and event["level"] == "error":
                    (folder / "sources" / "broken.toml").unlink()
                    (folder / "sources" / "later.toml").write_text(source(f"{host}/later"))
                elif seen[-1] == "run later":
                    process.send_signal(signal.SIGTERM)
            code = process.wait(timeout=30)

    assert code == 0
    assert "run later" in seen


@pytest.mark.slow
def test_no_text_of_a_posting_is_logged(deploy: Deploy) -> None:
    with served(PLACES) as host:
        folder = deploy(host, offer=source(f"{host}/offer"), gone=source(f"{host}/gone"))
        command = [sys.executable, "-m", "monitor", "-C", str(folder), "--debug", "run"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert '"event": "run"' in done.stderr
    assert not any(words in done.stderr for words in ("495", "контракт", "345-67", "nabor"))


def test_a_good_run_calls_the_heartbeat_and_one_that_read_nothing_does_not(
    call: Call, deploy: Deploy
) -> None:
    asked: list[str] = []
    with served({**PLACES, "/alive": html("alive")}, asked=asked) as host:
        heartbeat = f'[heartbeat]\nurl = "{host}/alive"\n'
        deploy(host, heartbeat, offer=source(f"{host}/offer"))
        good = call("run")
        calls = asked.count("/alive")
        deploy(host, heartbeat, offer=source(f"{host}/gone"))
        bad = call("run", "--all")

    assert (good.exit_code, bad.exit_code) == (0, 1), good.output + bad.output
    assert (calls, asked.count("/alive")) == (1, 1)


def test_a_long_sleep_reaches_the_operator_once_and_once_more_when_it_is_over(
    call: Call, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    monkeypatch.setenv("HOOK_SECRET", secret)
    with served(PLACES) as host, HookSink(secret=secret) as hooks:
        operator = '[operator]\nchannels = ["desk"]\n'
        folder = deploy(host, operator + hook(hooks.url), offer=source(f"{host}/offer"))
        allow(folder, host, hooks.url)
        call("run")
        long_ago(folder / "monitor.sqlite")
        call("run")
        call("run")

    alarms = [one.payload["data"] for one in hooks.deliveries if "alarm" in one.payload["type"]]
    assert [alarm["state"]["id"] for alarm in alarms if alarm["kind"] == "run"] == [
        "overdue",
        "healthy",
    ]


def long_ago(database: Path) -> None:
    """Make the last look one of last year."""
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE schedules SET next_due = '2025-01-01T00:00:00.000000+00:00'")
    connection.close()


def test_what_waits_by_plan_is_said_and_is_no_fault() -> None:
    console = Console(file=io.StringIO(), width=120)

    show_summary(console, Summary((), Delivered(), Unsent(owed=0, dead=0, waiting=3)))

    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert "3 alerts not due yet (digest, quiet hours, storm)." in told
    assert "owed" not in told
