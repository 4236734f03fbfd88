"""Who may use the desk: names, roles, password hashes, second factors. Nobody is ever deleted."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.model import Role
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db, Row

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who has an account, without what proves who they are."""

    id: int
    name: str
    """Theirs for good: decisions and notes carry it."""
    role: Role
    language: str
    """In which the desk speaks to them, BCP 47; empty for the deployment's."""
    made_at: datetime
    first_password: bool
    """True while the password is one that somebody else has seen."""
    second_factor: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody who signs in is checked against."""

    user: User
    password: str
    """As argon2 wrote it."""
    password_at: datetime
    totp_secret: str
    """Base32; empty where there is no second factor."""
    totp_offered: str
    """A secret shown for setting up, not in force yet; empty when there is none."""


class Accounts:
    """The table `users`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def add(
        self, name: str, role: Role, *, password: str, at: datetime, first: bool = True
    ) -> User:
        """Make an account with a password, given as its hash. Raises StoreError.

        `first` says that somebody else has seen the password, so that it must be changed.
        """
        shown = _name(name)
        _check(role)
        with self._db.writing():
            if self.named(shown):
                raise StoreError(f"there is an account of the name {shown}")
            made = self._db.rows(
                "INSERT INTO users (name, folded, role, password, password_at, is_first_password,"
                " made_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
                (shown, folded(shown), role.word, password, to_text(at), first, to_text(at)),
            )
        return user_of(made[0])

    def all(self) -> list[User]:
        """List all accounts by name, disabled ones too."""
        return [user_of(row) for row in self._db.rows("SELECT * FROM users ORDER BY folded")]

    def any(self) -> bool:
        """Tell whether there is an account at all."""
        return self._db.row("SELECT 1 FROM users LIMIT 1") is not None

    def reviewers(self) -> list[User]:
        """List who may decide on hits, by name."""
        return [one for one in self.all() if one.role >= Role.REVIEWER and not one.disabled]

    def find(self, user_id: int) -> User | None:
        """Give an account; None when there is none of that id."""
        row = self._db.row("SELECT * FROM users WHERE id = ?", [user_id])
        return user_of(row) if row else None

    def named(self, name: str) -> User | None:
        """Give an account by its name in any case; None when there is none."""
        row = self._db.row("SELECT * FROM users WHERE folded = ?", [folded(name)])
        return user_of(row) if row else None

    def proof(self, name: str) -> Proof | None:
        """Give what a person of that name is checked against; None when there is nobody."""
        row = self._db.row("SELECT * FROM users WHERE folded = ?", [folded(name)])
        return _proof(row) if row else None

    def set_role(self, user_id: int, role: Role) -> None:
        """Change what somebody may do; it holds from their next request on."""
        _check(role)
        with self._db.writing():
            if role < Role.ADMIN:
                self._keep_an_admin(user_id)
            self._set(user_id, "role", role.word)

    def set_language(self, user_id: int, language: str) -> None:
        """Choose in which language the desk speaks to somebody; empty for the deployment's."""
        with self._db.writing():
            self._set(user_id, "language", language)

    def disable(self, user_id: int, *, at: datetime) -> None:
        """Shut somebody out: their sittings, known browsers and feeds end with it."""
        with self._db.writing():
            self._keep_an_admin(user_id)
            self._set(user_id, "disabled_at", to_text(at))
            self.sign_out(user_id, at=at)

    def enable(self, user_id: int) -> None:
        """Let somebody in again, with the password that they had."""
        with self._db.writing():
            self._set(user_id, "disabled_at", None)

    def set_password(self, user_id: int, password: str, *, first: bool, at: datetime) -> None:
        """Put a password's hash in force; ends all sittings and feeds, forgets the known browsers.

        `first` says that somebody else has seen it, so that it must be changed.
        """
        with self._db.writing():
            self._set(user_id, "password", password)
            self._set(user_id, "password_at", to_text(at))
            self._set(user_id, "is_first_password", int(first))
            self.sign_out(user_id, at=at)

    def sign_out(self, user_id: int, *, at: datetime) -> None:
        """End all sittings and feeds of somebody, and forget the browsers that are known."""
        with self._db.writing():
            self._db.change("DELETE FROM sessions WHERE user_id = ?", [user_id])
            self._db.change("DELETE FROM devices WHERE user_id = ?", [user_id])
            # Whoever sat here uninvited may have opened one to go on reading.
            self._db.change(
                "UPDATE feeds SET revoked_at = ? WHERE owner = ? AND revoked_at IS NULL",
                (to_text(at), user_id),
            )

    def offer_factor(self, user_id: int, secret: str) -> None:
        """Keep a second factor's secret until its first code was given; empty takes it back."""
        with self._db.writing():
            self._set(user_id, "totp_offered", secret)

    def take_factor(self, user_id: int, secret: str, *, step: int) -> None:
        """Put a second factor in force; codes of `step` and before are used up."""
        with self._db.writing():
            self._set(user_id, "totp_secret", secret)
            self._set(user_id, "totp_offered", "")
            self._set(user_id, "totp_step", step)

    def drop_factor(self, user_id: int) -> None:
        """Take the second factor off."""
        self.take_factor(user_id, "", step=-1)

    def use_step(self, user_id: int, step: int) -> bool:
        """Use up the codes up to a step; False where they were used already."""
        with self._db.writing():
            return bool(
                self._db.change(
                    "UPDATE users SET totp_step = ? WHERE id = ? AND totp_step < ?",
                    (step, user_id, step),
                )
            )

    def _set(self, user_id: int, column: str, value: object) -> None:
        if not self._db.change(f"UPDATE users SET {column} = ? WHERE id = ?", (value, user_id)):  # noqa: S608 -- names of ours
            raise StoreError(f"there is no account {user_id}")

    def _keep_an_admin(self, user_id: int) -> None:
        others = self._db.row(
            "SELECT 1 FROM users WHERE role = 'admin' AND disabled_at IS NULL AND id <> ? LIMIT 1",
            [user_id],
        )
        if not others:
            raise StoreError("the last admin stays: nobody could name another one")


def folded(name: str) -> str:
    """Give the form of a name by which two names are the same."""
    return " ".join(unicodedata.normalize("NFKC", storable(name)).casefold().split())


def _name(name: str) -> str:
    """Give a name as it is kept. Raises StoreError for one that would mislead who reads it."""
    shown = " ".join(unicodedata.normalize("NFC", storable(name)).split())
    if not shown:
        raise StoreError("an account needs a name")
    if len(shown) > LONGEST_NAME:
        raise StoreError(f"a name has {LONGEST_NAME} characters at most, not {len(shown)}")
    if any(unicodedata.category(letter).startswith("C") for letter in shown):
        raise StoreError("a name has no characters that cannot be seen")
    return shown


def _check(role: Role) -> None:
    if role is Role.ANYONE:
        raise StoreError("an account has one of the roles viewer, reviewer, coordinator, admin")


def user_of(row: Row, *, user_id: str = "id", made_at: str = "made_at") -> User:
    """Read a user from a row of `users`, or of a join that calls some columns otherwise."""
    return User(
        id=row[user_id],
        name=row["name"],
        role=Role.of(row["role"]),
        language=row["language"],
        made_at=to_time(row[made_at]),
        first_password=bool(row["is_first_password"]),
        second_factor=bool(row["totp_secret"]),
        disabled=row["disabled_at"] is not None,
    )


def _proof(row: Row) -> Proof:
    return Proof(
        user=user_of(row),
        password=row["password"],
        password_at=to_time(row["password_at"]),
        totp_secret=row["totp_secret"],
        totp_offered=row["totp_offered"],
    )
