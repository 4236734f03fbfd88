"""Tell which countries a text speaks of, by their calling codes: whose shillings are meant."""

from __future__ import annotations

import re

import phonenumbers

_CALLING = re.compile(r"(?<![\d+])\+[ (]{0,2}([1-9]\d{6,14}|[1-9]\d{0,2}[ )(-]{1,2}\d)")
_MOST = 3
_LONGEST = 3
"""Digits of a calling code at most."""
_UNTOLD = frozenset({"US", "001", "ZZ"})
"""Codes that several countries share, or none has."""


def called(text: str) -> frozenset[str]:
    """Give the countries whose calling codes a folded text's numbers begin with."""
    found = (_country(match[1]) for match in _CALLING.finditer(text))
    return frozenset(filter(None, found))


def _country(number: str) -> str | None:
    digits = re.match(r"\d+", number)
    for length in range(1, _LONGEST + 1):
        region = phonenumbers.region_code_for_country_code(int((digits or [""])[0][:length] or 0))
        if region not in _UNTOLD:
            return region
    return None
