"""Names of the recruiters' operation that folding and phrases do not see: puns and dotted letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.model import Finding, Span
from monitor.signals._seen import Seen

_PUN = re.compile(r"\bСВО(?:им|их|й|я|и|ё|е|ей|его|ему)\b")
"""`СВОих не бросаем`: folding loses the capitals that tell the pun from the everyday word."""
_DOTTED = re.compile(r"(?<![^\W_])[сc][ ._-]{1,2}[вb][ ._-]{1,2}[оo0](?![^\W_])")
"""`С.В.О.`, `C B O`: single letters, of which "в" and "с" are everyday words by themselves."""


def find(seen: Seen) -> Iterator[Finding]:
    """Give each as a finding `army`."""
    for match in _PUN.finditer(seen.text):
        yield Finding("army", Span(*match.span()), match[0])
    for match in _DOTTED.finditer(seen.folded.text):
        yield seen.finding("army", *match.span(), "ru")
