"""Send what is owed: each channel by itself, so that a dead one holds up no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from monitor.alerts import Channel as Kind
from monitor.alerts import Outward
from monitor.config import Channel
from monitor.errors import AlertError, MonitorError
from monitor.model import Message, Shared
from monitor.pipeline.bugs import sentence, trace
from monitor.pipeline.tools import Writer
from monitor.store import Ill, Manner, Outbox, Plight, Trouble, Troubles

SECONDS = 120.0
"""For one message; well within the outbox's lease. A channel's own deadline is shorter."""
REFUSALS = 3
"""In a row, after which a channel is left alone until the next round."""

log = logging.getLogger("monitor.deliver")


class Outcome(Enum):
    """How one attempt ended."""

    TAKEN = "taken"
    SHARED = "shared"
    """Some have it and others are owed it: the receiver serves us all the same."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivered:
    """Messages that channels took, and those they did not, or not for all."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Delivers for one channel."""

    channel: Channel
    kind: Kind
    outward: Outward
    outbox: Outbox
    troubles: Troubles
    operators: Sequence[str]
    """Ids of the channels that hear of it when this one takes nothing."""
    write: Writer
    clock: Callable[[], datetime]

    async def round(self) -> Delivered:
        """Send what is due, the least tried first, until the channel seems dead."""
        now = self.clock()
        await self.write(self.outbox.form, self.channel.id, self._manner(now), now=now)
        sent = failed = in_a_row = 0
        while in_a_row < REFUSALS and (message := await self._claim()):
            outcome = await self._send(message)
            sent += outcome is Outcome.TAKEN
            failed += outcome is not Outcome.TAKEN
            in_a_row = in_a_row + 1 if outcome is Outcome.FAILED else 0
        if sent or failed:
            await self._judge()
        return Delivered(sent, failed)

    async def _judge(self) -> None:
        """Tell the operator, once a change, whether what is owed arrives."""
        plight = await self.write(self.outbox.plight, self.channel.id)
        trouble = trouble_of(self.channel.id, plight)
        if await self.write(self.troubles.note, trouble, self.operators, at=self.clock()):
            log.warning("channel id=%s state=%s", self.channel.id, trouble.state or "healthy")

    def _manner(self, now: datetime) -> Manner:
        return Manner(
            groups=self.kind.GROUPS,
            most_an_hour=self.channel.most_an_hour,
            silent=self.channel.silent(now),
        )

    async def _claim(self) -> Message | None:
        now = self.clock()
        silent = self.channel.silent(now)
        return await self.write(self.outbox.claim, self.channel.id, now=now, silent=silent)

    async def _send(self, message: Message) -> Outcome:
        """Give one message to the channel, and note what became of it."""
        try:
            async with asyncio.timeout(SECONDS):
                said = await self.kind.send(self.channel.settings, message, self._outward())
        except AlertError as e:
            return await self._failed(message, str(e), refused=e.permanent)
        except MonitorError as e:
            return await self._failed(message, str(e))
        except TimeoutError:
            return await self._failed(message, f"no answer within {SECONDS:.0f} s")
        except Exception as e:
            log.error("bug channel=%s %s", self.channel.id, trace(e))
            return await self._failed(message, sentence(e))
        return await self._answered(message, said)

    async def _answered(self, message: Message, said: str | Shared) -> Outcome:
        if not isinstance(said, Shared):
            await self.write(self.outbox.sent, message.id, said, now=self.clock())
            self._log(message, "sent")
            return Outcome.TAKEN
        dead = await self.write(self.outbox.shared, message.id, said, now=self.clock())
        if said.is_owed:
            self._log(message, "given_up" if dead else "owed")
            return Outcome.SHARED
        self._log(message, "sent")
        return Outcome.TAKEN

    def _outward(self) -> Outward:
        speaks = self.channel.speaks
        return replace(self.outward, language=speaks) if speaks else self.outward

    async def _failed(self, message: Message, error: str, *, refused: bool = False) -> Outcome:
        dead = await self.write(
            self.outbox.failed, message.id, error, now=self.clock(), refused=refused
        )
        self._log(message, "given_up" if dead else "owed")
        return Outcome.FAILED

    def _log(self, message: Message, state: str) -> None:
        log.info(
            "message channel=%s id=%s alerts=%d alarms=%d state=%s",
            self.channel.id,
            message.id,
            len(message.alerts),
            len(message.alarms),
            state,
        )


def trouble_of(channel: str, plight: Plight) -> Trouble:
    """Say how a channel fares, by what it does not take."""
    if not plight.stuck and not plight.dead:
        return _left_out(channel, plight.refused)
    since = f" since {plight.since:%Y-%m-%d %H:%M} UTC" if plight.since else ""
    said = f"; the last answer: {plight.last_error}" if plight.last_error else ""
    if plight.dead:
        sentence = f"{plight.dead} messages were given up{said}"
        return Trouble("channel", channel, Ill.GIVEN_UP, sentence, plight.dead)
    sentence = f"{plight.stuck} messages are not taken{since}{said}"
    return Trouble("channel", channel, Ill.UNDELIVERED, sentence)


def _left_out(channel: str, refused: int) -> Trouble:
    """Say how many get nothing while others do; an alarm hides addresses, so that it names none."""
    if not refused:
        return Trouble("channel", channel, None)
    sentence = f"for {refused} of its recipients what others get is refused for good"
    return Trouble("channel", channel, Ill.LEFT_OUT, sentence, refused)
