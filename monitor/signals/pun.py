"""The recruiters' pun on their operation's name: `СВОих не бросаем`, told by its capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.model import Finding, Span
from monitor.signals._seen import Seen

_PUN = re.compile(r"\bСВО(?:им|их|й|я|и|ё|е|ей|его|ему)\b")
"""Folding loses the capitals that tell the pun from the everyday word."""


def find(seen: Seen) -> Iterator[Finding]:
    """Give each pun as a finding `army`."""
    for match in _PUN.finditer(seen.text):
        yield Finding("army", Span(*match.span()), match[0])
