"""Which script most of a text is written in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import lru_cache

_STARTS: tuple[tuple[int, str], ...] = (
    (0x0041, "Latn"),
    (0x0370, "Grek"),
    (0x0400, "Cyrl"),
    (0x0530, "Armn"),
    (0x0590, "Hebr"),
    (0x0600, "Arab"),
    (0x0700, ""),
    (0x0750, "Arab"),
    (0x0780, "Thaa"),
    (0x07C0, ""),
    (0x0870, "Arab"),
    (0x0900, "Deva"),
    (0x0980, "Beng"),
    (0x0A00, "Guru"),
    (0x0A80, "Gujr"),
    (0x0B00, "Orya"),
    (0x0B80, "Taml"),
    (0x0C00, "Telu"),
    (0x0C80, "Knda"),
    (0x0D00, "Mlym"),
    (0x0D80, "Sinh"),
    (0x0E00, "Thai"),
    (0x0E80, "Laoo"),
    (0x0F00, "Tibt"),
    (0x1000, "Mymr"),
    (0x10A0, "Geor"),
    (0x1100, "Hang"),
    (0x1200, "Ethi"),
    (0x13A0, ""),
    (0x1780, "Khmr"),
    (0x1800, ""),
    (0x1C80, "Cyrl"),
    (0x1C90, "Geor"),
    (0x1CC0, ""),
    (0x1E00, "Latn"),
    (0x1F00, "Grek"),
    (0x2000, ""),
    (0x2C60, "Latn"),
    (0x2C80, ""),
    (0x2D00, "Geor"),
    (0x2D30, ""),
    (0x2D80, "Ethi"),
    (0x2DE0, "Cyrl"),
    (0x2E00, ""),
    (0x3005, "Hani"),
    (0x3008, ""),
    (0x3041, "Jpan"),
    (0x3105, "Hani"),
    (0x3130, "Hang"),
    (0x3190, ""),
    (0x31F0, "Jpan"),
    (0x3200, ""),
    (0x3400, "Hani"),
    (0xA000, ""),
    (0xA640, "Cyrl"),
    (0xA6A0, ""),
    (0xA720, "Latn"),
    (0xA800, ""),
    (0xAB00, "Ethi"),
    (0xAB30, "Latn"),
    (0xAB70, ""),
    (0xAC00, "Hang"),
    (0xD800, ""),
    (0xF900, "Hani"),
    (0xFB00, "Latn"),
    (0xFB13, "Armn"),
    (0xFB1D, "Hebr"),
    (0xFB50, "Arab"),
    (0xFF21, "Latn"),
    (0xFF66, "Jpan"),
    (0xFFA0, "Hang"),
    (0xFFE0, ""),
    (0x20000, "Hani"),
    (0x323B0, ""),
)
"""Where each run of Unicode blocks begins; "" is a script that we do not tell."""
_BEGINS = [start for start, _ in _STARTS]
_WEIGHTS = {"Hani": 3, "Jpan": 3, "Hang": 2}
"""A Han or Korean character says as much as two or three letters."""
_KANA_SHARE = 0.1
"""Japanese prose is about half kana; a Chinese text quotes a word of it at most."""


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """ISO 15924 code of a letter; "" for what is no letter."""
    if not char.isalpha():
        return ""
    at = bisect_right(_BEGINS, ord(char)) - 1
    return _STARTS[at][1] if at >= 0 else ""


def count_scripts(text: str) -> Counter[str]:
    """Letters of a text by script, Han and Korean weighted."""
    counts: Counter[str] = Counter()
    for char, times in Counter(text).items():
        script = script_of(char)
        if script:
            counts[script] += times * _WEIGHTS.get(script, 1)
    if counts["Jpan"] > _KANA_SHARE * counts["Hani"]:
        counts["Jpan"] += counts.pop("Hani", 0)
    return +counts


def main_script(counts: Counter[str]) -> str:
    """The script of most letters; "" when there are none."""
    return max(counts, key=lambda script: (counts[script], script)) if counts else ""
