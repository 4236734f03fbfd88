"""Features of sentences: how many tell or ask, and what the first and the last of them say."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Mapping, Sequence

from monitor.model import Finding

SENTENCE_END = re.compile(r"(?<=[.!?։।۔])[\s»\"”)]+|(?<=[。！？])|\n+")
_TOLD = frozenset({"report", "court", "victim", "law", "warning"})
_ASKED = frozenset({"cta", "reader", "contact", "slogan"})
_OPENING = _TOLD | _ASKED | {"contract", "own_army", "job"}
_CLOSING = _TOLD | _ASKED | {"contract", "own_army", "legal_service"}


def sentence_features(sentences: Sequence[Collection[str]]) -> Mapping[str, float]:
    """Give the share of sentences that tell or ask, and what the first and the last of them say."""
    told = sum(not _TOLD.isdisjoint(signals) for signals in sentences)
    asked = sum(
        not _ASKED.isdisjoint(signals) and _TOLD.isdisjoint(signals) for signals in sentences
    )
    features = {
        "sentences.told": 2.0 * told / len(sentences),
        "sentences.asked": 2.0 * asked / len(sentences),
    }
    features |= {f"first.{signal}": 1.0 for signal in _OPENING.intersection(sentences[0])}
    return features | {f"last.{signal}": 1.0 for signal in _CLOSING.intersection(sentences[-1])}


def signals_by_sentence(findings: Sequence[Finding], text: str) -> list[set[str]]:
    """Give the signals of each sentence, in order; at least one, perhaps empty."""
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(text.rstrip()))]
    signals: list[set[str]] = [set() for _ in starts]
    for finding in findings:
        signals[bisect.bisect_right(starts, finding.span.start) - 1].add(finding.signal)
    return signals
