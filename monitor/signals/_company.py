"""Features of which signals keep company: in the whole text (`army+report`), in a sentence (`army&report`).

A word alone says little: news and warnings use all of an advert's words. What it is said with tells
more, and does so in any language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

PAIR = 0.5
"""Value of a pair: half of a signal's, so that a fit needs twice as much to believe in one."""
TOGETHER, IN_A_SENTENCE = "+", "&"


def company_features(sentences: Collection[Collection[str]]) -> Mapping[str, float]:
    """Give each pair of signals of a text, and each that shares a sentence."""
    everywhere = {signal for signals in sentences for signal in signals}
    pairs = {*_pairs(everywhere, TOGETHER)}
    for signals in sentences:
        pairs.update(_pairs(signals, IN_A_SENTENCE))
    return dict.fromkeys(pairs, PAIR)


def _pairs(signals: Iterable[str], link: str) -> Iterable[str]:
    return map(link.join, combinations(sorted(signals), 2))
