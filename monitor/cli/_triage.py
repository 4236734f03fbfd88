"""Triage at the keyboard: one hit after the other, one key a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import click
from rich.console import Console
from rich.text import Text

from monitor.cli._casework import show_casework, told
from monitor.cli._render import count
from monitor.cli.hits import find_hit, show_hit
from monitor.config import Config
from monitor.desk.case import keys
from monitor.desk.deployment import utcnow
from monitor.errors import MonitorError, StoreError
from monitor.model import Hit
from monitor.store import Decision, Note, Reason, Review, Store, Verdict, View

KEYS = {
    "c": Decision.CONFIRMED,
    "n": Decision.NOT_AN_OFFER,
    "u": Decision.UNSURE,
    "d": Decision.DUPLICATE,
    "e": Decision.ESCALATED,
}
MENU = "c confirmed  n not an offer  u unsure  d duplicate  e escalate   z undo  m note  s skip  q quit"
RUSSIAN = str.maketrans("стгвуяьыйкцфрдопащ", "cnudezmsqrwahljgfo")
"""What a keyboard that writes Russian gives for the same keys."""
ENDS = ("q", "", "\x04")
"""Also where the input ends."""


@dataclass(slots=True)
class Triage:
    """One reviewer's sitting."""

    store: Store
    loaded: Config
    view: View
    reviewer: str
    console: Console = field(default_factory=Console)
    skipped: list[str] = field(default_factory=list)
    made: list[Review] = field(default_factory=list)
    """Decisions of this sitting that were not taken back."""
    again: str = ""
    """Id of the hit to show next out of turn; empty for none."""

    def sit(self) -> None:
        """Show hits until there is none left or the reviewer quits."""
        while hit := self._next():
            # Before it is shown: what somebody decides from here on was not seen.
            last = self.store.reviews.last(hit.id)
            self._show(hit)
            if not self._answer(hit, seen=last.id if last else None):
                break
        else:
            self.console.print("Nothing is left to review here.")
        self.console.print(f"{count(len(self.made), 'decision')} made.")

    def _next(self) -> Hit | None:
        wanted, self.again = self.again, ""
        if wanted:
            return next(iter(self.store.hits.give([wanted])), None)
        return self.store.queue.next(self.view, skipped=self.skipped)

    def _show(self, hit: Hit) -> None:
        sightings = self.store.hits.sightings(hit.id)
        show_hit(self.console, hit, sightings, self.loaded, contacts=False)
        show_casework(self.console, self.store, hit.id, self.loaded.timezone)
        left = count(self.store.queue.count(self.view), "hit")
        self.console.print(Text(f"{left} to review.  {MENU}", style="bold"))

    def _answer(self, hit: Hit, *, seen: int | None) -> bool:
        """Do as keys say until one is done with the hit; False to quit.

        `seen` is the last review that was shown, None for none.
        """
        while (key := _key()) not in ENDS:
            try:
                if self._act(key, hit, seen):
                    return True
            except StoreError as error:
                self.console.print(Text(str(error), style="yellow"))
                self.again = hit.id
                return True
        return False

    def _act(self, key: str, hit: Hit, seen: int | None) -> bool:
        """Do what one key says; True when it is done with the hit."""
        acts: dict[str, Callable[[Hit], bool]] = {
            "s": self._skip,
            "m": self._note,
            "z": self._undo,
        }
        if key in acts:
            return acts[key](hit)
        verdict = self._verdict(KEYS[key], hit) if key in KEYS else None
        if verdict is None:
            self.console.print(MENU)
            return False
        made = self.store.reviews.decide(verdict, seen=seen, at=utcnow())
        self.made.append(made)
        self.console.print(Text(f"{hit.id}: {told(made)}", style="green"))
        # What is decided leaves this view, unless it is one of decided hits.
        self.skipped.append(hit.id)
        return True

    def _verdict(self, decision: Decision, hit: Hit) -> Verdict | None:
        """Ask for what a decision needs; None when the reviewer thought better of it."""
        match decision:
            case Decision.NOT_AN_OFFER:
                reason = self._reason()
                return Verdict(hit.id, decision, self.reviewer, reason) if reason else None
            case Decision.DUPLICATE:
                original = self._original()
                return Verdict(hit.id, decision, self.reviewer, duplicate_of=original)
            case _:
                return Verdict(hit.id, decision, self.reviewer)

    def _reason(self) -> Reason | None:
        listed = "  ".join(f"{key} {reason}" for key, reason in keys.REASONS.items())
        self.console.print(f"Why?  {listed}".replace("_", " "))
        return keys.REASONS.get(_key())

    def _original(self) -> str:
        prefix = click.prompt("Of which hit (id, may be empty)", default="", show_default=False)
        try:
            return find_hit(self.store, prefix.strip()).id if prefix.strip() else ""
        except MonitorError as error:
            raise StoreError(str(error)) from error

    def _skip(self, hit: Hit) -> bool:
        self.skipped.append(hit.id)
        return True

    def _note(self, hit: Hit) -> bool:
        text = click.prompt("Note", default="", show_default=False)
        if text.strip():
            self.store.casework.note(Note(hit.id, self.reviewer, text, utcnow()))
        return False

    def _undo(self, _: Hit) -> bool:
        if not self.made:
            self.console.print("There is no decision of this sitting to take back.")
            return False
        last = self.made.pop()
        hit_id = last.verdict.hit_id
        self.store.reviews.undo(hit_id, by=self.reviewer, seen=last.id, at=utcnow())
        self.console.print(Text(f"{hit_id}: taken back ({told(last)})", style="green"))
        self.skipped = [one for one in self.skipped if one != hit_id]
        self.again = hit_id
        return True


def _key() -> str:
    try:
        return click.getchar().lower().translate(RUSSIAN)
    except EOFError:
        return ""
    except OSError as error:
        raise MonitorError(
            "one key a decision needs a terminal; in a script name a hit and --decide"
        ) from error
