"""One module a finder: reasons found in a text, each with the words that prove it. Pure.

A finder is a module with `find(seen: Seen) -> Iterable[Finding]`; being in this folder registers it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from typing import Protocol, cast

from monitor.model import Finding
from monitor.signals._seen import Seen


class Finder(Protocol):
    """What a module in this folder gives."""

    def find(self, seen: Seen) -> Iterable[Finding]:
        """Give findings whose quotes are spans of `seen.text`."""


@cache
def finders() -> tuple[Finder, ...]:
    """Give all finders, by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(cast(Finder, importlib.import_module(f"{__name__}.{name}")) for name in names)
