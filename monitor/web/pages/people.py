"""Who may use the desk: naming them, changing what they may do, shutting them out."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.desk.says import N_
from monitor.errors import Busy, StoreError
from monitor.model import Role
from monitor.store import User
from monitor.web import auth
from monitor.web.answers import Answer, NotFound, Page, Redirect, Refused
from monitor.web.asked import Asked
from monitor.web.route import Route

ROLES: Mapping[str, str] = {
    Role.VIEWER.word: N_("Viewer"),
    Role.REVIEWER.word: N_("Reviewer"),
    Role.COORDINATOR.word: N_("Coordinator"),
    Role.ADMIN.word: N_("Admin"),
}
MAY: Mapping[str, str] = {
    Role.VIEWER.word: N_("reads"),
    Role.REVIEWER.word: N_("decides on hits, asks for their contacts"),
    Role.COORDINATOR.word: N_(
        "takes hits out of the house with their contacts, looks after sources and alerts"
    ),
    Role.ADMIN.word: N_("names people, reads who did what, looks the system over"),
}


def show(asked: Asked) -> Answer:
    """List everybody who has or had an account."""
    return _page(asked)


def invite(asked: Asked) -> Answer:
    """Make an account; its first password is on the page that answers, and nowhere else."""
    role, name = _role(asked), asked.form["name"]
    if asked.store.accounts.named(name):
        return _page(asked, fault=asked.t("Somebody has this name, or had it. Take another one."))
    try:
        made = _hand(asked).enroll(name, role)
    except Busy:
        raise
    except StoreError:
        wrong = asked.t("A name has one to sixty characters, all of which can be seen.")
        return _page(asked, fault=wrong)
    return _page(asked, made=made)


def change_role(asked: Asked) -> Answer:
    """Change what somebody may do, from their next request on."""
    user, role = _user(asked), _role(asked)
    if user.id == asked.user.id and role < Role.ADMIN:
        raise Refused(asked.t("Nobody lowers their own role; ask another admin."), status=409)
    _hand(asked).set_role(user, role)
    return Redirect(asked.url("people"), asked.t("The role is changed."))


def disable(asked: Asked) -> Answer:
    """Shut somebody out, at once and everywhere."""
    user = _user(asked)
    if user.id == asked.user.id:
        raise Refused(asked.t("Nobody shuts out themselves; ask another admin."))
    _hand(asked).disable(user)
    return Redirect(asked.url("people"), asked.t("They are shut out. What they decided stays."))


def enable(asked: Asked) -> Answer:
    """Let somebody in again."""
    _hand(asked).enable(_user(asked))
    return Redirect(asked.url("people"), asked.t("They may come in again."))


def reset(asked: Asked) -> Answer:
    """Give somebody a new first password, shown on the page that answers."""
    user = _user(asked)
    if user.id == asked.user.id:
        raise Refused(asked.t("Change your own password in your account."))
    return _page(asked, made=_hand(asked).reset(user))


def end(asked: Asked) -> Answer:
    """End all of somebody's sittings and feeds; they may sign in again."""
    _hand(asked).end(_user(asked))
    return Redirect(asked.url("people"), asked.t("They are signed out everywhere."))


def _page(asked: Asked, *, made: auth.Enrolled | None = None, fault: str = "") -> Page:
    """Show everybody; `made` has a first password to hand over, None where there is none."""
    accounts = asked.store.accounts.all()
    seen = {
        one.id: sittings[0].seen_at
        for one in accounts
        if (sittings := asked.store.sittings.of(one.id, now=asked.now))
    }
    values = {
        "accounts": accounts,
        "seen": seen,
        "made": made,
        "fault": fault,
        "name": asked.form["name"] if fault else "",
        "role_words": ROLES,
        "may_words": MAY,
        "roles": [(word, asked.t(words)) for word, words in ROLES.items()],
    }
    return Page("people/people.html", values, 400 if fault else 200)


def _user(asked: Asked) -> User:
    number = asked.path["id"]
    user = asked.store.accounts.find(int(number)) if _is_id(number) else None
    if user is None:
        raise NotFound(asked.t("There is no such account."))
    return user


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18


def _role(asked: Asked) -> Role:
    word = asked.form["role"]
    if word not in ROLES:
        raise Refused(asked.t("There is no such role."))
    return Role.of(word)


def _hand(asked: Asked) -> auth.Hand:
    return auth.Hand(asked.store, asked.user.name, asked.peer, asked.now)


ROUTES = (
    Route("GET", "/people", show, Role.ADMIN, "people"),
    Route("POST", "/people", invite, Role.ADMIN, "people.invite"),
    Route("POST", "/people/{id}/role", change_role, Role.ADMIN, "people.role"),
    Route("POST", "/people/{id}/disable", disable, Role.ADMIN, "people.disable"),
    Route("POST", "/people/{id}/enable", enable, Role.ADMIN, "people.enable"),
    Route("POST", "/people/{id}/reset", reset, Role.ADMIN, "people.reset"),
    Route("POST", "/people/{id}/end", end, Role.ADMIN, "people.end"),
)
