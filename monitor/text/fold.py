"""Fold text to a comparable form, and keep where each folded character came from.

Folding is per character wherever it can be (case, width, accents, Cyrillic and Arabic variants,
native digits), and per word where disguise is at work (Latin letters inside a Cyrillic word).
A folded text is only ever compared; what is shown is always a span of the posting's own text.
"""

from __future__ import annotations

import re
import unicodedata

from monitor.text.folded import Folded
from monitor.text.garbled import ungarble

JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ: letters' company in Indic and Arabic script, disguise elsewhere."""

# Letters that writers without the right keyboard type as their Russian neighbour (Tajik, Kazakh,
# Kyrgyz, Uzbek, Ukrainian), so that both spellings meet in one form.
_CYRILLIC = str.maketrans("ёқғҳҷӣӯүұңөәіһїєґўҚҒ", "екгхчиуууноаихиегукг")
# Arabic letters that are typed one for another; Persian and Urdu forms too.
_ARABIC = str.maketrans("أإآٱىئیےکةۃہھ", "ااااييييكههەه".replace("ە", "ه"))
_LATIN = str.maketrans("ıəøłđðħŧßæœǝ", "ieolddhtsaoe")
_QUOTES = str.maketrans(
    dict.fromkeys("ʻʼ’‘`´ʹʽ＇ʾʿ", "'") | dict.fromkeys("–—−‐‑‒―➖", "-") | dict.fromkeys("№", "n")
)
_SPACES = frozenset(
    "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u2004\u2005\u2006\u3000\u1680\u205f\t\x0b\x0c\r"
)
_LINES = frozenset("\u2028\u2029\x85")
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff\u061c\u180e\u034f\u0640\ufe0e\ufe0f\u20e3"
_ARMENIAN_STRESS = "\u055a\u055b\u055c\u055e"
_INVISIBLE_RANGES = ((0x202A, 0x202F), (0x2066, 0x206A), (0xFE00, 0xFE0E), (0xE0000, 0xE0080))
_DROPPED = frozenset(_INVISIBLE + _ARMENIAN_STRESS) | frozenset(
    chr(code) for first, end in _INVISIBLE_RANGES for code in range(first, end)
)
_ARABIC_MARKS = frozenset(
    map(chr, (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06ED)))
)
_NUKTAS = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c")
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")

_TO_CYRILLIC = str.maketrans("abcehkmoptxyu3046i", "авсенкмортхуизочби")
_TO_LATIN = str.maketrans("авсенкмортхуі", "abcehkmoptxyi")
_ALIKE = frozenset("abcehkmoptxy")
_LOOKALIKE = re.compile(r"[abcehkmoptxy30]{3,}\Z")
_MIXED = re.compile(r"[a-z0-9@][а-я]|[а-я][a-z0-9@]")
_WORD = re.compile(r"[a-zа-я0-9@]+")
_HAS_CYRILLIC = re.compile(r"[а-я]")
_LETTER = re.compile(r"[^\W\d_]")
_UNREADABLE = "\ufffd"
"""Stands for half a surrogate pair, which no matcher that works on UTF-8 takes."""


class _Table(dict[int, str]):
    """Character -> folded characters, filled as characters are met (Unicode is large)."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters that do not fold to exactly one: their text needs origins."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        self[code] = folded
        return folded


def _fold_character(char: str) -> str:
    if char in _SPACES:
        return " "
    if char in _LINES:
        return "\n"
    if "\ud800" <= char <= "\udfff":
        return _UNREADABLE
    if char in _DROPPED or char in _ARABIC_MARKS or char in _NUKTAS:
        return ""
    char = char.translate(_QUOTES).translate(_SMALL_CAPITALS)
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    return "".join(
        _fold_compatible(part)
        for part in unicodedata.normalize("NFKC", _unframe(char))
        if part not in _NUKTAS
    )


def _unframe(char: str) -> str:
    """Undo frames around letters that NFKC leaves: regional indicators, squared and circled capitals."""
    code = ord(char)
    for first in (0x1F170, 0x1F150, 0x1F130, 0x1F1E6):
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    return char


def _fold_compatible(char: str) -> str:
    lowered = char.lower()
    lowered = lowered if len(lowered) == 1 else lowered[0]
    if "\u0400" <= lowered <= "\u04ff":
        lowered = lowered.translate(_CYRILLIC)
        return lowered if lowered in "йў" else _without_marks(lowered)
    if "\u0600" <= lowered <= "\u06ff":
        return lowered.translate(_ARABIC)
    if lowered < "\u0250" or lowered == "ə" or "\u1e00" <= lowered <= "\u1eff":
        return _without_marks(lowered).translate(_LATIN)
    return "ं" if lowered == "ँ" else lowered


def _without_marks(char: str) -> str:
    return unicodedata.normalize("NFD", char)[:1]


_TABLE = _Table()


def fold(text: str) -> Folded:
    """Fold with origins. Never raises; time is proportional to length."""
    if (decoded := ungarble(text)) is not None:
        folded = _fold(decoded.text)
        return Folded(folded.text, [decoded.origins[i] for i in folded.origins])
    return _fold(text)


def bare(text: str) -> str:
    """Give the text of `fold` alone: cheaper, for a first look at what is mostly of no interest."""
    even = text.translate(_TABLE)
    if ungarble(text) is not None or _has_stray_marks(even):
        return fold(text).text
    return _undisguise(even)


def _fold(text: str) -> Folded:
    even = text.translate(_TABLE)
    if _TABLE.uneven.isdisjoint(text) and not _has_stray_marks(even):
        return Folded(_undisguise(even), range(len(text)))
    return _fold_slowly(text)


def squash(text: str) -> str:
    """Fold without origins, for a first look: much faster than `fold`, and never shown."""
    return text.translate(_TABLE)


def _fold_slowly(text: str) -> Folded:
    chars: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        if _is_stray_mark(char, chars[-1] if chars else ""):
            if char == "\u0306" and chars and chars[-1] == "и":
                chars[-1] = "й"
            continue
        for folded in _TABLE[ord(char)]:
            chars.append(folded)
            origins.append(index)
    return _without_joiners(chars, origins)


def _without_joiners(chars: list[str], origins: list[int]) -> Folded:
    kept = [
        i for i, char in enumerate(chars) if char not in JOINERS or (i > 0 and _joins(chars[i - 1]))
    ]
    if len(kept) != len(chars):
        chars, origins = [chars[i] for i in kept], [origins[i] for i in kept]
    return Folded(_undisguise("".join(chars)), origins)


def _joins(char: str) -> bool:
    return "\u0600" <= char <= "\u0fff"


def _has_stray_marks(folded: str) -> bool:
    return not folded.isascii() and _STRAY.search(folded) is not None


_STRAY = re.compile("[\u0300-\u036f\u0483-\u0489\u200c\u200d]")


def _is_stray_mark(char: str, before: str) -> bool:
    """Tell marks stacked on Latin or Cyrillic, which are accents at best and disguise at worst."""
    if "\u0300" <= char <= "\u036f":
        return before < "\u0530"
    return "\u0483" <= char <= "\u0489"


def _undisguise(folded: str) -> str:
    """Repair look-alike letters word by word; the length never changes."""
    if not _HAS_CYRILLIC.search(folded):
        return folded
    mostly_cyrillic = len(_HAS_CYRILLIC.findall(folded)) * 3 > len(_LETTER.findall(folded))
    if not mostly_cyrillic and not _MIXED.search(folded):
        return folded
    return _WORD.sub(lambda match: _repair(match[0], mostly_cyrillic), folded)


def _repair(word: str, mostly_cyrillic: bool) -> str:
    cyrillic = sum("а" <= char <= "я" for char in word)
    latin = sum("a" <= char <= "z" for char in word)
    if cyrillic and latin and mostly_cyrillic and _ALIKE.issuperset(c for c in word if c.isascii()):
        return word.translate(_TO_CYRILLIC)
    if cyrillic and word.isalpha() and latin > cyrillic:
        return word.translate(_TO_LATIN)
    if cyrillic > 1 and not _is_number_with_unit(word):
        return word.translate(_TO_CYRILLIC).replace("@", "а")
    if latin and not cyrillic and mostly_cyrillic and _LOOKALIKE.match(word) and not word.isdigit():
        return word.translate(_TO_CYRILLIC)
    return word


def _is_number_with_unit(word: str) -> bool:
    """Tell `210т` and `30тыс` from `к0нтракт`."""
    return word[:1].isdigit() or word[-1:].isdigit()
