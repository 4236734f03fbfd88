"""What a page module says of its addresses: who may do what where."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from monitor.model import Role

if TYPE_CHECKING:
    from monitor.web.answers import Answer
    from monitor.web.asked import Asked

Method = Literal["GET", "POST"]
View = Callable[["Asked"], "Answer"]


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that can be asked of the desk. There is no default role: each says whom it is for."""

    method: Method
    path: str
    """In Starlette's notation: `/hits/{id}`."""
    view: View
    role: Role
    """Who may, at least."""
    name: str
    """What templates and views call it: `hit.decide`. A GET and a POST may share a path, no name."""


def gather() -> tuple[Route, ...]:
    """Give the routes of every module of `monitor.web.pages`: a new page is a new module."""
    from monitor.web import pages

    found: list[Route] = []
    for module in pkgutil.iter_modules(pages.__path__):
        if not module.name.startswith("_"):
            found += importlib.import_module(f"{pages.__name__}.{module.name}").ROUTES
    names = [route.name for route in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"routes of one name: {', '.join(sorted(twice))}")
    return tuple(found)
