"""A Telegram channel's public preview, t.me/s/<name>: its posts as anyone may read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Capture, Fault, Link, Posting, Reading, Source

from ._answers import instead
from ._links import outside_target
from ._origin import MOST, Origin, Words, cut, origin_of
from ._page import moment_at, text_of, tree, words_at

_MESSAGE = ".tgme_widget_message[data-post]"
_PARTS = (
    ".tgme_widget_message_text, .tgme_widget_message_document_title, "
    ".tgme_widget_message_document_extra, .tgme_widget_message_poll_question, "
    ".tgme_widget_message_poll_option_text, .link_preview_title, .link_preview_description, "
    ".tgme_widget_message_contact, .tgme_widget_message_location, "
    ".tgme_widget_message_inline_button"
)
"""What of a message is its author's: text or caption, files' names, polls, previews, buttons."""
_TIME = ".tgme_widget_message_date time[datetime]"
_FORWARDED = ".tgme_widget_message_forwarded_from_name"
_COPIES = frozenset(("tgme_widget_message_reply", "tgme_widget_message_text"))
"""A part inside of these is a copy: of the message replied to, or of the text around it."""
_ALIASES = frozenset(("t.me", "telegram.me", "telegram.dog", "www.t.me"))


@dataclass(frozen=True, slots=True)
class Options:
    """None yet: a channel's name says all."""


def plan(source: Source) -> tuple[Link, ...]:
    """Begin with the channel's newest posts."""
    return (Link(preview_url(source.url)),)


def preview_url(url: str) -> str:
    """Give the preview's URL for any link to a channel (t.me/name, t.me/s/name, t.me/name/12)."""
    parts = urlsplit(url if "//" in url else f"https://{url}")
    host = "t.me" if parts.netloc.lower() in _ALIASES else parts.netloc
    names = [name for name in parts.path.split("/") if name]
    if host == "t.me":
        names = ["s", *[name for name in names if name != "s"][:1]]
    elif "s" not in names[-2:-1]:
        names.insert(max(len(names) - 1, 0), "s")
    return urlunsplit((parts.scheme, host, "/" + "/".join(names), "", ""))


def read(source: Source, capture: Capture) -> Reading:
    """Read a page of the preview. Posts without any words are left out, and are no fault."""
    page = tree(capture)
    messages = page.css(_MESSAGE)
    if not messages and not page.css_first(".tgme_channel_history"):
        return Reading(faults=instead(page, capture) or (_fault(page, source),))
    origin = origin_of(source, capture)
    posts = (_posting(origin, message) for message in messages[:MOST])
    return Reading(
        postings=tuple(post for post in posts if post.text),
        links=_older(page, capture),
        faults=cut(capture, len(messages)),
    )


def _posting(origin: Origin, message: LexborNode) -> Posting:
    key = message.attributes.get("data-post") or ""
    words = Words(
        text="\n".join(filter(None, _texts(message))),
        posted=moment_at(message, _TIME),
        forwarded_from=_forwarded_from(message),
    )
    return origin.posting(key, f"https://t.me/{key}", words)


def _texts(message: LexborNode) -> Iterator[str]:
    for part in message.css(_PARTS):
        if not _is_copy(part, message):
            yield _button(part) if part.tag == "a" else text_of(part, outside_target)


def _is_copy(part: LexborNode, message: LexborNode) -> bool:
    node = part.parent
    while node is not None and node.mem_id != message.mem_id:
        if not _COPIES.isdisjoint((node.attributes.get("class") or "").split()):
            return True
        node = node.parent
    return False


def _button(link: LexborNode) -> str:
    """Give a button's words and where it leads."""
    words = text_of(link)
    target = outside_target(link.attributes.get("href") or "", words)
    return f"{words} ({target})" if target else words


def _forwarded_from(message: LexborNode) -> str:
    """Give the link of the channel a post was forwarded from, or its name where it has none."""
    node = message.css_first(_FORWARDED)
    if node is None:
        return ""
    return node.attributes.get("href") or words_at(message, _FORWARDED)


def _older(page: LexborHTMLParser, capture: Capture) -> tuple[Link, ...]:
    more = page.css_first("a.tme_messages_more[data-before]")
    before = (more.attributes.get("data-before") or "") if more else ""
    if not before.isdecimal():
        return ()
    newest = preview_url(capture.final_url or capture.url)
    return (Link(f"{newest}?before={before}", role="older"),)


def _fault(page: LexborHTMLParser, source: Source) -> Fault:
    """Tell apart a place without preview, a name that nobody has, and a page not of Telegram."""
    name = preview_url(source.url).rsplit("/", 1)[-1]
    title = words_at(page, ".tgme_page_title")
    if title:
        members = words_at(page, ".tgme_page_extra")
        return Fault("preview_off", _no_preview(title, members))
    if _is_telegram(page):
        return Fault("no_such_name", f"Telegram has no public channel named {name!r}.")
    return Fault("not_telegram", f"{source.url} answered with a page that is not Telegram's.")


def _no_preview(title: str, members: str) -> str:
    who = f"“{title}” ({members})" if members else f"“{title}”"
    return f"{who} exists, but shows no public preview: it is a group, or switched its preview off."


def _is_telegram(page: LexborHTMLParser) -> bool:
    """Telegram answers 200 with its generic title for a name that does not exist."""
    node = page.css_first('meta[property="og:title"]')
    said = (node.attributes.get("content") or "") if node else ""
    return "Telegram" in f"{said} {words_at(page, 'title')}"
