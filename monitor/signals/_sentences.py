"""Features of what stands together in one sentence, and of where in the text it stands.

A word alone says little: news and warnings use all of an advert's words. Who is spoken to, and who
speaks, shows in what shares a sentence with the offer's words.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence

from monitor.model import Finding

SENTENCE_END = re.compile(r"(?<=[.!?։।۔])[\s»\"”)]+|(?<=[。！？])|\n+")
_OFFERS = (
    "contract",
    "army",
    "unit",
    "foreigner",
    "citizenship_promise",
    "pay",
    "money",
    "civil_role",
    "travel",
    "referral",
    "war_zone",
    "signing",
)
_STANCES = (
    "reader",
    "cta",
    "contact",
    "report",
    "court",
    "victim",
    "warning",
    "law",
    "own_army",
    "legal_service",
    "tuition",
    "job",
    "no_combat",
)
_TOLD = frozenset({"report", "court", "victim", "law", "warning"})
_ASKED = frozenset({"cta", "reader", "contact", "slogan"})


def sentence_features(findings: Sequence[Finding], text: str) -> Mapping[str, float]:
    """Give which signals share a sentence, the share of sentences that tell or ask, and the ends."""
    sentences = _signals_by_sentence(findings, text)
    features: dict[str, float] = {}
    for signals in sentences:
        for offer in _OFFERS:
            if offer in signals:
                features |= {f"{stance}&{offer}": 1.0 for stance in _STANCES if stance in signals}
    told = sum(bool(signals & _TOLD) for signals in sentences)
    asked = sum(bool(signals & _ASKED) and not signals & _TOLD for signals in sentences)
    features["sentences.told"] = 2.0 * told / len(sentences)
    features["sentences.asked"] = 2.0 * asked / len(sentences)
    features |= {
        f"first.{signal}": 1.0
        for signal in sentences[0] & (_TOLD | _ASKED | {"contract", "own_army", "job"})
    }
    features |= {
        f"last.{signal}": 1.0
        for signal in sentences[-1] & (_TOLD | _ASKED | {"contract", "own_army", "legal_service"})
    }
    return features


def _signals_by_sentence(findings: Sequence[Finding], text: str) -> list[set[str]]:
    """Give the signals of each sentence, in order; at least one, perhaps empty."""
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(text.rstrip()))]
    signals: list[set[str]] = [set() for _ in starts]
    for finding in findings:
        signals[bisect.bisect_right(starts, finding.span.start) - 1].add(finding.signal)
    return signals
