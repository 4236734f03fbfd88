"""What a page's forms ask for: one that wants a phone or a name is a way to reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FORM_MARK = "[form]"
"""Last line of a text whose page has a form that asks for a phone or a name."""
_MARKS = {
    "phone": ("phone", "tel", "whatsapp", "телефон", "mobile", "номер"),
    "search": ("search", "поиск", "query", "keyword"),
    "email": ("mail", "почт"),
    "name": ("name", "fio", "фио", "имя", "nombre", "անուն"),
}
_ATTRIBUTES = ("name", "id", "autocomplete", "placeholder", "aria-label", "class")
_LONGEST = 400


@dataclass(slots=True)
class Forms:
    """The fields of the form being read, and the verdict on those before it."""

    asks: bool = False
    """Whether a form asks the reader for a phone or a name."""
    _asked: set[str] = field(default_factory=set)

    def note(self, kind: str, attributes: Mapping[str, str | None]) -> None:
        """Take a field of the form being read; `kind` is its type."""
        self._asked.add(_asked(kind, attributes))

    def close(self) -> None:
        """Judge what was noted: a form that logs in, searches or takes comments is no reply."""
        asked, self._asked = self._asked, set()
        if "password" in asked or "search" in asked:
            return
        if "phone" in asked or ("name" in asked and not asked & {"textarea", "email"}):
            self.asks = True


def _asked(kind: str, attributes: Mapping[str, str | None]) -> str:
    """Name what a field asks for, by its type, name and placeholder."""
    if kind == "tel":
        return "phone"
    if kind != "text":
        return kind
    said = " ".join(attributes.get(name) or "" for name in _ATTRIBUTES)[:_LONGEST].lower()
    found = (what for what, marks in _MARKS.items() if any(mark in said for mark in marks))
    return next(found, kind)
