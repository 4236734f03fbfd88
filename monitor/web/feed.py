"""Write hits as RSS 2.0: what a reader of news may see, with no way to a recruiter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from monitor.model import Hit
from monitor.text.masking import mask
from monitor.web.asked import Asked
from monitor.web.terms import LABELS, term

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, not even escaped."""


def rss(asked: Asked, name: str, hits: Iterable[Hit]) -> bytes:
    """Write a feed; its links lead to the desk, where one signs in."""
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _say(channel, "title", f"{asked.config.name}: {name}")
    _say(channel, "link", asked.config.desk_url or "about:blank")
    _say(channel, "description", asked.t("Adverts that reviewers confirmed"))
    for hit in hits:
        _add(channel, hit, asked)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _add(channel: Element, hit: Hit, asked: Asked) -> None:
    entry = SubElement(channel, "item")
    said = hit.assessment
    label, lang = term(LABELS, said.label, asked.words), asked.words.language(said.lang)
    _say(entry, "title", f"{said.tier or ''} {label}, {lang}, {hit.posting.source_id}".strip())
    _say(entry, "description", mask(hit.posting.text))
    SubElement(entry, "guid", isPermaLink="false").text = hit.id
    _say(entry, "pubDate", format_datetime(hit.first_seen))
    if asked.config.desk_url:
        path = asked.url("hit", id=hit.id)
        _say(entry, "link", f"{asked.config.desk_url.rstrip('/')}{path}")


def _say(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub(" ", words)
