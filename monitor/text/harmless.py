"""Make hostile words harmless: no control characters, no live link, no formula."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiner: spelling in Persian and the Indic scripts, and in emoji."""
_FORMULA = re.compile(r"\s*[=+\-@|%\t\r]")


def clean(words: str, *, limit: int = 400) -> str:
    """Give one line of visible characters: no controls, no bidirectional overrides, bounded."""
    head = words[: limit * 8]
    shown = head if head.isprintable() else "".join(map(_visible, head))
    line = " ".join(shown.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def lines(words: str) -> str:
    """Give all lines of a text, each with what `clean` lets through."""
    return "\n".join("".join(map(_visible, line)).rstrip() for line in words.splitlines())


def _visible(mark: str) -> str:
    if mark in JOINERS:
        return mark
    match unicodedata.category(mark):
        case "Cc" | "Zl" | "Zp" | "Zs":
            return " "
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
    return mark


def defang(url: str) -> str:
    """Write a URL so that no program makes a link of it: hxxps://example[.]org/x. Idempotent."""
    line = clean(url, limit=300)
    found = re.match(r"(https?|hxxps?)://", line, re.IGNORECASE)
    if found:
        safe = found[1].lower().replace("tt", "xx")
        return f"{safe}://{_dots(line[found.end() :])}"
    return _dots(re.sub(r"^([a-z][a-z0-9+.-]*):", r"\1[:]", line, flags=re.IGNORECASE))


def _dots(words: str) -> str:
    """Break the dots inside words, and the at signs, once."""
    words = re.sub(r"(?<=[^\s\[])\.(?=[^\s\]])", "[.]", words)
    return words.replace("[@]", "@").replace("@", "[@]")


def defang_within(words: str) -> str:
    """Defang each web address in words of ours, such as what a fetch says that it could not get."""
    return re.sub(
        r"https?://[^\s\"<>]+", lambda found: defang(found[0]), words, flags=re.IGNORECASE
    )


def defang_name(name: str) -> str:
    """Write the name of a source, which may be an address, so that nothing makes a link of it."""
    line = clean(name, limit=120)
    return defang(line) if "://" in line else _dots(line)


def quell(words: str) -> str:
    """Keep a spreadsheet from running words as a formula, should somebody paste them into one."""
    return f"'{words}" if _FORMULA.match(unicodedata.normalize("NFKC", words)) else words


def web_address(url: str) -> str:
    """Give a link of our own back if it is http(s) and harmless; else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable()
    return url if usable and not re.search(r"[\s<>\"']", url) else ""
