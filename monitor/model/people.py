"""Who works at the desk, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What somebody may do at the desk; each may all that the ones below may."""

    ANYONE = 0
    """Not signed in."""
    VIEWER = 1
    """Reads."""
    REVIEWER = 2
    """Decides."""
    COORDINATOR = 3
    """Decides on many at once, sees contacts, hands hits out, takes them out of the house."""
    ADMIN = 4
    """Names people, changes sources and alerts."""

    @property
    def word(self) -> str:
        """Name it as it is written in the database and on the command line."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who has an account."""

    id: int
    name: str
    role: Role
    language: str = ""
    """Of the desk, BCP 47; empty for the deployment's."""
