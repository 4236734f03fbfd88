"""A hit decided on in the list where it stands: its row changes, and the counts around it."""

from __future__ import annotations

from monitor.store import Stage
from monitor.web.answers import Answer, NotFound, Page, Redirect
from monitor.web.asked import Asked
from monitor.web.case.sheet import reasons, undoable
from monitor.web.case.turn import address, following, query_of, view_of
from monitor.web.rows import rows
from monitor.web.tabs import tabs

LIST = "queue"


def is_in_list(asked: Asked) -> bool:
    """Tell whether a form stands in the queue, where its answer is wanted too."""
    return asked.form["from"] == LIST


def done_in_list(asked: Asked, hit_id: str, said: str) -> Answer:
    """Give the row as it is now; without scripts the queue, at the row that comes next."""
    if asked.is_partial:
        return row_now(asked, hit_id, said=said)
    coming = following(asked, hit_id)
    return Redirect(address(asked, "queue", done=hit_id, on=coming) + "#decided")


def undone_in_list(asked: Asked, hit_id: str, said: str) -> Answer:
    """Give the row as it is now; without scripts the queue, at that row."""
    if asked.is_partial:
        return row_now(asked, hit_id, said=said)
    return Redirect(f"{address(asked, 'queue')}#hit-{hit_id}", said)


def row_now(asked: Asked, hit_id: str, *, said: str = "", fault: str = "") -> Page:
    """Give the row as it is now, with what to say and with the counts of its view."""
    narrow = view_of(asked)
    listed = asked.store.queue.listed(narrow.view, hit_id)
    if listed is None:
        raise NotFound(asked.t("There is no such hit. It may have been let go by the retention."))
    tally = asked.store.queue.tally(narrow.view)
    last = asked.store.reviews.last(hit_id)
    values: dict[str, object] = {
        "row": rows([listed], asked)[0],
        "done": undoable(last, asked) if last and not fault else None,
        "others": listed.hits if narrow.view.stage is Stage.UNREVIEWED else 0,
        "said": said,
        "fault": fault,
        "narrow": narrow,
        "here": query_of(asked),
        "tally": tally,
        "tabs": tabs(narrow, tally, asked),
        "reasons": reasons(asked.words),
    }
    return Page("queue/changed.html", values, 409 if fault else 200)
