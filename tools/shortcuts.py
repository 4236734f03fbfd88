"""Print how well each single shortcut tells offers from the rest: above 0.70 the corpus is too easy.

python tools/shortcuts.py
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from monitor import rulebook
from monitor.desk.corpus import Labelled, read_corpus
from monitor.text.fold import fold

CORPUS = Path(__file__).parent.parent / "fixtures" / "adverts"
MOST = 0.70

_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_QUOTE = re.compile('[«»“”"„]')

PAPERS = frozenset({"citizenship", "passport", "residence", "promise"})
"""Words of a promise, made, sold or reported: the label is a promise made, which only offers do."""


def _named(text: str) -> set[str]:
    return {match.signal for match in rulebook.load().phrases.find(fold(text).text)}


SHORTCUTS: Mapping[str, Callable[[Labelled], bool]] = {
    "a sum present": lambda text: bool(text.money),
    "two sums or more": lambda text: len(text.money or ()) > 1,
    "a contact present": lambda text: bool(text.contacts),
    "foreigners addressed (label)": lambda text: text.foreigners,
    "citizenship or a passport named": lambda text: bool(PAPERS & _named(text.text)),
    "an emoji": lambda text: bool(_EMOJI.search(text.text)),
    "three lines or more": lambda text: text.text.count("\n") >= 2,
    "an exclamation mark": lambda text: "!" in text.text,
    "a question mark": lambda text: "?" in text.text,
    "quotation marks": lambda text: bool(_QUOTE.search(text.text)),
}


def accuracy(claims: list[tuple[bool, bool]]) -> float:
    """Give the balanced accuracy of claim against truth, in the better direction."""
    offers = [claim for claim, is_offer in claims if is_offer]
    others = [claim for claim, is_offer in claims if not is_offer]
    balanced = (sum(offers) / len(offers) + 1 - sum(others) / len(others)) / 2
    return max(balanced, 1 - balanced)


def by_length(texts: list[Labelled]) -> float:
    """Give the accuracy of the best single cut of the length."""
    lengths = sorted(len(text.text) for text in texts)
    cuts = lengths[:: max(1, len(lengths) // 60)]
    return max(accuracy([(len(t.text) > cut, t.is_offer) for t in texts]) for cut in cuts)


def figures(texts: list[Labelled]) -> dict[str, float]:
    """Give each shortcut's accuracy."""
    found = {
        name: accuracy([(claim(t), t.is_offer) for t in texts]) for name, claim in SHORTCUTS.items()
    }
    return found | {"length": by_length(texts)}


def main() -> None:
    texts = read_corpus(CORPUS)
    found = figures(texts)
    for name, value in sorted(found.items(), key=lambda pair: -pair[1]):
        sys.stdout.write(f"{value:.2f}  {name}\n")
    offers = sum(text.is_offer for text in texts)
    sys.stdout.write(f"{len(texts)} texts, {offers} offers; none may be above {MOST:.2f}\n")
    sys.exit(max(found.values()) > MOST)


if __name__ == "__main__":
    main()
