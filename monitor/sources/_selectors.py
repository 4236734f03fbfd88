"""CSS selectors that a person wrote into a source's file."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, SelectolaxError


def check(**selectors: str) -> None:
    """Raise ValueError for the first that is none. Each has the name of its key; empty is none."""
    empty = LexborHTMLParser("")
    for key, selector in selectors.items():
        try:
            empty.css(selector) if selector else []
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f"{key} = {selector!r} is not a CSS selector") from error
