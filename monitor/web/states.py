"""What the desk calls the states of a source, what each means, and what a person can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.desk.coverage import Coverage
from monitor.desk.says import N_
from monitor.store import State


@dataclass(frozen=True, slots=True)
class Meaning:
    """A state in words; each is translated where it is shown."""

    name: str
    means: str
    to_do: str = ""
    is_ill: bool = True


OFF = Meaning(N_("Off"), N_("It is not watched."), is_ill=False)
_MEANINGS: Mapping[State, Meaning] = {
    State.NEW: Meaning(
        N_("New"), N_("Not looked at yet, or the first looks do not agree."), is_ill=False
    ),
    State.HEALTHY: Meaning(N_("Well"), N_("It is read as ever."), is_ill=False),
    State.QUIET: Meaning(
        N_("Quiet"),
        N_("It is read as ever, and brings nothing new for longer than is its habit."),
        N_("See whether it has moved or was given up."),
    ),
    State.DEGRADED: Meaning(
        N_("Read badly"),
        N_("It is read, but not as it should be."),
        N_("Look at it once, and see what is missing."),
    ),
    State.LAYOUT_CHANGED: Meaning(
        N_("Layout changed"),
        N_("It answers, and nothing can be read where adverts are usual."),
        N_("Mend the selectors of its file."),
    ),
    State.PREVIEW_OFF: Meaning(
        N_("Preview off"),
        N_("The Telegram channel exists, and has no public preview."),
        N_("Look for a copy elsewhere."),
    ),
    State.LOGIN_WALL: Meaning(
        N_("Asks for a login"),
        N_("It shows its pages only to its members."),
        N_("Look for another page that is public."),
    ),
    State.CAPTCHA: Meaning(
        N_("Check for robots"),
        N_("It answers with a check for robots."),
        N_("Ask more seldom, or from another address."),
    ),
    State.BLOCKED: Meaning(
        N_("Blocked"),
        N_("It refuses to answer us."),
        N_("Ask more seldom, or from another address."),
    ),
    State.GONE: Meaning(
        N_("Gone"), N_("The page is not there any more."), N_("Look for its new address.")
    ),
    State.NO_SUCH_NAME: Meaning(
        N_("No such name"),
        N_("Nobody knows the name of its host or of its channel any more."),
        N_("Look for its new name."),
    ),
    State.ROBOTS_FORBID: Meaning(
        N_("Asks not to be read"),
        N_("Its robots.txt asks us not to fetch it."),
        N_("Ask its owner, or write down a reason in its file."),
    ),
    State.UNREACHABLE: Meaning(
        N_("Unreachable"),
        N_("It cannot be reached, or answers with an error."),
        N_("If many say so, see to your own network."),
    ),
    State.NOT_ASKED: Meaning(
        N_("Not asked"),
        N_("Its address is not public, or its port is not one that may be asked."),
        N_("Mend its file."),
    ),
}


def meaning(one: Coverage) -> Meaning:
    """Say what is known of a source."""
    return _MEANINGS[one.state] if one.source.enabled else OFF


def meaning_of(state: State) -> Meaning:
    """Say what a state is."""
    return _MEANINGS[state]
