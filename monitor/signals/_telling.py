"""Choose which of the words found in a text tell what it is.

Left out are words that a longer phrase against an offer contains ("do not sign the contract"), and
words against one that are only read into a text: "atmış" is Turkish for "threw" and a mission of the
African Union in Somali.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from monitor.rulebook import Rules
from monitor.text.language import UNKNOWN
from monitor.text.phrases import Match

_SPEAKS_ON = {"warning", "employment", "disclaimer"}
"""What a warning, a labour contract or a disclaimer begins to name belongs to it, to its last word."""
_MIXED_IN = frozenset({"en", "ru"})
"""Languages whose words people use in any other."""
_KIN = (
    frozenset({"ru", "uk", "kk", "ky", "tg", "uz-Cyrl"}),
    frozenset({"az", "tr", "uz-Latn"}),
    frozenset({"en", "es", "fr", "pt"}),
    frozenset({"hi", "ne"}),
    frozenset({"hi", "hi-Latn", "ur-Latn"}),
    frozenset({"ur", "ur-Latn", "hi-Latn"}),
    frozenset({"sr-Cyrl", "sr-Latn"}),
    frozenset({"uz-Latn", "uz-Cyrl"}),
    frozenset({"zh", "zh-Hans", "zh-Hant"}),
)
"""Languages of one another's words: written in two ways, spoken alike, or of the same loans (a
lawyer, a court, an editor's office) in the same letters."""
_TOLD_APART = frozenset(
    [
        "ar",
        "az",
        "bn",
        "en",
        "es",
        "fr",
        "hi",
        "hi-Latn",
        "hy",
        "ka",
        "kk",
        "ky",
        "ne",
        "pt",
        "ru",
        "si",
        "so",
        "sr-Cyrl",
        "sr-Latn",
        "sw",
        "ta",
        "tg",
        "tr",
        "uk",
        "ur",
        "ur-Latn",
        "uz-Cyrl",
        "uz-Latn",
        "zh",
    ]
)
"""Languages of words that the guess of a text's language knows; a deployment may add others."""


def telling(matches: Sequence[Match], rules: Rules, lang: str) -> list[Match]:
    """Give what tells of a text in a language, by start as it came."""
    adverse = against(rules)
    known = _known_in(lang)
    return _unmasked([m for m in matches if not _is_read_into(m, known, adverse)], adverse)


def against(rules: Rules) -> Collection[str]:
    """Give the signals that speak against an offer."""
    return {
        signal.id for signal in rules.signals.values() if signal.against and not signal.experimental
    }


def _known_in(lang: str) -> Collection[str]:
    """Give the languages whose single words count in a text of this one; none where all do."""
    if lang == UNKNOWN:
        return ()
    return {lang, *_MIXED_IN, *(kin for family in _KIN if lang in family for kin in family)}


def _is_read_into(match: Match, known: Collection[str], adverse: Collection[str]) -> bool:
    """Tell a single word against an offer that is one in another language only.

    Words for an offer are left in whatever language they are: to miss one costs an advert.
    """
    is_foreign = bool(known) and match.phrase.lang in _TOLD_APART.difference(known)
    return is_foreign and match.signal in adverse and " " not in match.phrase.pattern


def _unmasked(matches: Iterable[Match], adverse: Collection[str]) -> list[Match]:
    """Leave out what a longer phrase against an offer contains: "do not sign the contract".

    Takes matches by start, the longer first; one sweep, however many there are.
    """
    furthest: dict[str, Match] = {}
    kept: list[Match] = []
    for match in matches:
        if not any(_covers(mask, match) for mask in furthest.values()):
            kept.append(match)
        before = furthest.get(match.signal)
        if match.signal in adverse and (before is None or match.end > before.end):
            furthest[match.signal] = match
    return kept


def _covers(mask: Match, match: Match) -> bool:
    """Tell whether a mask takes a match: it contains it, or speaks of what begins inside it."""
    if mask.signal in _SPEAKS_ON and mask.start < match.start < mask.end:
        return True
    is_longer = mask.end - mask.start > match.end - match.start
    return is_longer and match.end <= mask.end and mask.signal != match.signal
