"""One page that is one posting: a landing page, a card, an article."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import Capture, Fault, Link, Reading, Source

from ._answers import instead, odd_answer
from ._origin import Words, origin_of
from ._page import moment_at, text_of_page, title_of, tree
from ._selectors import check


@dataclass(frozen=True, slots=True)
class Options:
    """CSS selectors; each may be left empty."""

    text: str = ""
    """What of the page is the posting; empty takes all of it but its menus."""
    title: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        check(text=self.text, title=self.title, date=self.date)


def plan(source: Source) -> tuple[Link, ...]:
    """Begin, and end, with the page itself."""
    return (Link(source.url),)


def read(source: Source, capture: Capture) -> Reading:
    """Read the page as one posting, keyed by the URL that the source names."""
    options = source.options if isinstance(source.options, Options) else Options()
    return read_page(source, capture, options)


def read_page(source: Source, capture: Capture, options: Options) -> Reading:
    """Read a page as one posting. Where its selector finds nothing, the whole page is taken."""
    odd = odd_answer(capture)
    if odd:
        return Reading(faults=(odd,))
    page = tree(capture)
    text = text_of_page(page, options.text) if options.text else ""
    faults = () if text or not options.text else (_nothing_at(options.text, capture),)
    text = text or text_of_page(page)
    if not text:
        return Reading(faults=(Fault("no_text", f"{capture.url} shows no text."),))
    # Reported beside the posting: a title of that kind must not hide an advert.
    faults = (*faults, *instead(page, capture))
    title = title_of(page, options.title)
    words = Words(text, title, posted=moment_at(page, options.date))
    origin = origin_of(source, capture)
    posting = origin.posting(capture.key or capture.url, origin.url, words)
    return Reading(postings=(posting,), faults=faults)


def _nothing_at(selector: str, capture: Capture) -> Fault:
    sentence = f"The selector {selector!r} finds no text on {capture.url}; all of it was read."
    return Fault("no_text", sentence)
