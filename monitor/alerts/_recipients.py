"""Of a mail with several recipients: who is still to be asked for, and what became of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.model import Reach, Recipient, Shared

_MAILBOX_FULL = 552


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a server said of one recipient."""

    code: int
    said: str
    """Harmless, the code first."""

    @property
    def is_final(self) -> bool:
        """True for 5xx but 552, which said "too many recipients" before 452 did.

        RFC 5321, 4.5.3.1.10: clients should take it for passing. It also says that a mailbox is
        full, which people mend.
        """
        return self.code >= 500 and self.code != _MAILBOX_FULL


@dataclass(frozen=True, slots=True)
class Round:
    """Of one message: all who are to get it, by the settings of now, and who is settled already."""

    to: tuple[str, ...]
    settled: tuple[Recipient, ...]

    @classmethod
    def of(cls, to: Sequence[str], known: Iterable[Recipient]) -> Round:
        """Begin a try; who has it, or was refused for good, is not asked for again.

        The settings say who is owed: an address that was mended in them gets what it lacks, and
        one that was taken out is owed nothing any more.
        """
        settled = tuple(one for one in known if one.reach is not Reach.OWED)
        return cls(tuple(dict.fromkeys(to)), settled)

    @property
    def asked(self) -> tuple[str, ...]:
        """Whom to name to the server."""
        settled = {one.address for one in self.settled}
        return tuple(address for address in self.to if address not in settled)

    @property
    def is_begun(self) -> bool:
        """True where somebody has it already, so that the others alone can be owed it."""
        return any(one.reach is Reach.TAKEN for one in self.settled)

    def end(self, refused: Mapping[str, Refusal], taken: str) -> str | Shared:
        """Say what became of it: the receipt alone where the first try brought it to all."""
        if not refused and not self.settled:
            return taken
        recipients = (*self.settled, *self._answered(refused, taken))
        receipt = taken if len(refused) < len(self.asked) else ""
        return Shared(_receipt(receipt, recipients), recipients)

    def _answered(self, refused: Mapping[str, Refusal], taken: str) -> Iterator[Recipient]:
        for address in self.asked:
            refusal = refused.get(address)
            if refusal is None:
                yield Recipient(address, Reach.TAKEN, taken)
            else:
                reach = Reach.REFUSED if refusal.is_final else Reach.OWED
                yield Recipient(address, reach, refusal.said)


def _receipt(taken: str, recipients: Sequence[Recipient]) -> str:
    """Write one line: the server's answer, of how many it is, and who lacks it."""
    have = sum(one.reach is Reach.TAKEN for one in recipients)
    parts = [
        taken,
        f"taken for {have} of {len(recipients)}",
        _listed("still owed to", recipients, Reach.OWED),
        _listed("refused for good:", recipients, Reach.REFUSED),
    ]
    return "; ".join(filter(None, parts))


def _listed(words: str, recipients: Sequence[Recipient], reach: Reach) -> str:
    named = ", ".join(f"{one.address} ({one.answer})" for one in recipients if one.reach is reach)
    return f"{words} {named}" if named else ""
