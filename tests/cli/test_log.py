"""Log lines: events for people and for programs."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest

from monitor.cli._log import Lines, start


def line(message: str, *words: object, as_json: bool = False, **extra: object) -> str:
    record = logging.makeLogRecord(
        {"name": "monitor.run", "levelname": "INFO", "created": 0.0, "msg": message, "args": words}
        | extra
    )
    return Lines(as_json=as_json).format(record)


def test_an_event_is_taken_apart_for_a_program() -> None:
    told = json.loads(line('run source=%s read=%d fault="%s"', "a", 3, "no answer", as_json=True))

    assert told == {
        "time": "1970-01-01T00:00:00.000Z",
        "level": "info",
        "logger": "monitor.run",
        "event": "run",
        "source": "a",
        "read": 3,
        "fault": "no answer",
    }


def test_an_event_is_one_line_for_a_person() -> None:
    told = line("run source=%s read=%d", "a", 3)

    assert (
        told
        == "time=1970-01-01T00:00:00.000Z level=info logger=monitor.run event=run source=a read=3"
    )


def test_a_library_s_sentence_stays_whole() -> None:
    assert 'event="Added job a=b, soon"' in line("Added job a=b, soon")


def test_extra_fields_are_told() -> None:
    assert line("run", channel="mail").endswith("event=run channel=mail")


@pytest.mark.parametrize("as_json", [True, False])
def test_a_line_break_forges_no_second_event(*, as_json: bool) -> None:
    told = line("x\ntime=9 level=error event=forged", as_json=as_json)

    assert all(not one.startswith("time=9") for one in told.splitlines())


def test_a_traceback_stands_below_its_event() -> None:
    try:
        raise ValueError("x")
    except ValueError:
        told = line("bug", exc_info=sys.exc_info())

    assert "event=bug\n  | Traceback" in told


@pytest.mark.parametrize(("verbose", "lines"), [(True, ["mine", "bad"]), (False, ["bad"])])
def test_events_are_logged_when_asked_for_and_faults_always(
    capsys: pytest.CaptureFixture[str], *, verbose: bool, lines: list[str]
) -> None:
    before = logging.root.handlers[:], logging.root.level
    try:
        start(verbose=verbose)
        logging.getLogger("monitor.run").info("mine")
        logging.getLogger("httpx").info("its URL may hold a secret")
        logging.getLogger("monitor.run").warning("bad")
    finally:
        logging.root.handlers[:], logging.root.level = before

    told = [json.loads(one)["event"] for one in io.StringIO(capsys.readouterr().err)]
    assert told == lines
