"""What stands around the rows of the queue: how many there are of each state."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.store import Stage, Tally
from monitor.web.asked import Asked
from monitor.web.narrow import ANY, Narrow
from monitor.web.terms import STAGES, term


@dataclass(frozen=True, slots=True)
class Tab:
    """A state of hits, with how many of the view are in it."""

    name: str
    query: str
    count: int | None
    """None where counting would take long."""
    is_shown: bool


def tabs(narrow: Narrow, tally: Tally, asked: Asked) -> list[Tab]:
    """Give the states of hits as links to the view in each of them."""
    counts = tally.facets.get("stage")
    shown = narrow.view.stage
    listed = [
        Tab(
            term(STAGES, stage, asked.words),
            narrow.but(state="" if stage == Stage.UNREVIEWED else stage),
            counts.get(stage, 0) if counts is not None else None,
            stage == shown,
        )
        for stage in Stage
    ]
    total = sum(counts.values()) if counts is not None else None
    return [*listed, Tab(asked.t("All"), narrow.but(state=ANY), total, shown is None)]
