"""What reviewers' decisions say of the rules: precision by signal, source, language; labelled texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from monitor.desk.evaluate import Share
from monitor.model import ALERTED, Judged, Label
from monitor.store.byhand import BY_HAND
from monitor.store.findings import Decided, Labelling
from monitor.store.hits import hit_id
from monitor.store.reviews import Decision, Reason

COUNTED = {Decision.CONFIRMED: True, Decision.NOT_AN_OFFER: False}
"""Which decisions say whether the rules were right. Unsure and escalated are still open; a
duplicate would count its original twice."""
CLASS_OF = {
    Reason.REPORT: Label.REPORT,
    Reason.WARNING: Label.REPORT,
    Reason.OTHER_ARMY: Label.OTHER_ARMY,
}
"""What a text is that is no offer for this reason; for all others it is unrelated."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Precision of one group of hits."""

    by: str
    """signal, source, language, class, tier, or all."""
    name: str
    share: Share


def measure(decided: Iterable[Decided]) -> list[Measured]:
    """Measure all, then by each kind of group, the most often decided first.

    A signal's share is of the hits in which it was found, for whatever reason they were flagged.
    What people brought in says nothing of what the rules find: it is left out.
    """
    counted = [(one, COUNTED[one.decision]) for one in decided if _is_found(one)]
    groups: dict[str, Callable[[Decided], Iterable[str]]] = {
        "all": lambda _: ("",),
        "tier": lambda one: (one.tier,),
        "class": lambda one: (one.label,),
        "language": lambda one: (one.lang,),
        "source": lambda one: (one.source_id,),
        "signal": lambda one: one.signals,
    }
    return [part for by, names in groups.items() for part in _by(by, names, counted)]


def _is_found(one: Decided) -> bool:
    return one.decision in COUNTED and bool(one.tier) and one.source_id != BY_HAND


def _by(
    by: str, names: Callable[[Decided], Iterable[str]], counted: list[tuple[Decided, bool]]
) -> list[Measured]:
    rights: dict[str, list[bool]] = defaultdict(list)
    for one, right in counted:
        for name in names(one):
            rights[str(name)].append(right)
    ordered = sorted(rights.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Measured(by, name, Share(sum(said), len(said))) for name, said in ordered]


def labelled(
    labellings: Iterable[Labelling], refuted: Iterable[Judged] = ()
) -> list[dict[str, Any]]:
    """Write decided hits as labelled texts that `evaluate` reads, contacts and all.

    `refuted` are postings of the draws that are no adverts: the verdict on them was right.
    """
    decided = [
        _line(one.hit_id, one.judged, label) for one in labellings if (label := class_of(one))
    ]
    drawn = [
        _line(hit_id(one.posting.source_id, one.posting.key), one, one.assessment.label)
        for one in refuted
    ]
    return decided + drawn


def class_of(one: Labelling) -> Label | None:
    """Give the class that a decision says; None where it says none."""
    match one.decision:
        case Decision.CONFIRMED:
            said = one.judged.assessment.label
            # A person found it and named no class: that it is an advert does not say which.
            return one.label or (said if said in ALERTED else None)
        case Decision.NOT_AN_OFFER:
            return one.label or CLASS_OF.get(one.reason or Reason.OTHER, Label.UNRELATED)
        case _:
            return None


def _line(name: str, judged: Judged, label: Label) -> dict[str, Any]:
    return {
        "id": name,
        "text": judged.posting.text,
        "label": str(label),
        "lang": judged.assessment.lang,
        "source": judged.posting.source_id,
    }
