"""Passwords: how they are kept, checked in equal time, judged and made up."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from pwdlib import PasswordHash

from monitor.desk.says import N_
from monitor.errors import Busy
from monitor.store.accounts import folded
from monitor.store.codec import storable

SHORTEST, LONGEST = 15, 200
"""NIST SP 800-63B-4: 15 where a password may be all that is asked for, and no rule of its signs."""
VARIED = 5
"""Different characters at least, so that fifteen times the same is none."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike when read out or copied by hand."""
AT_ONCE, PATIENCE = 2, 5.0
"""Each check takes 64 MB and a core for a moment; who waits longer in seconds is sent away."""

CROWDED = N_("Many people sign in at the moment. Try again.")

_HASH = PasswordHash.recommended()
_NOBODYS = _HASH.hash(secrets.token_hex())
_turn = threading.BoundedSemaphore(AT_ONCE)


def kept(password: str) -> str:
    """Give the form in which a password is kept. Raises Busy."""
    with _in_turn():
        return _HASH.hash(_one_form(password))


def fits(password: str, hashed: str | None) -> bool:
    """Tell whether a password is the one that was kept; as slow when nobody has one (None)."""
    with _in_turn():
        right = _HASH.verify(_one_form(password), hashed or _NOBODYS)
    return right and hashed is not None


def weakness(password: str, name: str) -> str:
    """Say in English why a password does not do; empty when it does."""
    plain = folded(password)
    if len(plain) < SHORTEST:
        return N_("The password is too short: take fifteen characters or more, best a few words.")
    if len(password) > LONGEST:
        return N_("The password is too long: two hundred characters at most.")
    if len(set(plain)) < VARIED:
        return N_("The password repeats a few characters only. Take a few words.")
    if folded(name) in plain and len(plain) - len(folded(name)) < SHORTEST:
        return N_("The password is little more than the name. Take a few words.")
    return ""


def invented() -> str:
    """Make up a password of 99 bits that can be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def _one_form(password: str) -> str:
    """Give the same text for the same keys on any keyboard; an endless one is cut."""
    return unicodedata.normalize("NFKC", storable(password[: LONGEST * 2]))


@contextmanager
def _in_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy(CROWDED)
    try:
        yield
    finally:
        _turn.release()
