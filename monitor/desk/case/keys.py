"""The keys by which reviewers say why a hit is no offer: the same on the terminal and at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.store import Reason

REASONS: Mapping[str, Reason] = {
    "r": Reason.REPORT,
    "w": Reason.WARNING,
    "a": Reason.OTHER_ARMY,
    "h": Reason.HISTORY,
    "l": Reason.LAW,
    "j": Reason.CIVIL_JOB,
    "g": Reason.GAME,
    "c": Reason.CITIZENS_ONLY,
    "f": Reason.FRAGMENT,
    "o": Reason.OTHER,
}
