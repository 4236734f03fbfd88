"""Find words by what they end in: a verb's mood, and the small words that are their own ending."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.text.fold import fold
from monitor.text.notation import UNSPACED
from monitor.text.tokens import TOKEN


def word_endings(endings: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds words with one of these endings; a word alone is its own ending (`=was`).

    In a script without spaces they are found anywhere, the longer first.
    """
    folded = [("=" if e.startswith("=") else "", fold(e.removeprefix("=")).text) for e in endings]
    anywhere = sorted((e for _, e in folded if UNSPACED.search(e)), key=len, reverse=True)
    whole = [e for mark, e in folded if mark and not UNSPACED.search(e)]
    tails = [e for mark, e in folded if not mark and not UNSPACED.search(e)]
    any_ = TOKEN.pattern.removesuffix("+")
    parts = [_one_of(anywhere)] if anywhere else []
    parts += [rf"(?<!{any_}){_one_of(whole)}(?!{any_})"] if whole else []
    parts += [rf"(?<={any_}{{2}}){_one_of(tails)}(?!{any_})"] if tails else []
    return re.compile("|".join(parts) or r"(?!)")


def _one_of(written: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, written))})"
