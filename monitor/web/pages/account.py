"""One's own account: password, second factor, language, and where one is signed in."""

from __future__ import annotations

from monitor.errors import StoreError
from monitor.model import Role
from monitor.store import Proof
from monitor.web import auth
from monitor.web.answers import Answer, NotFound, Page, Plain, Redirect, Refused
from monitor.web.asked import Asked, Query
from monitor.web.auth import factor
from monitor.web.pages.login import cookies_of
from monitor.web.pages.people import ROLES
from monitor.web.route import Route
from monitor.web.words import languages


def show(asked: Asked) -> Answer:
    """Show what one may change of oneself."""
    return _page(asked)


def change_password(asked: Asked) -> Answer:
    """Put one's new password in force; every other sitting of one's own ends, this one goes on."""
    password, again = exact(asked.form, "password"), exact(asked.form, "again")
    if password != again:
        return _page(asked, fault=asked.t("The two new passwords are not the same."))
    try:
        proof = _proof(asked)
        auth.Hand(asked.store, asked.user.name, asked.peer, asked.now).change_password(
            proof, password
        )
    except (auth.Unproven, StoreError) as error:
        return _page(asked, fault=asked.retell(str(error)))
    entered = auth.enter(asked.store, proof.user, peer=asked.peer, agent=asked.agent, now=asked.now)
    return Redirect(
        asked.url("account"),
        asked.t("Your password is changed, and you are signed out everywhere else."),
        cookies_of(asked, entered),
    )


def choose_language(asked: Asked) -> Answer:
    """Choose in which language the desk speaks."""
    tag = asked.form["language"]
    if tag and tag not in languages():
        raise Refused(asked.t("The desk does not speak this language."))
    asked.store.accounts.set_language(asked.user.id, tag)
    return Redirect(asked.url("account"))


def offer_factor(asked: Asked) -> Answer:
    """Make up a secret for an app, in force only once a code of it was given."""
    try:
        _proof(asked)
    except auth.Unproven as error:
        return _page(asked, fault=asked.retell(str(error)))
    asked.store.accounts.offer_factor(asked.user.id, factor.made_up())
    return Redirect(asked.url("account.factor"))


def show_factor(asked: Asked) -> Answer:
    """Show the secret that was made up, as a picture and as text."""
    secret = _kept(asked).totp_offered
    return _factor_page(asked, secret) if secret else Redirect(asked.url("account"))


def draw_factor(asked: Asked) -> Answer:
    """Draw the secret that was made up, for a phone's camera."""
    secret = _kept(asked).totp_offered
    if not secret:
        raise NotFound(asked.t("There is nothing to set up."))
    address = factor.address_of(secret, name=asked.user.name, desk=asked.config.name)
    return Plain(factor.picture_of(address), "image/svg+xml")


def take_factor(asked: Asked) -> Answer:
    """Put the second factor in force, since the app gives its codes."""
    secret = _kept(asked).totp_offered
    if not secret:
        return Redirect(asked.url("account"))
    step = factor.step_of(secret, asked.form["code"], now=asked.now)
    if step is None:
        wrong = asked.t(
            "This code does not fit. See that the phone's clock is right, and try again."
        )
        return _factor_page(asked, secret, fault=wrong)
    with asked.store.writing():
        asked.store.accounts.take_factor(asked.user.id, secret, step=step)
        asked.note("second_factor_set")
    return Redirect(
        asked.url("account"), asked.t("From now on you sign in with a code of your app.")
    )


def drop_factor(asked: Asked) -> Answer:
    """Take the second factor off, for whoever knows the password."""
    try:
        _proof(asked)
    except auth.Unproven as error:
        return _page(asked, fault=asked.retell(str(error)))
    with asked.store.writing():
        asked.store.accounts.drop_factor(asked.user.id)
        asked.note("second_factor_dropped")
    return Redirect(asked.url("account"), asked.t("You sign in with your password alone now."))


def end_sitting(asked: Asked) -> Answer:
    """End one of one's own sittings."""
    number = asked.form["sitting"]
    is_id = number.isdecimal() and len(number) < 18
    with asked.store.writing():
        if not is_id or not asked.store.sittings.end(int(number), user_id=asked.user.id):
            raise NotFound(asked.t("You have no such sitting any more."))
        asked.note("sitting_ended")
    return Redirect(asked.url("account"), asked.t("You are signed out there."))


def end_all(asked: Asked) -> Answer:
    """End all of one's sittings, this one too, and one's feeds; forget the browsers that are known."""
    with asked.store.writing():
        asked.store.accounts.sign_out(asked.user.id, at=asked.now)
        asked.note("all_sittings_ended")
    return Redirect(asked.url("login"), asked.t("You are signed out everywhere."))


def exact(form: Query, name: str) -> str:
    """Give a field as it was typed: spaces at a password's ends belong to it."""
    return next((value for key, value in form if key == name), "")


def _proof(asked: Asked) -> Proof:
    """Have whoever sits here type the password that is in force. Raises Unproven."""
    if asked.session is None:
        raise LookupError("nobody is signed in")
    given = exact(asked.form, "current")
    return auth.reenter(asked.store, asked.session, given, now=asked.now)


def _kept(asked: Asked) -> Proof:
    proof = asked.store.accounts.proof(asked.user.name)
    if proof is None:
        raise LookupError(asked.user.name)
    return proof


def _page(asked: Asked, *, fault: str = "") -> Page:
    values = {
        "account": asked.user,
        "sittings": asked.store.sittings.of(asked.user.id, now=asked.now),
        "here": asked.session.id if asked.session else 0,
        "fault": fault,
        "lacks_factor": auth.lacks_factor(asked.user, asked.config.desk),
        "role_words": ROLES,
        "tongues": [(tag, asked.words.language(tag)) for tag in languages()],
    }
    return Page("account/account.html", values, 400 if fault else 200)


def _factor_page(asked: Asked, secret: str, *, fault: str = "") -> Page:
    address = factor.address_of(secret, name=asked.user.name, desk=asked.config.name)
    values = {
        "address": address,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "fault": fault,
    }
    return Page("account/factor.html", values, 400 if fault else 200)


ROUTES = (
    Route("GET", "/account", show, Role.VIEWER, "account"),
    Route("POST", "/account/password", change_password, Role.VIEWER, "account.password"),
    Route("POST", "/account/language", choose_language, Role.VIEWER, "account.language"),
    Route("POST", "/account/factor/offer", offer_factor, Role.VIEWER, "account.offer_factor"),
    Route("GET", "/account/factor", show_factor, Role.VIEWER, "account.factor"),
    Route("GET", "/account/factor.svg", draw_factor, Role.VIEWER, "account.picture"),
    Route("POST", "/account/factor", take_factor, Role.VIEWER, "account.take_factor"),
    Route("POST", "/account/factor/drop", drop_factor, Role.VIEWER, "account.drop_factor"),
    Route("POST", "/account/sittings/end", end_sitting, Role.VIEWER, "account.end"),
    Route("POST", "/account/sittings/end-all", end_all, Role.VIEWER, "account.end_all"),
)
