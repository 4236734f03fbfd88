"""In whose language the sentences of this layer are said: a catalogue, or English as written."""

from __future__ import annotations

from typing import Protocol


class Says(Protocol):
    """Knows the words of one language."""

    def gettext(self, words: str) -> str:
        """Translate; what it lacks stays English."""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate by the form of plural that the number wants."""


class _English:
    def gettext(self, words: str) -> str:
        return words

    def ngettext(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many


ENGLISH: Says = _English()


def N_(words: str) -> str:  # noqa: N802  gettext's name for it
    """Mark words that are translated where they are shown."""
    return words
