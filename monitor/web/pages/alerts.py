"""Alerts: who is told of what, what waits and why, and whether a channel works at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.config import Channel
from monitor.desk.letters import KEY, explain, lacking
from monitor.desk.says import N_
from monitor.desk.trial import Tried, try_channel
from monitor.model import Role
from monitor.store import LeftOut
from monitor.store.letters import Letter
from monitor.store.vitals import Backlog
from monitor.web import errand
from monitor.web.answers import Answer, NotFound, Page, Redirect
from monitor.web.asked import Asked
from monitor.web.route import Route

SHOWN = 100
"""Alerts of one state on the page; what is older is told by `alerts list`."""
STATES: Mapping[str, str] = {
    "dead": N_("Given up"),
    "owed": N_("Owed, to be tried again"),
    "waiting": N_("Waiting for their time"),
    "sent": N_("Taken"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, and what of it does not arrive."""

    channel: Channel
    backlog: Backlog
    takes_alarms: bool
    last_error: str
    left_out: list[LeftOut]


def index(asked: Asked) -> Answer:
    """Show channels, routes, and the alerts of one state."""
    return _shown(asked)


def _shown(asked: Asked, tried: Tried | None = None) -> Page:
    state = asked.query["state"]
    letters = {
        one: asked.store.letters.lately(one, limit=SHOWN)
        for one in ([state] if state in STATES else ["dead", "owed", "waiting"])
    }
    values: dict[str, object] = {
        "ways": _ways(asked),
        "letters": letters,
        "chosen": state if state in STATES else "",
        "states": STATES,
        "lacking": _lacking(asked, letters),
        "key": KEY,
        "tried": tried,
        "shown": SHOWN,
    }
    return Page("alerts/index.html", values)


def _lacking(asked: Asked, letters: Mapping[str, list[Letter]]) -> dict[str, str]:
    """Say by key who lacks what others have."""
    return {
        letter.key: lacking(letter.recipients, state=state, says=asked.words)
        for state, found in letters.items()
        for letter in found
    }


def _ways(asked: Asked) -> list[Way]:
    backlogs = asked.store.vitals().backlogs
    return [
        Way(
            channel,
            backlogs.get(channel.id, Backlog()),
            channel.id in asked.config.operator.channels,
            asked.store.outbox.plight(channel.id).last_error,
            asked.store.outbox.left_out(channel.id),
        )
        for channel in asked.config.channels
    ]


def one(asked: Asked) -> Answer:
    """Tell the story of one alert."""
    letter = _letter(asked)
    channel = _channels(asked).get(letter.channel)
    story = explain(letter, channel, now=asked.now, zone=asked.config.timezone, says=asked.words)
    return Page("alerts/one.html", {"letter": letter, "story": story, "states": STATES, "key": KEY})


def _letter(asked: Asked) -> Letter:
    found = asked.store.letters.find(asked.path["key"])
    if len(found) != 1:
        raise NotFound(asked.t("There is no alert of this key."))
    return found[0]


def _channels(asked: Asked) -> dict[str, Channel]:
    return {channel.id: channel for channel in asked.config.channels}


def retry_one(asked: Asked) -> Answer:
    """Make an alert due at once."""
    letter = _letter(asked)
    return _retry(asked, (letter.key,), letter.key[:KEY])


def retry_all(asked: Asked) -> Answer:
    """Make all that is unsent due at once, also what was given up."""
    return _retry(asked, (), "")


def _retry(asked: Asked, keys: tuple[str, ...], about: str) -> Answer:
    with asked.store.writing():
        due = asked.store.outbox.retry(keys, now=asked.now)
        asked.note("alerts_retried", about)
    told = asked.n(
        "{n} message is due now; the running service sends it.",
        "{n} messages are due now; the running service sends them.",
        due,
    )
    return Redirect(asked.url("alerts"), told)


def test(asked: Asked) -> Answer:
    """Send a made-up alert, and show what its receiver says."""
    channel = _channels(asked).get(asked.form["channel"])
    if channel is None:
        raise NotFound(asked.t("There is no channel of this name."))
    asked.note("channel_tested", channel.id)
    return _shown(
        asked, errand.run(asked, lambda: try_channel(channel, asked.config, now=asked.now))
    )


ROUTES = (
    Route("GET", "/alerts", index, Role.COORDINATOR, "alerts"),
    Route("POST", "/alerts/retry", retry_all, Role.COORDINATOR, "alerts.retry"),
    Route("POST", "/alerts/test", test, Role.COORDINATOR, "alerts.test"),
    Route("GET", "/alerts/{key}", one, Role.COORDINATOR, "alert"),
    Route("POST", "/alerts/{key}/retry", retry_one, Role.COORDINATOR, "alert.retry"),
)
