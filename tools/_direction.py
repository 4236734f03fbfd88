"""What a feature may speak for: an offer, against one, or either, whatever the fit would like."""

from __future__ import annotations

import re

Bounds = tuple[float | None, float | None]

_FOR = frozenset(
    [
        "army",
        "bounty",
        "citizenship_promise",
        "contract",
        "cta",
        "debt",
        "drone_work",
        "eligibility",
        "loss",
        "lure",
        "military",
        "military_job",
        "no_combat",
        "promise",
        "reader",
        "referral",
        "russia",
        "signing",
        "slogan",
        "travel",
        "unit",
        "war_zone",
        "contact",
        "contact.direct",
        "contact.form",
        "contact.phone",
        "contact.telegram",
        "contact.whatsapp",
        "money.signing",
        "money.bounty",
        "money.debt",
        "money.death_injury",
        "money.referral",
        "money.total",
        "money.roubles",
        "money.per_once",
        "money.per_shift",
    ]
)
"""Where these alone meet, a text is an offer rather than anything else."""
_AGAINST = frozenset(
    [
        "benefit_news",
        "court",
        "disclaimer",
        "employment",
        "game",
        "history",
        "investment",
        "job",
        "law",
        "legal_service",
        "money.hryvnias",
        "other_force",
        "own_army",
        "question",
        "report",
        "requirement",
        "resettle",
        "tuition",
        "victim",
        "warning",
    ]
)
_PLACES = ("first", "last")
_SHAPED = 0.5
"""Log-odds that the mere look of a text (lines, digits, exclamations) may add, a unit of it."""


def bounds_of(feature: str) -> Bounds:
    """Give the bounds of a feature's weight on another side than the offer's, against the offer."""
    if feature.startswith("shape."):
        return -_SHAPED, _SHAPED
    signals = [_signal(part) for part in re.split("[+&]", feature)]
    if all(signal in _FOR for signal in signals):
        return None, 0.0
    if all(signal in _AGAINST for signal in signals):
        return 0.0, None
    return None, None


def _signal(part: str) -> str:
    """Name the signal of one part of a feature; a sum's and a contact's kind belong to it."""
    name, _, what = part.partition(".")
    if name in ("money", "contact"):
        return part
    return what if name in _PLACES else name
