"""What a text's wording says: a feature for each side and class, and the passage that says most."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from monitor.model import ALERTED, SIDES, WORDING, Finding
from monitor.rulebook import Rules
from monitor.signals._seen import Seen
from monitor.text.wording import strongest

_SCALE = 2.0
"""Log-odds of wording that count as one of a feature, whose values are mostly below 2."""
_WORDS, _LETTERS = 8, 80
"""A passage that is quoted: no longer than a person reads at a glance."""


def wording_features(seen: Seen) -> Mapping[str, float]:
    """Give how far the wording leans to each side and to each class, from the mean of all."""
    wording = seen.rules.wording
    return features_from(
        dict(zip(wording.classes, wording.leanings(seen.folded.text), strict=True))
    )


def features_from(leanings: Mapping[str, float]) -> dict[str, float]:
    """Turn the log-odds of classes into features: of each side as a whole, and of each class."""
    sides = {
        side: _together([leanings[label] for label in labels if label in leanings])
        for side, labels in SIDES.items()
    }
    return _centred(sides) | _centred(leanings)


def reads_like_offer(rules: Rules, folded: str) -> bool:
    """Tell whether the wording alone makes an offer likelier than all else together."""
    leanings = dict(zip(rules.wording.classes, rules.wording.leanings(folded), strict=True))
    offers = [value for label, value in leanings.items() if label in ALERTED]
    others = [value for label, value in leanings.items() if label not in ALERTED]
    return _together(offers) > _together(others)


def passage(seen: Seen, *, is_for: bool) -> Finding | None:
    """Give the words that lean most to an offer, or to the likeliest of all else; None without any."""
    wording = seen.rules.wording
    leanings = dict(zip(wording.classes, wording.leanings(seen.folded.text), strict=True))
    offer = max((label for label in leanings if label in ALERTED), key=leanings.__getitem__)
    rival = max((label for label in leanings if label not in ALERTED), key=leanings.__getitem__)
    better, worse = (offer, rival) if is_for else (rival, offer)
    found = strongest(wording.passages(seen.folded.text, better, worse), _WORDS, _LETTERS)
    return seen.finding(WORDING, found.start, found.end) if found else None


def _together(values: list[float]) -> float:
    most = max(values)
    return most + log(sum(exp(value - most) for value in values))


def _centred(leanings: Mapping[str, float]) -> dict[str, float]:
    mean = sum(leanings.values()) / len(leanings)
    return {f"{WORDING}.{name}": (value - mean) / _SCALE for name, value in leanings.items()}
