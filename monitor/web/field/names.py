"""Name sources and signals as people call them."""

from __future__ import annotations

from monitor.store.byhand import BY_HAND
from monitor.web.asked import Asked
from monitor.web.terms import looks


def source_names(asked: Asked) -> dict[str, str]:
    """Name each source by its id, and what people bring in."""
    names = {source.id: source.name or source.id for source in asked.config.sources}
    return names | {BY_HAND: asked.t("Brought in by hand")}


def signal_name(asked: Asked, signal: str) -> str:
    """Say what a reason means in the reader's language; its id where the rules know it no more."""
    known = asked.rules.signals.get(signal)
    return asked.t(known.title) if known and known.title else looks(signal, asked.words)
