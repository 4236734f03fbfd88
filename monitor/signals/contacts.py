"""Ways to reply that the text gives."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.model import Finding, Span
from monitor.signals._seen import Seen
from monitor.text.contacts import find_contacts


def find(seen: Seen) -> Iterator[Finding]:
    """Give each contact as a finding `contact`."""
    for found in find_contacts(seen.text, seen.hints, seen.lang):
        quote = seen.text[found.start : found.end]
        yield Finding("contact", Span(found.start, found.end), quote, found.contact)
