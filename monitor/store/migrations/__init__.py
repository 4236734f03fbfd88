"""The schema's steps: one module each, `m<number>_<what>.py`, run once in the order of their names.

A module has `apply(db)`, which runs inside a write transaction and is never edited once shipped.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from typing import Protocol

from sqlite_utils import Database

NAME = re.compile(r"m\d{4}_[a-z0-9_]+")


class Apply(Protocol):
    """Brings a database from the step before to this one; a function."""

    __name__: str

    def __call__(self, db: Database, /) -> None: ...


@cache
def steps() -> Mapping[str, Apply]:
    """Give all steps by name, in the order in which they run."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return {
        name: importlib.import_module(f"{__name__}.{name}").apply
        for name in names
        if NAME.fullmatch(name)
    }
