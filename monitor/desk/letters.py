"""Say of an alert where it is on its way, why, and what a person can do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from monitor.config import Channel
from monitor.desk.says import ENGLISH, N_, Says
from monitor.model import Reach, Recipient
from monitor.store.letters import Letter
from monitor.store.outbox import GIVE_UP_AFTER

KEY = 12
"""Signs of a key that a list shows; `retry` takes them."""
REACHED = {
    Reach.TAKEN: N_("Taken for {who}: {answer}"),
    Reach.OWED: N_("Still owed to {who}: {answer}"),
    Reach.REFUSED: N_("Refused for good for {who}: {answer}"),
}
NEVER_REACHED = N_("Not taken for {who}: {answer}")
"""Where what was owed to them was given up."""


@dataclass(frozen=True, slots=True)
class _Teller:
    """What every sentence needs."""

    now: datetime
    zone: tzinfo
    says: Says

    def say(self, words: str, **values: object) -> str:
        return self.says.gettext(words).format(**values)

    def at(self, moment: datetime | None) -> str:
        if moment is None:
            return self.says.gettext("an unknown time")
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"


def explain(
    letter: Letter, channel: Channel | None, *, now: datetime, zone: tzinfo, says: Says = ENGLISH
) -> tuple[str, ...]:
    """Give the story in sentences; a channel of None is set up no more."""
    teller = _Teller(now, zone, says)
    said = [
        *_gathered(letter, teller),
        *_story(letter, channel, teller),
        *_recipients(letter, teller),
    ]
    if channel is None and letter.state != "sent":
        words = N_(
            "No channel {channel} is set up any more, so that nobody sends it: put {table} back into monitor.toml."
        )
        table = f"[channels.{letter.channel}]"
        said.append(teller.say(words, channel=letter.channel, table=table))
    return tuple(said)


def lacking(recipients: Iterable[Recipient], *, state: str, says: Says = ENGLISH) -> str:
    """Say in a line who lacks what others have; empty where nobody does."""
    lack = [one for one in recipients if one.reach is not Reach.TAKEN]
    return "; ".join(_reached(one, state, says) for one in lack)


def _reached(one: Recipient, state: str, says: Says) -> str:
    is_given_up = state == "dead" and one.reach is Reach.OWED
    words = NEVER_REACHED if is_given_up else REACHED[one.reach]
    return says.gettext(words).format(who=one.address, answer=one.answer)


def _recipients(letter: Letter, teller: _Teller) -> Iterator[str]:
    for one in letter.recipients:
        yield _reached(one, letter.state, teller.says)
    if letter.recipients and letter.state == "owed":
        yield teller.say(N_("Only those who lack it are sent it again, as the same mail."))
    if letter.state == "sent" and letter.is_refused_to_some:
        words = N_(
            "Once their address is mended, `advert-monitor alerts retry {key}` sends it to them alone."
        )
        yield teller.say(words, key=letter.key[:KEY])


def _story(letter: Letter, channel: Channel | None, teller: _Teller) -> Iterator[str]:
    match letter.state:
        case "waiting":
            return _waiting(letter, channel, teller)
        case "owed":
            return _owed(letter, teller)
        case "dead":
            return _dead(letter, teller)
    return _sent(letter, teller)


def _gathered(letter: Letter, teller: _Teller) -> Iterator[str]:
    if letter.together > 1:
        yield teller.say(N_("It is one of {number} in its message."), number=letter.together)


def _waiting(letter: Letter, channel: Channel | None, teller: _Teller) -> Iterator[str]:
    now = teller.now
    if letter.held_until is not None and letter.held_until > now:
        words = N_("It waits for the digest of {time} (route {route}).")
        yield teller.say(words, time=teller.at(letter.held_until), route=letter.route)
    elif channel is not None and letter.route in channel.silent(now):
        words = N_("It waits for the quiet hours of route {route} to end.")
        yield teller.say(words, route=letter.route)
    elif channel is not None:
        words = N_(
            "It goes out with the next run, or with the service that is running; after {number} within an hour it waits for the hour to end."
        )
        yield teller.say(words, number=channel.most_an_hour)


def _owed(letter: Letter, teller: _Teller) -> Iterator[str]:
    if not letter.attempts:
        yield teller.say(N_("It is about to be sent for the first time."))
        return
    yield from _tries(letter, teller)
    if letter.refused:
        yield teller.say(
            N_(
                "The receiver says that it will never take it; it is tried all the same, but only every six hours."
            )
        )
    yield teller.say(N_("It is tried again at {time}."), time=teller.at(letter.next_try_at))
    words = N_("`advert-monitor alerts test {channel}` shows what the receiver says now.")
    yield teller.say(words, channel=letter.channel)


def _dead(letter: Letter, teller: _Teller) -> Iterator[str]:
    yield from _tries(letter, teller)
    words = N_("It was given up, as it was not taken within {number} days.")
    yield teller.say(words, number=GIVE_UP_AFTER.days)
    words = N_(
        "Once `advert-monitor alerts test {channel}` is taken, `advert-monitor alerts retry {key}` sends it."
    )
    yield teller.say(words, channel=letter.channel, key=letter.key[:KEY])


def _tries(letter: Letter, teller: _Teller) -> Iterator[str]:
    tried = teller.says.ngettext(
        "It was tried once since {since}, the last time at {last}.",
        "It was tried {number} times since {since}, the last time at {last}.",
        letter.attempts,
    )
    since, last = teller.at(letter.owed_since), teller.at(letter.last_try_at)
    yield tried.format(number=letter.attempts, since=since, last=last)
    yield teller.say(N_("The last answer: {answer}"), answer=letter.last_error or _none(teller))


def _sent(letter: Letter, teller: _Teller) -> Iterator[str]:
    taken = teller.says.ngettext(
        "It was taken at {time}, after the first try.",
        "It was taken at {time}, after {number} tries.",
        letter.attempts,
    )
    yield taken.format(number=letter.attempts, time=teller.at(letter.sent_at))
    yield teller.say(N_("The receiver's answer: {answer}"), answer=letter.receipt or _none(teller))


def _none(teller: _Teller) -> str:
    return teller.say(N_("none"))
