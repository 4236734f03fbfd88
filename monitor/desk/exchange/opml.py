"""OPML: how feed readers hand over what they are subscribed to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from monitor.desk.exchange.entry import Entry, Listed, Written, entry_of
from monitor.errors import ConfigError

NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say at all."""
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read(text: str) -> Listed:
    """Read the feeds of all outlines, however deep. Raises ConfigError on what is no OPML."""
    entries: list[Entry] = []
    seen: set[str] = set()
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        seen.add(name.lower())
        given = {key.lower(): value for key, value in attributes.items()}
        if name.lower() == "outline" and given.get("xmlurl"):
            title = (given.get("title") or given.get("text") or "").strip()
            keys: dict[str, object] = {"kind": "feed", **({"name": title} if title else {})}
            entries.append(entry_of(f"line {parser.CurrentLineNumber}", given["xmlurl"], keys))

    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse_entities
    _parse(parser, text)
    if "opml" not in seen:
        raise ConfigError(["this is XML but not OPML: it has no element <opml>"])
    return Listed(tuple(entries))


def write(tables: Mapping[str, Mapping[str, object]]) -> Written:
    """Write the feeds; nothing else of the sources is what a feed reader could read."""
    feeds = {name: table for name, table in tables.items() if table["kind"] == "feed"}
    lines = [_outline(str(table.get("name") or name), table) for name, table in feeds.items()]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        "  <head><title>advert-monitor</title></head>\n  <body>\n"
        f"{''.join(lines)}  </body>\n</opml>\n"
    )
    left_out = tuple(name for name in tables if name not in feeds)
    return Written(text, len(feeds), left_out)


def _outline(name: str, table: Mapping[str, object]) -> str:
    title, url = (quoteattr(NO_XML.sub("�", words)) for words in (name, str(table["url"])))
    return f'    <outline type="rss" text={title} title={title} xmlUrl={url}/>\n'


def _refuse_entities(*_: object) -> None:
    """Refuse a file that declares its own entities: some lines of them unfold to gigabytes."""
    raise ConfigError(["this file declares entities of its own, which no OPML needs"])


def _parse(parser: expat.XMLParserType, text: str) -> None:
    # The text is decoded already; a declaration of another encoding would be believed.
    body = DECLARATION.sub("", text).encode("utf-8", "replace")
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        words = expat.ErrorString(error.code)
        raise ConfigError([f"line {error.lineno}: this is no well-formed XML ({words})"]) from error
