"""The view that a reviewer works through, which travels in the address, and what comes next in it."""

from __future__ import annotations

from urllib.parse import urlencode

from monitor.store import Stage
from monitor.web.answers import Refused
from monitor.web.asked import Asked, Query
from monitor.web.narrow import Narrow, read

OWN = frozenset({"done", "on", "open", "whole", "edits"})
"""Names in the address that are a page's own, and no part of the view."""


def query_of(asked: Asked) -> str:
    """Give the view as it stands in the address, without what is not the view's; may be empty."""
    return urlencode([pair for pair in asked.query if pair[0] not in OWN])


def address(asked: Asked, name: str, hit_id: str = "", **more: str) -> str:
    """Give the path of a route with the view kept in it."""
    path = asked.url(name, id=hit_id) if hit_id else asked.url(name)
    query = "&".join(filter(None, (query_of(asked), urlencode(more))))
    return f"{path}?{query}" if query else path


def following(asked: Asked, hit_id: str) -> str:
    """Give the hit to look at after this one; empty at the end of the view.

    The queue proper begins anew there, with what was left for later: only decisions end it.
    """
    narrow, queue = view_of(asked), asked.store.queue
    coming = queue.following(narrow.view, hit_id, order=narrow.order)
    if coming is None and narrow.view.stage is Stage.UNREVIEWED:
        first = queue.page(narrow.view, order=narrow.order, size=2).rows
        coming = next((one.hit_id for one in first if one.hit_id != hit_id), None)
    return coming or ""


def previous(asked: Asked, hit_id: str) -> str:
    """Give the hit before this one; empty at the beginning of the view."""
    narrow = view_of(asked)
    return asked.store.queue.beside(narrow.view, hit_id, order=narrow.order)[0] or ""


def view_of(asked: Asked) -> Narrow:
    """Read the view of the address; the queue where it asks for what there is not.

    A decision that was kept must not end in a complaint about an address.
    """
    try:
        return read(asked)
    except Refused:
        return read(asked, Query([]))
