"""What somebody may do at the desk."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class Role(IntEnum):
    """What somebody may do at the desk; each may all that the ones below may."""

    ANYONE = 0
    """Not signed in; nobody's account has this role."""
    VIEWER = 1
    """Reads."""
    REVIEWER = 2
    """Decides on hits and on groups of them, asks for their contacts."""
    COORDINATOR = 3
    """Takes hits out of the house with their contacts, looks after sources and alerts."""
    ADMIN = 4
    """Names people, reads who did what, looks the system over."""

    @property
    def word(self) -> str:
        """Name it as it is written in the database and on the command line."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Self:
        """Read such a word; ValueError when there is no such role."""
        if word.upper() not in cls.__members__:
            raise ValueError(f'no role is called "{word}"')
        return cls[word.upper()]
