"""Say of each fault where it stands, what was found and what is known."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

LONGEST_SHOWN = 60
"""Code points of a wrong value that a fault repeats: enough to find it again."""


@dataclass(frozen=True, slots=True)
class Place:
    """A key of a file, and the one list that the faults of all files go to."""

    file: str
    faults: list[str]
    path: str = ""

    def key(self, name: str | int) -> Place:
        """Step into a table (by name) or an array (by index)."""
        step = f"[{name}]" if isinstance(name, int) else f".{name}" if self.path else name
        return replace(self, path=self.path + step)

    def fault(self, sentence: str) -> None:
        """Note one fault; reading goes on, so that all are known at once."""
        where = f"{self.file}: {self.path}" if self.path else self.file
        self.faults.append(f"{where}: {sentence}")

    def expected(self, what: str, *, found: object) -> None:
        """Note a value that cannot be used."""
        self.fault(f"found {show(found)}, expected {what}")

    def unknown(self, what: str, name: str, known: Iterable[str]) -> None:
        """Note a name that nobody knows, with the nearest one that somebody does."""
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=1)
        listed = ", ".join(names) or "none"
        if near:
            self.fault(f'unknown {what} "{name}"; did you mean "{near[0]}"? known: {listed}')
        else:
            self.fault(f'unknown {what} "{name}"; known: {listed}')


def show(value: object) -> str:
    """Write a value as its file would, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
