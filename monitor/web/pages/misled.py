"""Words that misled the rules: told of a hit, tried on what is kept, written to the rules."""

from __future__ import annotations

from monitor.desk import misled as desk
from monitor.desk.says import N_
from monitor.errors import MonitorError
from monitor.model import Role
from monitor.store.misled import LONGEST, Misled, State
from monitor.web.answers import Answer, Page, Redirect, Refused
from monitor.web.asked import Asked
from monitor.web.field.misleading import (
    finding_of,
    hit_of,
    misled_of,
    search,
    shown,
    try_out,
)
from monitor.web.field.names import signal_name
from monitor.web.route import Route
from monitor.web.terms import LABELS

STATES = {
    State.OPEN: N_("Waits for a look"),
    State.SHOWN: N_("On trial: found and shown, deciding nothing"),
    State.DECIDES: N_("Decides"),
    State.DROPPED: N_("Dropped"),
}


def tell(asked: Asked) -> Answer:
    """Ask which longer phrase says that the words mean something else here."""
    hit = hit_of(asked)
    finding = finding_of(asked, hit, asked.query["start"], asked.query["end"])
    values = {
        "hit": hit,
        "finding": finding,
        "title": signal_name(asked, finding.signal),
        "suggested": desk.suggested(hit.posting.text, finding.span),
        "told": asked.store.misled.of(hit.id),
        "longest": LONGEST,
    }
    return Page("misled/tell.html", values)


def note(asked: Asked) -> Answer:
    """Keep what a reviewer told, if the phrase can do it."""
    hit = hit_of(asked)
    finding = finding_of(asked, hit, asked.form["start"], asked.form["end"])
    phrase = " ".join(asked.form["phrase"].split())[:LONGEST]
    lang = str(finding.value) if finding.value in asked.rules.languages else "und"
    fault = desk.fault_of(phrase, text=hit.posting.text, span=finding.span, lang=lang)
    if fault:
        raise Refused(asked.t(fault))
    misled = Misled(
        hit_id=hit.id,
        signal=finding.signal,
        words=finding.quote,
        phrase=phrase,
        lang=lang,
        reviewer=asked.user.name,
        at=asked.now,
        note=asked.form["note"][:2000],
    )
    number = asked.store.misled.note(misled)
    said = asked.t("Kept. Nothing changes before somebody has seen what it would change.")
    return Redirect(asked.url("misled.one", id=number), said)


def every(asked: Asked) -> Answer:
    """List all misled words."""
    values = {"all": asked.store.misled.all(), "states": _states(asked)}
    return Page("misled/list.html", values)


def one(asked: Asked) -> Answer:
    """Show one, with the file that it would become."""
    return Page("misled/one.html", _values(asked, misled_of(asked)))


def replay(asked: Asked) -> Answer:
    """Show which verdicts on kept postings would change; nothing is written."""
    misled = misled_of(asked)
    searched = search(asked, misled)
    tried = try_out(asked, misled, searched) if searched.found else None
    values = {
        "searched": searched,
        "changed": [shown(asked, retold) for retold in tried.changed] if tried else [],
    }
    return Page("misled/one.html", _values(asked, misled) | values)


def write(asked: Asked) -> Answer:
    """Write it to the deployment's rules: on trial, or deciding."""
    misled = misled_of(asked)
    if asked.form["state"] not in (State.SHOWN, State.DECIDES):
        raise Refused(asked.t("Say whether it is on trial or decides."))
    state = State(asked.form["state"])
    if state is State.DECIDES and asked.form["looked"] != asked.rules.digest:
        raise Refused(asked.t("Look first at what it would change."))
    with asked.store.writing():
        # Settled first, so that of two who write at once only one does.
        asked.store.misled.settle(misled, state, by=asked.user.name, at=asked.now)
        _audit(asked, misled, "rule_written")
        try:
            desk.write(asked.config.root / "rules", misled, decides=state is State.DECIDES)
        except MonitorError as error:
            raise Refused(str(error)) from error
    said = asked.t("Written. The rules are read again when the monitor and the desk start next.")
    return Redirect(asked.url("misled.one", id=misled.id), said)


def drop(asked: Asked) -> Answer:
    """Leave the rules as they are."""
    misled = misled_of(asked)
    if misled.state is not State.OPEN:
        raise Refused(asked.t("It is written to the rules already; take its file away there."))
    with asked.store.writing():
        asked.store.misled.settle(misled, State.DROPPED, by=asked.user.name, at=asked.now)
        _audit(asked, misled, "misled_dropped")
    return Redirect(asked.url("misled.list"), asked.t("Dropped."))


def _values(asked: Asked, misled: Misled) -> dict[str, object]:
    return {
        "misled": misled,
        "title": signal_name(asked, misled.signal),
        "states": _states(asked),
        "labels": {str(label): asked.t(words) for label, words in LABELS.items()},
        "file": f"rules/signals/{desk.name_of(misled.id)}.toml",
        "toml": desk.file_of(misled, decides=misled.state is State.DECIDES),
        "searched": None,
        "changed": [],
    }


def _states(asked: Asked) -> dict[str, str]:
    return {state.value: asked.t(words) for state, words in STATES.items()}


def _audit(asked: Asked, misled: Misled, what: str) -> None:
    about = f"{misled.id}: {misled.phrase}"
    asked.note(what, about)


ROUTES = (
    Route("GET", "/hits/{id}/misled", tell, Role.REVIEWER, "misled"),
    Route("POST", "/hits/{id}/misled", note, Role.REVIEWER, "misled.note"),
    Route("GET", "/misled", every, Role.REVIEWER, "misled.list"),
    Route("GET", "/misled/{id:int}", one, Role.REVIEWER, "misled.one"),
    Route("POST", "/misled/{id:int}/replay", replay, Role.REVIEWER, "misled.replay"),
    Route("POST", "/misled/{id:int}/write", write, Role.ADMIN, "misled.write"),
    Route("POST", "/misled/{id:int}/drop", drop, Role.COORDINATOR, "misled.drop"),
)
