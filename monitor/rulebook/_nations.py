"""Read nations.toml: by what words a text names the people of a country."""

from __future__ import annotations

import re

from monitor.rulebook._gathered import Gathered
from monitor.rulebook._phrases import add_phrases
from monitor.rulebook._tables import Table

_CODE = re.compile(r"[A-Z]{2}")


def read_nations(table: Table, gathered: Gathered) -> None:
    """Take countries in; the words of one that is known already are added to."""
    for code in table.values:
        if not _CODE.fullmatch(code):
            table.fault(code, "expected a country's code of two capitals (ISO 3166-1)")
        add_phrases(table, code, f"nation:{code}", "und", gathered)
