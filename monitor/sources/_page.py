"""One parsed page: its title, its text, its links. Fed text, never bytes."""

from __future__ import annotations

import html
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Capture
from monitor.text.charset import decode

from ._forms import FORM_MARK
from ._links import reply_target, web_link
from ._render import Rendering, Target

_SHORT = 200
"""A page of less text is drawn by its scripts: its description is all that it says without them."""


def tree(capture: Capture) -> LexborHTMLParser:
    """Parse a capture. May stall, crash or eat memory: only in the worker."""
    content_type = capture.header("Content-Type")
    text = decode(capture.body, content_type)
    is_plain = content_type.lower().startswith("text/plain")
    return parse(f"<pre>{html.escape(text)}</pre>" if is_plain else text)


def parse(markup: str) -> LexborHTMLParser:
    """Parse text; bytes would turn windows-1251 into replacement characters without a word."""
    return LexborHTMLParser(markup)


def text_of(node: LexborNode, target: Target = reply_target) -> str:
    """Give what a reader sees of an element. Where all of it is hidden, scripts will show it."""
    for hidden_too in (False, True):
        rendering = Rendering(target=target, hidden_too=hidden_too)
        lines = rendering.render(node)
        if lines:
            return "\n".join([*lines, FORM_MARK] if rendering.forms.asks else lines)
    return ""


def text_of_html(markup: str) -> str:
    """Give the text of a piece of HTML, such as a feed's description."""
    if "<" not in markup and "&" not in markup:
        return "\n".join(filter(None, (" ".join(line.split()) for line in markup.splitlines())))
    root = parse(markup).root
    return text_of(root) if root else ""


def text_of_page(page: LexborHTMLParser, selector: str = "") -> str:
    """Give a page's text under its title, or that of the elements a selector names; empty if none."""
    if selector:
        return _joined(text_of(node) for node in page.css(selector))
    body = page.body or page.root
    text = text_of(body) if body else ""
    if len(text) < _SHORT:
        text = under(text, _meta(page, "description", "og:description"))
    return under(text, title_of(page))


def _joined(texts: Iterable[str]) -> str:
    """Put texts below one another, with one mark for the forms of all."""
    lines = [line for text in texts for line in text.split("\n") if line]
    unmarked = [line for line in lines if line != FORM_MARK]
    return "\n".join(unmarked if lines == unmarked else [*unmarked, FORM_MARK])


def base_of(page: LexborHTMLParser, url: str) -> str:
    """Give the address that the links of the page at `url` start from."""
    node = page.css_first("base[href]")
    return (web_link(url, node.attributes.get("href") or "") if node else "") or url


def under(text: str, title: str) -> str:
    """Put a title above a text that does not say it already."""
    folded = " ".join(text.split())
    return text if title in folded else "\n".join(filter(None, (title, text)))


def title_of(page: LexborHTMLParser, selector: str = "") -> str:
    """Give a page's title in one line."""
    for wanted in filter(None, (selector, "head title", "h1")):
        found = words_at(page, wanted)
        if found:
            return found
    return _meta(page, "og:title")


def words_at(page: LexborHTMLParser | LexborNode, selector: str) -> str:
    """Give the words of the first element that a selector names, in one line; empty if none."""
    node = page.css_first(selector) if selector else None
    return " ".join((node.text() or "").split()) if node else ""


def moment_at(page: LexborHTMLParser | LexborNode, selector: str) -> str:
    """Give the time an element states: its `datetime` or `content`, or else its words."""
    node = page.css_first(selector) if selector else None
    if node is None:
        return ""
    attributes = node.attributes
    return attributes.get("datetime") or attributes.get("content") or node.text() or ""


def _meta(page: LexborHTMLParser, *names: str) -> str:
    for name in names:
        node = page.css_first(f'meta[name="{name}"], meta[property="{name}"]')
        content = " ".join((node.attributes.get("content") or "").split()) if node else ""
        if content:
            return content
    return ""
