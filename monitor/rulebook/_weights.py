"""Read weights.toml, which tools/fit_weights.py writes."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.rulebook._nouns import Weights
from monitor.rulebook._tables import Table


def read_weights(table: Table) -> Weights:
    """Give the weights of each feature, for each side and for each class."""
    table.refuse_unknown(("sides", "labels", "threshold"))
    return Weights(
        sides=_by_name(table.section("sides")),
        labels=_by_name(table.section("labels")),
        threshold=float(table.number("threshold") or 0.5),
    )


def _by_name(table: Table) -> Mapping[str, Mapping[str, float]]:
    return {name: _numbers(table.section(name)) for name in table.values}


def _numbers(table: Table) -> Mapping[str, float]:
    numbers = {key: table.number(key) for key in table.values}
    return {key: float(number) for key, number in numbers.items() if number is not None}
