"""A feed: RSS, Atom or JSON Feed. What it says is untrusted, its links and dates too."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice

import feedparser

from monitor.model import Capture, Fault, Link, Posting, Reading, Source
from monitor.text.charset import decode

from . import webpage
from ._answers import instead
from ._links import web_link
from ._origin import MOST, Origin, Words, cut, origin_of
from ._page import text_of_html, tree, under
from ._selectors import check

_ITEM_ENDS = ("</item>", "</entry>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True, slots=True)
class Options:
    """Whether items' own pages are read as well."""

    details: int = 0
    """How many items' own pages are fetched in a run; 0 takes what the feed itself says."""
    text: str = ""
    """CSS selector of the posting on an item's own page; empty takes all of it but its menus."""

    def __post_init__(self) -> None:
        check(text=self.text)


@dataclass(frozen=True, slots=True)
class _Item:
    """An item as its feed states it, in HTML."""

    id: str
    link: str
    title: str
    body: str
    date: str


def plan(source: Source) -> tuple[Link, ...]:
    """Begin with the feed."""
    return (Link(source.url),)


def read(source: Source, capture: Capture) -> Reading:
    """Read a feed into postings, or an item's own page into one."""
    options = source.options if isinstance(source.options, Options) else Options()
    if capture.role == "detail":
        return webpage.read_page(source, capture, webpage.Options(text=options.text))
    content = decode(capture.body, capture.header("Content-Type"))
    items, total = _json_items(content) if content.lstrip()[:1] == "{" else _xml_items(content)
    if items is None:
        sentence = f"{capture.url} is no feed that can be read (RSS, Atom or JSON Feed)."
        return Reading(faults=instead(tree(capture), capture) or (Fault("not_a_feed", sentence),))
    origin = origin_of(source, capture)
    postings = _unique(_posting(origin, item) for item in items)
    reading = _followed(postings, options, origin)
    return replace(reading, faults=cut(capture, total))


def _followed(postings: tuple[Posting, ...], options: Options, origin: Origin) -> Reading:
    """Ask for the items' own pages, where that is wanted; the feed's words stand in for them."""
    alone = {
        posting.key for posting in postings if not options.details or posting.url == origin.url
    }
    linked = tuple(posting for posting in postings if posting.key not in alone)
    return Reading(
        postings=tuple(posting for posting in postings if posting.key in alone),
        links=tuple(Link(posting.url, role="detail", key=posting.key) for posting in linked),
        cards=linked,
    )


def _posting(origin: Origin, item: _Item) -> Posting:
    title = " ".join(text_of_html(item.title).split())
    text = under(text_of_html(item.body), title)
    url = web_link(origin.url, item.link) if item.link else ""
    key = item.id or url or hashlib.sha256(text.encode()).hexdigest()
    return origin.posting(key, url or origin.url, Words(text, title, posted=item.date))


def _unique(postings: Iterator[Posting]) -> tuple[Posting, ...]:
    """Keep every text: feeds that give all items one id would else show one advert."""
    found: dict[str, Posting] = {}
    for posting in postings:
        first = found.setdefault(posting.key, posting)
        if posting.text and first.text != posting.text:
            digest = hashlib.sha256(posting.text.encode()).hexdigest()[:16]
            key = f"{posting.key}#{digest}"
            found[key] = replace(posting, key=key)
    return tuple(posting for posting in found.values() if posting.text)


def _xml_items(content: str) -> tuple[list[_Item] | None, int]:
    """Give the first items and how many there are; None for what is no feed.

    The bytes go through `BytesIO`: given a body that is a path, feedparser opens the file.
    They are UTF-8 whatever the document declares.
    """
    content, total = _shorten(_DECLARATION.sub("", content, count=1))
    parsed = feedparser.parse(
        BytesIO(content.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        return None, 0
    return [_xml_item(entry) for entry in parsed.entries[:MOST]], total


def _shorten(content: str) -> tuple[str, int]:
    """Cut out the items after the first, before anybody parses them; say how many there were."""
    end = max(_ITEM_ENDS, key=content.count)
    total = content.count(end)
    if total <= MOST:
        return content, total
    cut = 0
    for _ in range(MOST):
        cut = content.index(end, cut) + len(end)
    return content[:cut] + content[content.rindex(end) + len(end) :], total


def _xml_item(entry: Mapping[str, object]) -> _Item:
    return _Item(
        id=_word(entry, "id"),
        link=_word(entry, "link"),
        title=_word(entry, "title"),
        body=max((*_contents(entry), _word(entry, "summary")), key=len),
        date=_word(entry, "published") or _word(entry, "updated"),
    )


def _contents(entry: Mapping[str, object]) -> Iterator[str]:
    """Give `content:encoded` and Atom's `content`: the whole text where the summary is a part."""
    contents = entry.get("content")
    for content in contents if isinstance(contents, list) else ():
        yield str(content.get("value") or "")


def _json_items(content: str) -> tuple[list[_Item] | None, int]:
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        return None, 0
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return None, 0
    first = islice((item for item in items if isinstance(item, dict)), MOST)
    return [_json_item(item) for item in first], len(items)


def _json_item(item: Mapping[str, object]) -> _Item:
    return _Item(
        id=_word(item, "id"),
        link=_word(item, "url") or _word(item, "external_url"),
        title=_word(item, "title"),
        body=_word(item, "content_html") or _word(item, "content_text") or _word(item, "summary"),
        date=_word(item, "date_published") or _word(item, "date_modified"),
    )


def _word(fields: Mapping[str, object], name: str) -> str:
    """Give a field that may be missing, or of any type."""
    value = fields.get(name)
    return str(value) if isinstance(value, str | int) else ""
