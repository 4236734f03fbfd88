"""Find the element that repeats on a page of adverts. A hostile page stalls the parser: a worker's job."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from selectolax.lexbor import LexborHTMLParser, LexborNode

MEMORY = 1_000_000_000
"""Bytes; the parser takes about 60 times a page of 5 MB, at the very worst."""
FEWEST = 4
"""Elements that make a list: menus of two or three teasers are no list of adverts."""
SHORTEST_TEXT = 25
"""Code points an advert's card has on average; menu entries have fewer."""
LEAST_SHARE = 0.25
"""Of the page's text that stands in the cards: below it they are teasers beside a posting."""
LONGEST_TEXT = 300
"""Text beyond this does not make an element likelier: else the page's frame would win."""
FRAME = {"nav", "header", "footer", "aside", "script", "style", "option"}
PLAIN_CLASS = re.compile(r"[A-Za-z_][\w-]*")
FEED_LINK = 'link[rel="alternate"][type*="rss"], link[rel="alternate"][type*="atom"]'


def structure(html: str) -> tuple[str, str]:
    """Give the selector of a page's adverts and the address of its feed; empty for none."""
    page = LexborHTMLParser(html)
    return repeated(page) or "", feed(page) or ""


def repeated(page: LexborHTMLParser) -> str | None:
    """Give a CSS selector of the likeliest advert cards; None when nothing repeats."""
    page.strip_tags(["script", "style", "noscript", "template", "option"])
    least = LEAST_SHARE * _length(page.body) if page.body else 0
    groups: dict[tuple[int, str], list[LexborNode]] = defaultdict(list)
    for anchor in page.css("a[href]"):
        for node in _ancestors(anchor):
            selector = _selector(node)
            if selector and node.parent is not None:
                groups[node.parent.mem_id, selector].append(node)
    scores: Counter[str] = Counter()
    for (_, selector), nodes in groups.items():
        scores[selector] += _score({node.mem_id: node for node in nodes}, least=least)
    best = scores.most_common(1)
    return best[0][0] if best and best[0][1] else None


def feed(page: LexborHTMLParser) -> str | None:
    """Give the address of the page's own feed; None when it names none."""
    link = page.css_first(FEED_LINK)
    return (link.attributes.get("href") if link else None) or None


def _ancestors(anchor: LexborNode) -> list[LexborNode]:
    """Give an anchor and what encloses it, innermost first; nothing within the page's frame."""
    found: list[LexborNode] = []
    node: LexborNode | None = anchor
    while node is not None and node.tag not in {"body", "html"} and len(found) < 30:
        if node.tag in FRAME:
            return []
        found.append(node)
        node = node.parent
    return found


def _selector(node: LexborNode) -> str | None:
    classes = (node.attributes.get("class") or "").split()
    plain = next((name for name in classes if PLAIN_CLASS.fullmatch(name)), None)
    if plain:
        return f"{node.tag}.{plain}"
    return node.tag if node.tag in {"article", "li", "tr"} else None


def _score(nodes: dict[int, LexborNode], *, least: float) -> int:
    """Weigh elements of one parent; 0 for what cannot be a list of adverts."""
    lengths = [_length(node) for node in nodes.values()]
    if len(nodes) < FEWEST or sum(lengths) < max(least, SHORTEST_TEXT * len(nodes)):
        return 0
    return int(sum(min(length, LONGEST_TEXT) for length in lengths))


def _length(node: LexborNode) -> int:
    return len(" ".join((node.text() or "").split()))
