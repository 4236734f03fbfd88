"""One hit: its words with their evidence, what others did about it, and a decision."""

from __future__ import annotations

from monitor.model import Role
from monitor.web.answers import Answer, Page, Plain, Redirect
from monitor.web.asked import Asked
from monitor.web.case import acts
from monitor.web.case.sheet import done, found, sheet
from monitor.web.case.turn import address, following, previous, query_of
from monitor.web.route import Route, View


def show(asked: Asked) -> Answer:
    """Show the hit, and note that somebody looks at it."""
    return Page("hit/hit.html", sheet(asked))


def here(asked: Asked) -> Answer:
    """Say in a sentence who else looks at the hit now; nothing when nobody does."""
    hit_id = asked.path["id"]
    others = asked.store.presence.look(hit_id, asked.user.name, at=asked.now)
    names = ", ".join(one.who for one in others)
    said = asked.t("Also looking at this hit now: {names}").replace("{names}", names)
    return Plain((said if names else "").encode(), "text/plain; charset=utf-8")


def onward(asked: Asked) -> Answer:
    """Leave the hit undecided for the next one of the view."""
    hit_id = found(asked, asked.path["id"]).id
    asked.store.presence.leave(hit_id, asked.user.name)
    coming = following(asked, hit_id)
    return Redirect(address(asked, "hit" if coming else "hit.done", coming or hit_id))


def back(asked: Asked) -> Answer:
    """Go back to the hit before this one, or to the queue where there is none."""
    hit_id = found(asked, asked.path["id"]).id
    asked.store.presence.leave(hit_id, asked.user.name)
    before = previous(asked, hit_id)
    return Redirect(address(asked, "hit", before) if before else address(asked, "queue"))


def finished(asked: Asked) -> Answer:
    """Say that the view has no other hit."""
    values = {
        "done": done(asked),
        "query": query_of(asked),
        "queue_url": address(asked, "queue"),
    }
    return Page("hit/done.html", values)


def _post(word: str, view: View) -> Route:
    return Route("POST", f"/hits/{{id}}/{word}", view, Role.REVIEWER, f"hit.{word}")


ROUTES = (
    Route("GET", "/hits/{id}", show, Role.VIEWER, "hit"),
    Route("GET", "/hits/{id}/here", here, Role.REVIEWER, "hit.here"),
    Route("GET", "/hits/{id}/done", finished, Role.VIEWER, "hit.done"),
    Route("GET", "/hits/{id}/next", onward, Role.VIEWER, "hit.next"),
    Route("GET", "/hits/{id}/previous", back, Role.VIEWER, "hit.previous"),
    _post("decide", acts.decide),
    _post("undo", acts.undo),
    _post("note", acts.note),
    _post("tag", acts.tag),
    _post("untag", acts.untag),
    _post("assign", acts.assign),
    _post("ask", acts.ask),
    _post("answer", acts.answer),
    _post("withdraw", acts.withdraw),
    _post("act", acts.act),
    _post("reveal", acts.reveal),
    _post("hide", acts.hide),
)
