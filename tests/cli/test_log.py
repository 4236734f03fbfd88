"""Log lines: events for people and for programs."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from monitor.cli._log import Lines, start


@contextmanager
def restored() -> Iterator[None]:
    """Put back what `start` sets for the whole process."""
    root = logging.root
    before = root.handlers[:], root.level, logging.raiseExceptions, sys.excepthook
    try:
        yield
    finally:
        root.handlers[:], root.level, logging.raiseExceptions, sys.excepthook = before
        logging.captureWarnings(capture=False)


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


def test_a_sentence_after_an_event_is_apart_from_its_fields() -> None:
    told = json.loads(line("prune_failed hits=%d %s", 3, "the disk is full", as_json=True))

    assert (told["event"], told["hits"], told["said"]) == ("prune_failed", 3, "the disk is full")


def test_a_traceback_after_an_event_is_apart_from_its_fields() -> None:
    told = json.loads(line("bug source=%s %s", "a", "ValueError\n  File x", as_json=True))

    assert (told["source"], told["traceback"]) == ("a", "ValueError\n  File x")


def test_what_is_true_or_quoted_either_way_is_read() -> None:
    told = json.loads(line("x cut=%s because=%r", True, "it is public", as_json=True))

    assert (told["cut"], told["because"]) == (True, "it is public")


def test_of_a_library_only_its_authors_words_are_told() -> None:
    told = line("posted to %s, a=b", "https://secret.example/", name="other", token="whsec_1")

    assert told.endswith('logger=other event="posted to %s, a=b"')


def test_of_a_library_s_lines_only_the_first_is_told() -> None:
    told = line("Task exception was never retrieved\nfuture: ValueError('words')", name="asyncio")

    assert told.endswith('event="Task exception was never retrieved"')


def test_a_warning_tells_where_and_of_what_kind() -> None:
    told = line("%s", "/app/x.py:7: UserWarning: words of a page\n  warn()\n", name="py.warnings")

    assert told.endswith('event="/app/x.py:7: UserWarning"')


@pytest.mark.parametrize("as_json", [True, False])
def test_of_an_error_it_is_told_where_it_arose_and_not_what_it_was_about(*, as_json: bool) -> None:
    def fail(words: str) -> None:
        try:
            int(words)
        except ValueError as e:
            raise KeyError(words) from e

    words = " ".join(["call", "12"])  # a traceback shows the source's own line
    try:
        fail(words)
    except KeyError:
        told = line("bug", exc_info=sys.exc_info(), as_json=as_json)

    assert words not in told
    assert told.index("ValueError") < told.index("KeyError")
    assert "in fail" in told


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

    assert "event=bug\n  | ValueError\n  |   File" in told


@pytest.mark.parametrize(("verbose", "lines"), [(True, ["mine", "bad"]), (False, ["bad"])])
def test_events_are_logged_when_asked_for_and_faults_always(
    capsys: pytest.CaptureFixture[str], *, verbose: bool, lines: list[str]
) -> None:
    with restored():
        start(verbose=verbose)
        logging.getLogger("monitor.run").info("mine")
        logging.getLogger("httpx").info("its URL may hold a secret")
        logging.getLogger("uvicorn.error").info("Uvicorn running on %s", "a place")
        logging.getLogger("monitor.run").warning("bad")

    told = [json.loads(one)["event"] for one in io.StringIO(capsys.readouterr().err)]
    assert told == lines


def test_an_error_that_nobody_caught_is_one_line_without_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = "call 12"
    with restored():
        start(verbose=False)
        try:
            int(words)
        except ValueError as e:
            sys.excepthook(ValueError, e, e.__traceback__)

    (told,) = capsys.readouterr().err.splitlines()
    assert json.loads(told)["event"] == "bug"
    assert "ValueError" in json.loads(told)["traceback"]
    assert words not in told


def test_an_event_that_cannot_be_written_is_not_shown_with_its_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with restored():
        start(verbose=True)
        logging.getLogger("monitor.run").info("run read=%d", "words")

    assert "words" not in capsys.readouterr().err


@pytest.mark.parametrize("mark", ["\u2028", "\u0085", "\x1b[2J", "\ud800"])
def test_json_is_one_line_of_plain_letters_whatever_a_value_holds(mark: str) -> None:
    told = line("run", source=f"a{mark}b", as_json=True)

    assert told.isascii()
    assert told.isprintable()
    assert json.loads(told)["source"] == f"a{mark}b"
