"""One decision on many hits: first shown what it will do, then done on what was shown, at once.

What somebody else decided on between the two is left as it is, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.store import Decision, Reason, Stage, Verdict
from monitor.web.answers import Refused
from monitor.web.asked import Asked

MOST = 1_000
"""Hits of one decision: more than anybody has read."""
DECISIONS = (
    Decision.CONFIRMED,
    Decision.NOT_AN_OFFER,
    Decision.UNSURE,
    Decision.DUPLICATE,
    Decision.ESCALATED,
)
_TARGET = re.compile(r"([0-9a-f]{12}):(\d{1,15})")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decision will do."""

    decision: Decision
    reason: Reason | None
    targets: tuple[tuple[str, int | None], ...]
    """Hits, each with the last review on it that was shown; None for none."""
    decided: int
    """Chosen, and decided on already: they stay as they are unless asked for."""
    blind: int
    """Chosen, and left out because an opinion of one's own is still owed on them."""

    @property
    def written(self) -> str:
        """Write the hits for a form."""
        return " ".join(f"{hit}:{seen or 0}" for hit, seen in self.targets)


def plan(asked: Asked, hits: Iterable[str], *, again: bool) -> Plan:
    """Say what the form's decision would do to these hits; `again` takes decided ones too."""
    ids = tuple(dict.fromkeys(hits))
    blind = asked.store.opinions.blind(asked.user.name)
    # Before the stages: what somebody decides between the two was not seen.
    seen = asked.store.reviews.lasts(ids)
    stages = asked.store.queue.stages(ids)
    open_ = [one for one in ids if one in stages and one not in blind]
    chosen = [one for one in open_ if again or stages[one] is Stage.UNREVIEWED]
    if len(chosen) > MOST:
        said = asked.t("These are more hits than one decision may take: {n} at most.")
        raise Refused(said.replace("{n}", str(MOST)))
    decision, reason = _said(asked)
    return Plan(
        decision=decision,
        reason=reason,
        targets=tuple((one, seen.get(one)) for one in chosen),
        decided=len(open_) - len(chosen),
        blind=sum(one in blind for one in ids),
    )


def do(asked: Asked, allowed: Iterable[str]) -> tuple[int, int]:
    """Do what was shown, to hits that are allowed; give how many, and how many were overtaken."""
    decision, reason = _said(asked)
    within = set(allowed) - asked.store.opinions.blind(asked.user.name)
    found = [(hit, int(seen) or None) for hit, seen in _TARGET.findall(asked.form["targets"])]
    verdicts = [
        (Verdict(hit, decision, asked.user.name, reason), seen)
        for hit, seen in found[:MOST]
        if hit in within
    ]
    try:
        overtaken = asked.store.reviews.decide_each(verdicts, at=asked.now)
    except StoreError as error:
        raise Refused(str(error), status=409) from error
    return len(verdicts) - len(overtaken), len(overtaken)


def moment_of(text: str, asked: Asked) -> datetime:
    """Read the moment of a decision out of a form."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    raise Refused(asked.t("The form does not say which decision is to be taken back."))


def _said(asked: Asked) -> tuple[Decision, Reason | None]:
    """Read `decision`, in which a reason stands behind a colon: not_an_offer:report."""
    word, _, why = asked.form["decision"].partition(":")
    try:
        decision, reason = Decision(word), Reason(why) if why else None
    except ValueError:
        raise Refused(asked.t("Choose a decision first.")) from None
    if decision not in DECISIONS or (reason is None) == (decision is Decision.NOT_AN_OFFER):
        raise Refused(asked.t("Choose a decision first."))
    return decision, reason
