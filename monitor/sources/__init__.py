"""One module a kind of public place: what to fetch next, and what its pages say. Pure.

A kind is a module of this package without a leading underscore; its name is the kind's. It has
`Options` (its fields are the keys of the table `[<kind>]` in a source's file), `plan` and `read`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from monitor.model import Capture, Link, Reading, Source

from ._forms import FORM_MARK
from ._strip import read_plainly

__all__ = ["FORM_MARK", "Kind", "kinds", "plan", "read", "read_plainly"]


class Kind(Protocol):
    """What a module of this package gives."""

    @property
    def Options(self) -> type:  # noqa: N802 - a class is asked for
        """The kind's settings: a frozen dataclass whose fields have plain types."""

    def plan(self, source: Source) -> tuple[Link, ...]:
        """Say where a look at the source begins."""

    def read(self, source: Source, capture: Capture) -> Reading:
        """Read one capture. May stall or eat memory on a hostile page: only in the worker."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Give every kind by its name."""
    names = (found.name for found in pkgutil.iter_modules(__path__) if found.name[0] != "_")
    found = {name: cast(Kind, import_module(f"{__name__}.{name}")) for name in sorted(names)}
    return MappingProxyType(found)


def plan(source: Source) -> tuple[Link, ...]:
    """Say where a look at a source of any kind begins."""
    return kinds()[source.kind].plan(source)


def read(source: Source, capture: Capture) -> Reading:
    """Read a capture of a source of any kind. Only in the worker."""
    return kinds()[source.kind].read(source, capture)
