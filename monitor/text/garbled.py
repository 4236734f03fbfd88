"""Undo mojibake: UTF-8 that somebody read as a single-byte code page (`РєРѕРЅС‚СЂР°РєС‚`).

Only in a text that has a run of four characters or more which decode strictly: no clean text has.
"""

from __future__ import annotations

import re

from monitor.text.folded import Folded

LEAST = 4
"""Characters that one run must decode to, before shorter ones are decoded too."""


def _table(codec: str) -> dict[str, int]:
    """Give the bytes past ASCII by what a code page makes of them; bare controls stand for theirs."""
    controls = {chr(byte): byte for byte in range(0x80, 0xA0)}
    return controls | {
        char: byte for byte in range(0x80, 0x100) if (char := bytes([byte]).decode(codec, "ignore"))
    }


def _garbled(table: dict[str, int], least: int) -> re.Pattern[str]:
    lead = re.escape("".join(char for char, byte in table.items() if 0xC2 <= byte <= 0xF4))
    rest = re.escape("".join(char for char, byte in table.items() if byte < 0xC0))
    return re.compile(f"(?:[{lead}][{rest}]{{1,3}}){{{least},}}")


_TABLES = (_table("cp1251"), _table("cp1252"))
_CODECS = tuple((_garbled(table, LEAST), _garbled(table, 1), table) for table in _TABLES)


def ungarble(text: str) -> Folded | None:
    """Decode garbled runs, with origins; None for a text that has none."""
    if text.isascii():
        return None
    for surely, garbled, table in _CODECS:
        if any(_decoded(match[0], table) is not None for match in surely.finditer(text)):
            return _decode(text, garbled, table)
    return None


def _decode(text: str, garbled: re.Pattern[str], table: dict[str, int]) -> Folded:
    chars: list[str] = []
    origins: list[int] = []
    at = 0
    for match in garbled.finditer(text):
        decoded = _decoded(match[0], table)
        if decoded is None:
            continue
        chars += text[at : match.start()]
        origins += range(at, match.start())
        place = match.start()
        for char in decoded:
            chars.append(char)
            origins.append(place)
            place += len(char.encode())
        at = match.end()
    return Folded("".join(chars) + text[at:], [*origins, *range(at, len(text))])


def _decoded(run: str, table: dict[str, int]) -> str | None:
    try:
        return bytes(table[char] for char in run).decode()
    except UnicodeDecodeError:
        return None
