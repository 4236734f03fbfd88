"""Signing in, and what comes of it: a sitting with a token that nobody has seen before."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.desk.says import N_
from monitor.errors import Busy
from monitor.store import Proof, Session, Store, User
from monitor.web.auth import factor, passwords

log = logging.getLogger("monitor.web")

FIRST_LASTS = timedelta(days=7)
"""How long a password that somebody else has seen lets its owner in."""
WRONG = N_("The name, the password or the code is wrong.")
TOO_MANY = N_(
    "Too many tries. Wait a quarter of an hour, or use a browser that you signed in with."
)
TOO_LATE = N_("This first password has lapsed after seven days. Ask an admin for a new one.")


class Unproven(Exception):
    """Somebody did not prove who they are; the sentence, in English, tells no more than it may."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody who signs in says and comes from."""

    name: str
    password: str
    code: str = ""
    """Of the second factor; empty where there is none."""
    device: str = ""
    """The cookie of a browser that is known; empty for one that is not."""
    peer: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What the browser is to keep."""

    user: User
    token: str
    device: str


def session_of(store: Store, token: str | None, *, now: datetime, peer: str) -> Session | None:
    """Give the sitting of a cookie, and note its use; None where there is none, or none any more."""
    session = store.sittings.find(token, now=now) if token else None
    if session:
        store.sittings.touch(session, peer=peer, now=now)
    return session


def sign_in(store: Store, tried: Tried, *, now: datetime) -> Entered:
    """Let somebody in. Raises Unproven, with the same sentence for whatever was wrong."""
    proof = store.accounts.proof(tried.name)
    known = _known(store, proof, tried.device, now)
    attempt = store.attempts.begin(
        tried.name, peer=tried.peer, known=_marked(known) if known else "", now=now
    )
    if attempt is None:
        raise Unproven(TOO_MANY)
    if not _proves(store, proof, tried, now) or proof is None:
        _tell(store, proof, tried, now)
        raise Unproven(WRONG)
    store.attempts.was_right(attempt)
    if proof.user.first_password and now - proof.password_at > FIRST_LASTS:
        raise Unproven(TOO_LATE)
    store.audit.note(proof.user.name, "signed_in", at=now, peer=tried.peer)
    return enter(store, proof.user, peer=tried.peer, agent=tried.agent, device=known, now=now)


def reenter(store: Store, session: Session, password: str, *, now: datetime) -> Proof:
    """Have somebody who sits at the desk prove it again. Raises Unproven.

    Whoever found a desk left open gets the ten guesses of a browser that is known, no more.
    """
    name = session.user.name
    attempt = store.attempts.begin(name, peer=session.peer, known=f"session {session.id}", now=now)
    if attempt is None:
        raise Unproven(TOO_MANY)
    proof = store.accounts.proof(name)
    if proof is None or not _fits(password, proof):
        raise Unproven(N_("This is not your password."))
    store.attempts.was_right(attempt)
    return proof


def enter(
    store: Store, user: User, *, peer: str, agent: str, now: datetime, device: str = ""
) -> Entered:
    """Begin a sitting with a new token; `device` is the known browser's, made up when empty."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    store.sittings.open(user.id, token=token, csrf=csrf, peer=peer, agent=agent, at=now)
    if not device:
        device = secrets.token_urlsafe(32)
        store.sittings.know(user.id, device, at=now)
    return Entered(user, token, device)


def _tell(store: Store, proof: Proof | None, tried: Tried, now: datetime) -> None:
    """Write a wrong guess down; of a name that nobody has only that there was one.

    People type passwords where names belong, and guesses at made-up names are without number.
    """
    log.warning("wrong_guess peer=%s known=%s", tried.peer or "-", proof is not None)
    if proof:
        store.audit.note("", "guessed_wrong", proof.user.name, at=now, peer=tried.peer)


def _proves(store: Store, proof: Proof | None, tried: Tried, now: datetime) -> bool:
    """Check all there is, as slowly where there is nobody; a right code is then used up."""
    right = _fits(tried.password, proof)
    if proof is None:
        return False
    if not proof.totp_secret:
        return right and not proof.user.disabled
    step = factor.step_of(proof.totp_secret, tried.code, now=now)
    if not right or step is None or proof.user.disabled:
        return False
    return store.accounts.use_step(proof.user.id, step)


def _fits(password: str, proof: Proof | None) -> bool:
    try:
        return passwords.fits(password, proof.password if proof else None)
    except Busy as e:
        raise Unproven(str(e)) from e


def _known(store: Store, proof: Proof | None, device: str, now: datetime) -> str:
    if proof and device and store.sittings.knows(proof.user.id, device, now=now):
        return device
    return ""


def _marked(device: str) -> str:
    return hashlib.sha256(device.encode()).hexdigest()
