"""Log events as lines: `key=value` on a terminal, JSON where a program reads them."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
LONGEST_VALUE = 8_000
"""Code points: a traceback fits, and what is longer was never meant for a log."""
PAIR = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?")
EVENT = re.compile(rf"(\w+)((?: {PAIR.pattern})*)", re.DOTALL)
"""Our own events: a word, then key=value pairs."""
CHATTY = ("httpx", "httpcore", "apscheduler", "asyncio", "charset_normalizer")
"""Libraries whose own events tell an operator nothing, and whose URLs may hold a secret."""


class Lines(logging.Formatter):
    """One event a line; a line break in a value must not forge a second event."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, logger and event, then what was passed as `extra`."""
        fields = _fields(record)
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        if self._as_json:
            return json.dumps(fields, ensure_ascii=False, default=str)
        return "\n  | ".join(_lines(fields))


def start(*, verbose: bool, debug: bool = False) -> None:
    """Log to standard error: events when `verbose`, else only what is wrong."""
    outlet = logging.StreamHandler(sys.stderr)
    outlet.setFormatter(Lines(as_json=not sys.stderr.isatty()))
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, handlers=[outlet], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    moment = datetime.fromtimestamp(record.created, UTC)
    extra = {name: value for name, value in vars(record).items() if name not in STANDARD}
    fields: dict[str, Any] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        **_event(record.getMessage()),
    }
    return fields | {name: _cut(value) for name, value in extra.items()}


def _event(message: str) -> dict[str, Any]:
    """Take one of our events apart; what is none, as a library's, stays whole."""
    found = EVENT.fullmatch(message)
    if found is None:
        return {"event": _cut(message)}
    pairs = {name: _valued(value) for name, value in PAIR.findall(found[2])}
    return {"event": found[1]} | pairs


def _valued(text: str) -> Any:
    if NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return _cut(text.strip('"'))


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
