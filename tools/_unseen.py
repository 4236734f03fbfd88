"""Show labelled texts as if nobody had read them: without the phrases that only they have.

The words of the rules know the texts that they were written with better than any other: a phrase
that no text of another group has, was most likely added for this one. Judged without such phrases
the tuned texts are found as often as texts that are kept aside; words against an offer, more varied
than its own, are lacking most, which no share taken away at random tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.assess import found_in, look
from monitor.desk.corpus import Labelled
from monitor.model import Finding
from monitor.rulebook import Rules
from monitor.signals._seen import Seen
from monitor.signals._telling import telling
from monitor.text.phrases import Match, Phrase, longest


def examined_unseen(
    texts: Sequence[Labelled], rules: Rules
) -> Iterator[tuple[Seen, list[Finding]]]:
    """Give what each text would show if the phrases that only its group has were not known."""
    looks = [look(text.text, rules, text.hints) for text in texts]
    matches = [list(rules.phrases.matches(seen.folded.text)) for seen in looks]
    owners: dict[Phrase, set[str]] = defaultdict(set)
    for text, found in zip(texts, matches, strict=True):
        for match in found:
            owners[match.phrase].add(group_of(text))
    for text, seen, found in zip(texts, looks, matches, strict=True):
        own = {group_of(text)}
        known = longest(m for m in found if _is_helper(m) or owners[m.phrase] != own)
        shown = replace(seen, said=tuple(known), matches=tuple(telling(known, rules, seen.lang)))
        yield shown, found_in(shown)


def group_of(text: Labelled) -> str:
    """Name what a text belongs to: its pair or group, or itself."""
    return f"{text.lang}:{text.group or text.id}"


def _is_helper(match: Match) -> bool:
    """Tell the words around a number, a closed class, from reasons."""
    return ":" in match.signal
