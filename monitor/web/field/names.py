"""Name sources as people call them."""

from __future__ import annotations

from monitor.store.byhand import BY_HAND
from monitor.web.asked import Asked


def source_names(asked: Asked) -> dict[str, str]:
    """Name each source by its id, and what people bring in."""
    names = {source.id: source.name or source.id for source in asked.config.sources}
    return names | {BY_HAND: asked.t("Brought in by hand")}
