"""Turn a TOML table into a frozen dataclass by the types of its fields."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from pydantic import PlainValidator, TypeAdapter, ValidationError

from monitor.config._place import Place
from monitor.config._secrets import names_secret
from monitor.config._values import parse_duration, parse_zone
from monitor.errors import ConfigError
from monitor.model import Cron, Hours
from monitor.timetable import parse_cron, parse_hours

T = TypeVar("T")
Table = dict[str, Any]

EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "decimal_type": "a number",
    "bool_type": "true or false",
    "string_type": "a text in quotes",
    "path_type": "a path in quotes",
    "tuple_type": "a list in [ ]",
    "list_type": "a list in [ ]",
    "dict_type": "a table",
}
"""Pydantic's error types in the words of somebody who edits TOML."""
NOTATIONS: dict[Any, Callable[[object], object]] = {
    timedelta: parse_duration,
    Cron: parse_cron,
    Hours: parse_hours,
    ZoneInfo: parse_zone,
}
"""Types that TOML has no notation of its own for; each reads a text or says what it expects."""


def build(cls: type[T], table: Table, place: Place) -> T | None:
    """Make a `cls` from a table; None when anything was wrong, which `place` then knows."""
    before = len(place.faults)
    refuse_unknown(table, keys(cls), place)
    values = read_values(cls, table, place)
    return make(cls, values, place) if len(place.faults) == before else None


def make(cls: type[T], values: Table, place: Place) -> T | None:
    """Call the class; what it refuses itself becomes faults."""
    try:
        return cls(**values)
    except ConfigError as error:
        refused = error.faults
    except ValueError as error:
        refused = [str(error)]
    for sentence in refused:
        place.fault(sentence)
    return None


def keys(cls: type) -> tuple[str, ...]:
    """Name the keys that a table of this class may have."""
    return tuple(field.name for field in _fields(cls))


def refuse_unknown(table: Table, known: Iterable[str], place: Place) -> None:
    """Fault each key that is not known: a misspelt setting must not be silently without effect.

    A key named like a secret is left to `refuse_secrets`, which says where to put it.
    """
    for name in sorted(table.keys() - set(known)):
        if not names_secret(name):
            place.unknown("key", name, known)


def read_values(
    cls: type, table: Table, place: Place, *, without: Iterable[str] = ()
) -> dict[str, Any]:
    """Read the fields of a class from a table; fields `without` a key in it are left to the caller."""
    hints = get_type_hints(cls)
    values: dict[str, Any] = {}
    for field in _fields(cls):
        if field.name in without:
            continue
        if field.name in table:
            values[field.name] = _value(hints[field.name], table[field.name], place.key(field.name))
        elif dataclasses.is_dataclass(hints[field.name]):
            values[field.name] = _value(hints[field.name], {}, place.key(field.name))
        elif _is_required(field):
            place.fault(f'the key "{field.name}" is missing')
    return values


def _fields(cls: type) -> tuple[dataclasses.Field[Any], ...]:
    return tuple(field for field in dataclasses.fields(cls) if field.init)


def _is_required(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _value(hint: Any, value: object, place: Place) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return build(hint, value, place)
    # Strict JSON is the one mode of pydantic that takes a list for a tuple and a text for an
    # enum, yet no text for a number: what TOML's own types mean.
    try:
        written = json.dumps(value, ensure_ascii=False, default=str)
        return _adapter(hint).validate_json(written, strict=True)
    except ValidationError as error:
        _explain(error, value, place)
        return None


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(_with_notations(hint))


def _with_notations(hint: Any) -> Any:
    """Put our notations in the place of pydantic's (ISO 8601), however deep."""
    if hint in NOTATIONS:
        return Annotated[hint, PlainValidator(NOTATIONS[hint])]
    inner = tuple(_with_notations(part) for part in get_args(hint))
    if inner == get_args(hint):
        return hint
    origin = get_origin(hint)
    return reduce(or_, inner) if origin in {Union, types.UnionType} else origin[inner]


def _explain(error: ValidationError, value: object, place: Place) -> None:
    """Fault each wrong part once, with all that would have been right there."""
    wrong: dict[str, tuple[Place, object, list[str]]] = {}
    for detail in error.errors(include_url=False):
        inner, found = _part(detail["loc"], value, place)
        _, _, wanted = wrong.setdefault(inner.path, (inner, found, []))
        wanted.append(_expectation(dict(detail)))
    for inner, found, wanted in wrong.values():
        inner.expected(" or ".join(dict.fromkeys(wanted)), found=found)


def _part(path: tuple[int | str, ...], value: object, place: Place) -> tuple[Place, object]:
    """Follow the indexes of an error; its other steps are names of pydantic's own union branches."""
    for step in path:
        if isinstance(step, int) and isinstance(value, list) and step < len(value):
            place, value = place.key(step), value[step]
    return place, value


def _expectation(detail: Table) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    known = EXPECTED.get(detail["type"])
    named = detail.get("ctx", {}).get("expected")
    return known or (f"one of {named}" if named else detail["msg"].removeprefix("Input should be "))
