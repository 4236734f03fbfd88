"""A page of adverts: each is an item of a list, most with a page of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Capture, Fault, Link, Posting, Reading, Source

from . import webpage
from ._answers import instead, odd_answer
from ._links import same_site, web_link
from ._origin import MOST, Origin, Words, cut, origin_of
from ._page import base_of, moment_at, text_of, tree, words_at
from ._selectors import check


@dataclass(frozen=True, slots=True)
class Options:
    """CSS selectors. All but `next` and `text` look inside of an item."""

    item: str
    """One advert of the list."""
    link: str = "a[href]"
    """The link to an advert's own page."""
    next: str = ""
    """The link to the next page of the list; empty for none."""
    title: str = ""
    date: str = ""
    text: str = ""
    """What of an advert's own page is the posting; empty takes all of it but its menus."""
    details: int = 20
    """How many adverts' own pages are fetched in a run; 0 takes the items as they stand."""

    def __post_init__(self) -> None:
        if not self.item:
            raise ValueError("item is empty: it says which elements of the page are adverts")
        check(item=self.item, link=self.link, next=self.next)
        check(title=self.title, date=self.date, text=self.text)


def plan(source: Source) -> tuple[Link, ...]:
    """Begin with the list's first page."""
    return (Link(source.url),)


def read(source: Source, capture: Capture) -> Reading:
    """Read a page of the list into cards and links, or an advert's own page into a posting."""
    options = source.options
    if not isinstance(options, Options):
        raise TypeError(f"{source.id}: a listing needs its options")
    if capture.role == "detail":
        return webpage.read_page(source, capture, webpage.Options(text=options.text))
    return _read_list(source, capture, options)


def _read_list(source: Source, capture: Capture, options: Options) -> Reading:
    odd = odd_answer(capture)
    if odd:
        return Reading(faults=(odd,))
    page = tree(capture)
    items = page.css(options.item)
    cards = _unique(_cards(origin_of(source, capture), page, items[:MOST], options))
    if not cards:
        return Reading(faults=_no_cards(page, capture, options))
    followed = {card.key for card in cards if options.details and _has_page(card, capture)}
    return Reading(
        postings=tuple(card for card in cards if card.key not in followed),
        links=(
            *(
                Link(card.url, role="detail", key=card.key)
                for card in cards
                if card.key in followed
            ),
            *_next_page(page, capture, options),
        ),
        cards=tuple(card for card in cards if card.key in followed),
        faults=cut(capture, len(items)),
    )


def _no_cards(page: LexborHTMLParser, capture: Capture, options: Options) -> tuple[Fault, ...]:
    sentence = f"The selector {options.item!r} finds no advert on {capture.url}."
    return instead(page, capture) or (Fault("no_items", sentence),)


def _cards(
    origin: Origin, page: LexborHTMLParser, items: list[LexborNode], options: Options
) -> Iterator[Posting]:
    base = base_of(page, origin.url)
    for item in items:
        card = _card(origin, item, options, url=_link_of(item, options.link, base))
        if card.text:
            yield card


def _card(origin: Origin, item: LexborNode, options: Options, *, url: str) -> Posting:
    """A card without a link of its own is known again by its text."""
    text = text_of(item)
    key = url or f"{origin.url}#{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    words = Words(text, words_at(item, options.title), posted=moment_at(item, options.date))
    return origin.posting(key, url or origin.url, words)


def _link_of(item: LexborNode, selector: str, base: str) -> str:
    """Give the first usable link of an item; the item may be the link itself."""
    nodes = [item] if item.tag == "a" else item.css(selector)
    links = (web_link(base, node.attributes.get("href") or "") for node in nodes)
    return next(filter(None, links), "")


def _has_page(card: Posting, capture: Capture) -> bool:
    """Links to other sites are not followed: nobody asked us to watch those."""
    base = capture.final_url or capture.url
    return card.url != base and same_site(card.url, base)


def _unique(cards: Iterator[Posting]) -> list[Posting]:
    """Keep the first card of each key, in page order."""
    found: dict[str, Posting] = {}
    for card in cards:
        found.setdefault(card.key, card)
    return list(found.values())


def _next_page(page: LexborHTMLParser, capture: Capture, options: Options) -> tuple[Link, ...]:
    node = page.css_first(options.next) if options.next else None
    base = capture.final_url or capture.url
    href = node.attributes.get("href") or "" if node else ""
    url = web_link(base_of(page, base), href) if href else ""
    return (Link(url, role="older"),) if url and url != base and same_site(url, base) else ()
