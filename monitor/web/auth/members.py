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
    chosen, hashed = _chosen(password, name)
    user = store.accounts.add(name, role, password=hashed, first=first, at=at)
    return Enrolled(user, chosen)


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand changes accounts, and from where: the log says so, or nothing is changed."""

    store: Store
    who: str
    """Empty for whoever sits at the machine itself."""
    peer: str
    at: datetime

    def enroll(self, name: str, role: Role, *, password: str | None = None) -> Enrolled:
        """Make an account as `enroll` does; a password that is given is its owner's own."""
        chosen, hashed = _chosen(password, name)
        with self.store.writing():
            user = self.store.accounts.add(
                name, role, password=hashed, first=password is None, at=self.at
            )
            self._note("account_added", f"{user.name}: {role.word}")
        return Enrolled(user, chosen)

    def set_role(self, user: User, role: Role) -> None:
        """Change what somebody may do, from their next request on. Raises StoreError."""
        with self.store.writing():
            self.store.accounts.set_role(user.id, role)
            self._note("role_changed", f"{user.name}: {user.role.word} to {role.word}")

    def disable(self, user: User) -> None:
        """Shut somebody out, at once and everywhere. Raises StoreError."""
        with self.store.writing():
            self.store.accounts.disable(user.id, at=self.at)
            self._note("account_disabled", user.name)

    def enable(self, user: User) -> None:
        """Let somebody in again."""
        with self.store.writing():
            self.store.accounts.enable(user.id)
            self._note("account_enabled", user.name)

    def reset(self, user: User) -> Enrolled:
        """Give a new first password; ends all sittings, takes the second factor off."""
        password, hashed = _chosen(None, user.name)
        with self.store.writing():
            self.store.accounts.set_password(user.id, hashed, first=True, at=self.at)
            self.store.accounts.drop_factor(user.id)
            self.store.attempts.forgive(user.name)
            self._note("password_reset", user.name)
        return Enrolled(user, password)

    def end(self, user: User) -> None:
        """End all of somebody's sittings and feeds; they may sign in again."""
        with self.store.writing():
            self.store.accounts.sign_out(user.id, at=self.at)
            self._note("all_sittings_ended", user.name)

    def change_password(self, proof: Proof, password: str) -> None:
        """Put in force what its owner chose; ends all their sittings and feeds. Raises StoreError."""
        if passwords.fits(password, proof.password):
            raise StoreError(N_("This is the password that you have. Take another one."))
        _, hashed = _chosen(password, proof.user.name)
        with self.store.writing():
            self.store.accounts.set_password(proof.user.id, hashed, first=False, at=self.at)
            self._note("password_changed")

    def _note(self, what: str, about: str = "") -> None:
        self.store.audit.note(self.who, what, about, at=self.at, peer=self.peer)


def _chosen(password: str | None, name: str) -> tuple[str, str]:
    """Give a password, made up where there is None, and its hash. Raises StoreError for a weak one.

    Before any transaction: a hash takes a moment, and at times waits for its turn.
    """
    chosen = passwords.invented() if password is None else password
    if fault := passwords.weakness(chosen, name):
        raise StoreError(fault)
    return chosen, passwords.kept(chosen)
