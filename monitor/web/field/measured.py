"""Recall in the field as pages show it: of the last quarter, with what it still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.desk.recall import Recall, Stratum, estimate, strata, unanswered
from monitor.desk.says import N_
from monitor.web.asked import Asked

WINDOW = timedelta(days=90)
"""Hits that reviewers put aside are kept 13 weeks: longer ago the counts would no longer be whole."""
STRATA = {
    "near": N_("Not flagged, though nearly"),
    "far": N_("Not flagged, with some word of recruiting"),
    "bare": N_("No word of recruiting at all"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of recall in the field."""

    recall: Recall | None
    """None while too little was answered."""
    flagged: tuple[Stratum, ...]
    drawn: tuple[Stratum, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Name what nobody answered for yet."""
        return unanswered((*self.flagged, *self.drawn))


def measured(asked: Asked) -> Field:
    """Measure over the draws of the last quarter and the hits of the same time."""
    draws = asked.store.draws
    span = draws.span(asked.now - WINDOW, asked.now)
    if span is None:
        return Field(None, (), ())
    flagged, drawn = strata(draws.flagged(*span)), strata(draws.counted(*span))
    return Field(estimate(flagged, drawn), flagged, drawn)


def name_of(stratum: str, asked: Asked) -> str:
    """Say a stratum's name in the reader's language; a tier's name is its own."""
    return asked.t(STRATA.get(stratum, stratum))
