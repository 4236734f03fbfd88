"""How values stand in columns: times as sortable UTC text, the rest as JSON, sums as Decimal text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from monitor.model import Alarm, Assessment, Notice

_ASSESSMENTS: TypeAdapter[Assessment] = TypeAdapter(Assessment)
_ALARMS: TypeAdapter[Alarm] = TypeAdapter(Alarm)
_NOTICES: TypeAdapter[Notice] = TypeAdapter(Notice)


def to_text(moment: datetime) -> str:
    """Write an aware time as UTC ISO 8601 of one fixed width, so that text sorts as time does."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def to_time(text: str) -> datetime:
    """Read what `to_text` wrote."""
    return datetime.fromisoformat(text)


def maybe_text(moment: datetime | None) -> str | None:
    """`to_text`; None stays None, which the column means by NULL."""
    return None if moment is None else to_text(moment)


def maybe_time(text: str | None) -> datetime | None:
    """`to_time`; None stays None, which the column means by NULL."""
    return None if text is None else to_time(text)


def assessment_to_json(assessment: Assessment) -> str:
    """Write an assessment with all its findings."""
    return _ASSESSMENTS.dump_json(assessment).decode()


def assessment_from_json(text: str) -> Assessment:
    """Read what `assessment_to_json` wrote."""
    return _ASSESSMENTS.validate_json(text)


def notice_to_json(notice: Notice) -> str:
    """Write a notice as it is stored with its alert."""
    return _NOTICES.dump_json(notice).decode()


def notice_from_json(text: str) -> Notice:
    """Read what `notice_to_json` wrote; the time comes back aware and in UTC."""
    notice = _NOTICES.validate_json(text)
    return replace(notice, seen_at=notice.seen_at.astimezone(UTC))


def alarm_to_json(alarm: Alarm) -> str:
    """Write an alarm."""
    return _ALARMS.dump_json(alarm).decode()


def alarm_from_json(text: str) -> Alarm:
    """Read what `alarm_to_json` wrote; times come back aware and in UTC."""
    alarm = _ALARMS.validate_json(text)
    return replace(
        alarm, since=alarm.since.astimezone(UTC), raised_at=alarm.raised_at.astimezone(UTC)
    )


def pairs_to_json(pairs: tuple[tuple[str, str], ...]) -> str:
    """Write response headers; escapes keep characters that UTF-8 has no bytes for."""
    return json.dumps(pairs)


def pairs_from_json(text: str) -> tuple[tuple[str, str], ...]:
    """Read what `pairs_to_json` wrote."""
    pairs: list[list[Any]] = json.loads(text)
    return tuple((str(name), str(value)) for name, value in pairs)


def words_to_json(words: tuple[str, ...]) -> str:
    """Write a list of strings."""
    return json.dumps(words)


def words_from_json(text: str) -> tuple[str, ...]:
    """Read what `words_to_json` wrote."""
    return tuple(str(word) for word in json.loads(text))


def storable(text: str) -> str:
    """Replace lone surrogates, one for one, so that offsets hold.

    JSON feeds can spell them (`"\\ud83d"`), but UTF-8 has no bytes for them and SQLite none either.
    """
    return text.encode("utf-8", "replace").decode("utf-8")
