"""What a view is given: who asks for what, and what it may read and write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from monitor.config import Config
from monitor.fetch import Fetches
from monitor.model import Role
from monitor.rulebook import Rules
from monitor.store import Session, Store, User
from monitor.web.retold import retell
from monitor.web.words import Words


class Query:
    """Fields of an address or a form; one name may stand several times."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def __getitem__(self, name: str) -> str:
        """Give the first value, without space around it; empty when there is none."""
        return next((value.strip() for key, value in self.pairs if key == name), "")

    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self.pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of a name."""
        return tuple(value.strip() for key, value in self.pairs if key == name)


class Addresses(Protocol):
    """Knows every route by its name."""

    def url(self, name: str, **path: object) -> str:
        """Give the path of a route."""

    def role(self, name: str) -> Role:
        """Who may, at least."""

    def knows(self, name: str) -> bool:
        """Tell whether there is such a route."""

    def static(self, file: str) -> str:
        """Give the address of a file of the desk's own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, read and allowed."""

    path: Mapping[str, str]
    """The parts of the address that its route names."""
    query: Query
    form: Query
    store: Store
    """Lent until the view returns."""
    config: Config
    """As it was when the request came."""
    rules: Rules
    now: datetime
    peer: str
    """Address of whoever asks."""
    addresses: Addresses
    words: Words
    """The catalogue of the reader's language."""
    fetcher: Fetches
    """Of all of the desk: it remembers which host is to be left alone."""
    session: Session | None = None
    """None on pages that need no account."""
    url_asked: str = "/"
    """Path and query as asked."""
    agent: str = ""
    """How the browser calls itself."""
    is_secure: bool = False
    """True where the browser speaks TLS with us or with the proxy named in the settings."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    is_partial: bool = False
    """True where a script asks (htmx): the answer takes the place of a part of the page."""

    @property
    def user(self) -> User:
        """Who asks. Raises LookupError on a page that needs no account."""
        if self.session is None:
            raise LookupError("nobody is signed in")
        return self.session.user

    @property
    def role(self) -> Role:
        """What whoever asks may do."""
        return self.session.user.role if self.session else Role.ANYONE

    def note(self, what: str, about: str = "") -> None:
        """Write into the log what whoever asks does."""
        self.store.audit.note(self.user.name, what, about, at=self.now, peer=self.peer)

    def may(self, name: str) -> bool:
        """Tell whether whoever asks may use a route: for hiding what would be refused."""
        return self.role >= self.addresses.role(name)

    def url(self, name: str, **path: object) -> str:
        """Give the path of a route."""
        return self.addresses.url(name, **path)

    def t(self, words: str) -> str:
        """Say a sentence of ours in the reader's language."""
        return self.words.gettext(words)

    def retell(self, sentence: str) -> str:
        """Say a sentence of another layer in the reader's language."""
        return retell(sentence, self.words)

    def n(self, one: str, many: str, number: int) -> str:
        """Say it in the plural form that a number wants; `{n}` in it is the number."""
        return self.words.ngettext(one, many, number).replace("{n}", self.words.number(number))
