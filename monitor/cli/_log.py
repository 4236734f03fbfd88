"""Log events as lines: `key=value` on a terminal, JSON where a program reads them.

Our own events are made of ids, codes and counts. Of what a library says only the words that its
authors wrote are shown, and of an error only where it arose: the rest may be a page's words, or a
URL with a secret in it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from monitor.errors import MonitorError
from monitor.pipeline.bugs import trace

OURS = "monitor"
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
LONGEST_VALUE = 8_000
"""Code points: a traceback fits, and what is longer was never meant for a log."""
PAIR = re.compile(r"""(\w+)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S+)""")
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?")
EVENT = re.compile(rf"(\w+)((?: {PAIR.pattern})*)(?: (.*))?", re.DOTALL)
"""Our own events: a word, then key=value pairs, then a sentence or a traceback."""
WARNING = re.compile(r"(.*?:\d+: \w+)")
"""The part of a warning of Python's that says where and of what kind."""
TRUTHS = {"True": True, "False": False}
CHATTY = ("httpx", "httpcore", "apscheduler", "asyncio", "charset_normalizer", "uvicorn")
"""Libraries whose own events tell an operator nothing unless something is wrong."""

log = logging.getLogger("monitor.cli")


class Lines(logging.Formatter):
    """One event a line; a line break in a value must not forge a second event."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, logger and event, then what was passed as `extra`."""
        fields = _fields(record)
        if self._as_json:
            return json.dumps(fields, default=str)
        return "\n  | ".join(_lines(fields))


def start(*, verbose: bool, debug: bool = False) -> None:
    """Log to standard error: events when `verbose`, else only what is wrong.

    Warnings of Python and errors that nobody caught become events too.
    """
    outlet = logging.StreamHandler(sys.stderr)
    outlet.setFormatter(Lines(as_json=not sys.stderr.isatty()))
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, handlers=[outlet], force=True)
    logging.raiseExceptions = False  # else an event that cannot be written is shown with its values
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _uncaught(
    kind: type[BaseException], error: BaseException, trace_back: TracebackType | None
) -> None:
    """Log a bug that ends the process; what we raise on purpose, and Ctrl-C, is for a person."""
    if isinstance(error, MonitorError | KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace_back)
    else:
        log.critical("bug %s", trace(error))


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    moment = datetime.fromtimestamp(record.created, UTC)
    extra = {name: value for name, value in vars(record).items() if name not in STANDARD}
    fields: dict[str, Any] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
    }
    if record.name.partition(".")[0] == OURS:
        fields |= _event(record.getMessage())
        fields |= {name: _cut(value) for name, value in extra.items()}
    else:  # what it adds of its own is as little known as its values
        fields |= {"event": _template(record)}
    if record.exc_info and record.exc_info[1]:
        fields["traceback"] = trace(record.exc_info[1])
    return fields


def _template(record: logging.LogRecord) -> str:
    """Give a library's words as its authors wrote them, without the values put into them.

    asyncio puts its values into further lines.
    """
    if record.name == "py.warnings":
        found = WARNING.match(record.getMessage())
        return found[1] if found else "warning"
    return str(record.msg).partition("\n")[0][:LONGEST_VALUE]


def _event(message: str) -> dict[str, Any]:
    """Take one of our events apart."""
    found = EVENT.fullmatch(message)
    if found is None:
        return {"event": _cut(message)}
    pairs = {name: _valued(value) for name, value in PAIR.findall(found[2])}
    rest = found[5]
    said = {"traceback" if "\n" in rest else "said": _cut(rest)} if rest else {}
    return {"event": found[1]} | pairs | said


def _valued(text: str) -> Any:
    if text in TRUTHS:
        return TRUTHS[text]
    if NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return _cut(text.strip("'\""))


def _cut(value: Any) -> Any:
    long = isinstance(value, str) and len(value) > LONGEST_VALUE
    return value[:LONGEST_VALUE] + "…" if long else value


def _lines(fields: dict[str, Any]) -> list[str]:
    """Write the fields on one line, and below it what has lines of its own."""
    short = {name: value for name, value in fields.items() if "\n" not in str(value)}
    long = [str(value) for name, value in fields.items() if name not in short]
    first = " ".join(f"{name}={_plain(value)}" for name, value in short.items())
    return [first, *"\n".join(long).splitlines()]


def _plain(value: Any) -> str:
    text = str(value)
    simple = text.isprintable() and not any(mark in text for mark in ' "=')
    return text if text and simple else json.dumps(text, ensure_ascii=False)
