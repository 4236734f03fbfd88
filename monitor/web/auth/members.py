"""Naming people, and putting their passwords in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.desk.says import N_
from monitor.errors import StoreError
from monitor.model import Role
from monitor.store import Proof, Store, User
from monitor.web.auth import passwords


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person and the password to be handed to them, which is kept nowhere."""

    user: User
    password: str


def enroll(
    store: Store,
    *,
    name: str,
    role: Role,
    at: datetime,
    password: str | None = None,
    first: bool = True,
) -> Enrolled:
    """Make an account; the password is made up unless one is given. Raises StoreError.

    `first` says that it must be changed at the first sitting, since somebody else has seen it.
    """
    chosen = passwords.invented() if password is None else password
    if fault := passwords.weakness(chosen, name):
        raise StoreError(fault)
    user = store.accounts.add(name, role, password=passwords.kept(chosen), first=first, at=at)
    return Enrolled(user, chosen)


def reset(store: Store, user: User, *, at: datetime) -> Enrolled:
    """Give somebody a new first password; ends their sittings and takes the second factor off."""
    password = passwords.invented()
    store.accounts.set_password(user.id, passwords.kept(password), first=True, at=at)
    store.accounts.drop_factor(user.id)
    store.attempts.forgive(user.name)
    return Enrolled(user, password)


def change_password(store: Store, proof: Proof, password: str, *, at: datetime) -> None:
    """Put a password in force that its owner chose; ends all their sittings. Raises StoreError."""
    if fault := passwords.weakness(password, proof.user.name):
        raise StoreError(fault)
    if passwords.fits(password, proof.password):
        raise StoreError(N_("This is the password that you have. Take another one."))
    store.accounts.set_password(proof.user.id, passwords.kept(password), first=False, at=at)
