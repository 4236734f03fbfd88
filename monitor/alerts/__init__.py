"""One module a channel that takes alerts out of the house: its name is its `kind`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

from monitor.alerts._heartbeat import Heartbeat, beat
from monitor.alerts._outward import Answer, Channel, Outward, Poster, secret
from monitor.alerts._render import template_faults
from monitor.alerts._route import About, Route
from monitor.alerts._sample import is_test, sample_message
from monitor.alerts._signature import is_signed
from monitor.alerts._templates import Templates
from monitor.alerts._words import Words, spoken, words

__all__ = [
    "About",
    "Answer",
    "Channel",
    "Heartbeat",
    "Outward",
    "Poster",
    "Route",
    "Templates",
    "Words",
    "beat",
    "channels",
    "is_signed",
    "is_test",
    "sample_message",
    "secret",
    "spoken",
    "template_faults",
    "words",
]


@cache
def channels() -> Mapping[str, Channel]:
    """Find the channels: each module of this package whose name has no leading underscore."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return MappingProxyType({name: _channel(name) for name in names})


def _channel(name: str) -> Channel:
    module = importlib.import_module(f"{__name__}.{name}")
    missing = [part for part in ("Settings", "GROUPS", "send") if not hasattr(module, part)]
    if missing:
        raise TypeError(f"{module.__name__} is no channel: it has no {', '.join(missing)}")
    return cast(Channel, module)
