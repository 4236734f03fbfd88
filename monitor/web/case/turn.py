"""The view that a reviewer works through, which travels in the address, and what comes next in it."""

from __future__ import annotations

from urllib.parse import urlencode

from monitor.web.answers import Refused
from monitor.web.asked import Asked
from monitor.web.narrow import read

OWN = frozenset({"done", "whole", "edits"})
"""Names in the address that are the hit's page's own."""


def query_of(asked: Asked) -> str:
    """Give the view as it stands in the address, without what is not the view's; may be empty."""
    return urlencode([pair for pair in asked.query if pair[0] not in OWN])


def address(asked: Asked, name: str, hit_id: str = "", **more: str) -> str:
    """Give the path of a route with the view kept in it."""
    path = asked.url(name, id=hit_id) if hit_id else asked.url(name)
    query = "&".join(filter(None, (query_of(asked), urlencode(more))))
    return f"{path}?{query}" if query else path


def following(asked: Asked, hit_id: str) -> str:
    """Give the hit to look at after this one; empty when the view has no other."""
    try:
        narrow = read(asked)
    except Refused:
        return ""
    queue = asked.store.queue
    behind = queue.following(narrow.view, hit_id, order=narrow.order)
    if behind is None:
        # At the end of the view: what was left out on the way waits at its beginning.
        leaf = queue.page(narrow.view, order=narrow.order, size=2)
        behind = next((row.hit_id for row in leaf.rows if row.hit_id != hit_id), None)
    return behind or ""
