"""What a view gives back, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """A template and the values that it shows."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Cookie:
    """To set at the browser: out of scripts' reach, for this host alone."""

    name: str
    value: str
    max_age: int
    """Seconds; 0 takes it away."""
    strict: bool = False
    """Not sent along when another site links here."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on to another page of the desk (303), and say there what was done."""

    url: str
    """A path of the desk."""
    flash: str = ""
    """A sentence for the next page, shown once."""
    cookies: tuple[Cookie, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """A file to save."""

    body: bytes
    filename: str
    kind: str
    """Media type with its charset."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Bytes for a program, not for a person: a feed, a fragment."""

    body: bytes
    kind: str
    status: int = 200


Answer = Page | Redirect | Download | Plain


class DeskError(Exception):
    """What a view raises instead of answering; the sentence is shown to the person."""

    status = 400


class Refused(DeskError):
    """The request cannot be done as it was asked; says why."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class NotFound(DeskError):
    """There is no such thing."""

    status = 404
