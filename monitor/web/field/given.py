"""Read numbers out of addresses and forms, where anything may stand."""

from __future__ import annotations

LONGEST = 18
"""Digits that the database's integers surely hold."""


def number(words: str) -> int | None:
    """Give a number of ours; None for what is none, or longer than any."""
    fits = words.isascii() and words.isdecimal() and len(words) <= LONGEST
    return int(words) if fits else None
