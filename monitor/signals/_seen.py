"""What every finder looks at: the text, its folded form and the phrases in it, made once."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import Contact, Finding, Hints, Money, Promise
from monitor.rulebook import Rules
from monitor.text.folded import Folded
from monitor.text.phrases import Match


@dataclass(frozen=True, slots=True)
class Seen:
    """One text being judged, its matches in folded characters, by start.

    `matches` are what it says for and against an offer: what a longer phrase against one contains
    is left out. `said` has that too: a sum is what its words say, in whatever sentence they stand.
    """

    text: str
    folded: Folded
    said: tuple[Match, ...]
    matches: tuple[Match, ...]
    rules: Rules
    hints: Hints
    lang: str

    def finding(
        self,
        signal: str,
        start: int,
        end: int,
        value: Money | Promise | Contact | str | None = None,
    ) -> Finding:
        """Make a finding of a folded range: its span and quote are of the posting's own text."""
        span = self.folded.span(start, end)
        return Finding(signal, span, self.text[span.start : span.end], value)
