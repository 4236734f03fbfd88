"""What goes through the pipe to a worker and back: pickles, each after its length.

A worker may have been taken over by the page it read, so that its answers may only name our nouns.
"""

from __future__ import annotations

import io
import pickle
import struct
from dataclasses import dataclass
from enum import Enum
from typing import Any

from monitor import model

LENGTH = struct.Struct(">Q")
LONGEST = 128 * 1024 * 1024
"""Bytes of an answer: the text of a page of 5 MB many times over."""
_NOUNS = frozenset(("monitor.model.places", "monitor.model.verdict"))
"""What readings and judgements are made of: none of these can be changed in place."""
_VALUES = frozenset(
    (
        ("datetime", "datetime"),
        ("datetime", "timezone"),
        ("datetime", "timedelta"),
        ("decimal", "Decimal"),
        ("monitor.worker.frames", "Failure"),
    )
)
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What bytes that are no answer may raise: there a noun is made of anything."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a worker says instead of an answer."""

    sentence: str


def frame(value: object) -> bytes:
    """Make a frame."""
    content = io.BytesIO()
    _Plainly(content, pickle.HIGHEST_PROTOCOL).dump(value)
    return LENGTH.pack(content.tell()) + content.getvalue()


def answer_in(content: bytes) -> object:
    """Read what a worker says; `pickle.UnpicklingError` where it does more than make nouns."""
    try:
        return _Nouns(io.BytesIO(content)).load()
    except _BROKEN as error:
        raise pickle.UnpicklingError(f"an answer that is none: {error}") from error


class _Plainly(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        """Write a word by its value; Python 3.11.2, Debian 12's, writes a call of `getattr`."""
        if isinstance(value, Enum):
            return type(value), (value.value,)
        return NotImplemented


class _Nouns(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        is_noun = module in _NOUNS and name in model.__all__
        if is_noun or (module, name) in _VALUES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"a worker's answer names {module}.{name}")
