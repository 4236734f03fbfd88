"""Put names in the place of every way to reach a recruiter: phones, handles, links, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from monitor.text.harmless import JOINERS, clean

_HIDDEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]"
)
"""Marks that show nothing and yet break a word in two for whoever searches it."""

_ZONES = (
    "ru|com|org|net|info|biz|me|su|by|kz|kg|uz|am|az|ge|tj|ua|site|online|top|pro|рф|рус|онлайн"
    "|сайт|дети|орг|ком|бел|укр|қаз|срб|мкд|бг|հայ|გე"
)
"""Zones that are believed even where the dot is spaced out or spelt."""
_DOT = r"(?:\.|\[\.\]|\(\.\)|[(\[](?:dot|точка)[)\]])"
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]{1,15}:/{1,2}\s?\S+"
    r"|\b(?:tg|tel|sms|mailto|skype|viber|whatsapp|javascript|data):\S+"
    # A messenger's short link, however its dot and slash are spaced.
    r"|\b(?:t|telegram|wa|vk|ok|max|viber|fb|m)\s*\.\s*(?:me|org|com|ru|cc)\s*/\s*\S+"
    r"|\bwww\d?\.\S+"
    # A name of labels. One that has digits only is a number ("1.1 mln").
    rf"|\b(?=[\w.-]{{0,63}}[^\W\d])(?:[\w-]{{1,63}}{_DOT}){{1,6}}(?:[a-z]{{2,24}}|xn--[a-z0-9-]+|{_ZONES})"
    r"\b(?:[:/?#]\S*)?"
    rf"|\b[\w-]{{1,63}}\s*(?:\s{_DOT}\s|\b(?:dot|точка)\b)\s*(?:{_ZONES})\b(?:\s?/\s?\S+)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    # From a run's first sign only, or a long run without an address takes quadratic time.
    r"(?<![\w.+%-])[\w.+%-]+\s?(?:@|\[at\]|\(at\)|\(собака\))\s?[\w-]+(?:\s?(?:\.|\[\.\]|\(dot\)|\[dot\])\s?[\w-]+)+",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@\s?[\w.]{2,}")
_NAMED = re.compile(
    r"(\b(?:telegram|телеграмм?|тг|tg|whats\s?app|ватсап|вотсап|вацап|viber|вайбер|signal|сигнал"
    r"|instagram|инстаграм|imo|skype|wechat|line|zalo|max|макс|facebook|vk|вк)\s*(?:id)?\s*[:=\-–—]+\s*)"
    r"[a-z][\w.]{3,}",
    re.IGNORECASE,
)

_PHONE = re.compile(r"(?<!\w)\+?\s?\(?\d(?:[\s().\-‐‑‒–—−/·•_*]{0,3}\d){6,24}(?!\w)")
_SUM = re.compile(r"\d{1,3}(?:([ .,'’])\d{3}(?:\1\d{3})*)?(?:[.,]\d{1,2})?|\d{1,8}(?:[.,]\d{1,2})?")
"""A number in groups of three, or in one run too short to be dialled."""
_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:20)?\d\d"
    r"|20\d\d-(?:0\d|1[0-2])-[0-3]\d)(?!\d)"
)
_RANGE = re.compile(r"\s*[-‐‑‒–—−]\s*")
_WIDEST = 100
"""Nobody offers a range whose ends lie further apart: 912-345678 is dialled, not paid."""

_READ = 1000
"""Letters of a quote that are looked at; a few hundred of them are shown."""
_SHOWN = 400

NAMES: Mapping[str, str] = {
    "link": "[link]",
    "email": "[email]",
    "handle": "[handle]",
    "phone": "[phone]",
}
"""What stands in the place of each kind of contact, where a language has no words of its own."""


def mask(words: str, names: Mapping[str, str] = NAMES) -> str:
    """Clean words, and put names in the place of phones, handles, links and addresses.

    Sums and dates stay. In doubt it hides: the words themselves are in the database. Masking twice
    changes nothing.
    """
    # Cut last, or half of a phone would stand at the end, too short to be known for one.
    shown = clean(words, limit=_READ)
    folded = _folded(shown)
    masked = _masked(folded, names)
    return cut(clean(shown if masked == folded else masked, limit=_READ), _SHOWN, names)


def cut(masked: str, longest: int, names: Mapping[str, str] = NAMES) -> str:
    """Shorten masked words; what stands in the place of a contact stays whole or goes whole."""
    if len(masked) <= longest:
        return masked
    end = longest - 1
    for name in names.values():
        begin = masked.find(name, max(end - len(name) + 1, 0), end + len(name) - 1)
        if begin >= 0:
            end = begin
    return f"{masked[:end].rstrip()}…"


def spans(words: str) -> Iterator[tuple[int, int]]:
    """Give the ranges of contacts in words as they stand, unfolded; they may overlap.

    `shows_contact` tells of those that only show when folded. For words of bounded length.
    """
    for pattern in (_EMAIL, _LINK, _HANDLE, _NAMED):
        yield from (found.span() for found in pattern.finditer(words))
    yield from (found.span() for found in _PHONE.finditer(words) if _is_phone(found[0]))


def shows_contact(words: str) -> bool:
    """Tell whether `mask` would hide anything in words of bounded length."""
    folded = _folded(words)
    return _masked(folded, NAMES) != folded


def _folded(words: str) -> str:
    """Undo what hides a contact from a search: full-width signs, keycaps, zero-width marks."""
    plain = unicodedata.normalize("NFKC", words).replace("\u20e3", "")
    return _HIDDEN.sub("", "".join("" if mark in JOINERS else mark for mark in plain))


def _masked(words: str, names: Mapping[str, str]) -> str:
    words = _EMAIL.sub(names["email"], words)
    words = _LINK.sub(names["link"], words)
    words = _HANDLE.sub(names["handle"], words)
    words = _NAMED.sub(lambda found: found[1] + names["handle"], words)
    return _PHONE.sub(lambda found: _hidden_phone(found[0], names["phone"]), words)


def _hidden_phone(found: str, name: str) -> str:
    return name if _is_phone(found) else found


def _is_phone(found: str) -> bool:
    """Tell a phone from a sum, a range of sums and a date, which also are runs of digits."""
    if "+" in found or "(" in found:
        return True
    rest = _DATE.sub(" ", found).strip(" /.-")
    return bool(rest) and not all(_is_pay(part) for part in rest.split("/"))


def _is_pay(words: str) -> bool:
    ends = _RANGE.split(words.strip())
    if len(ends) > 2 or not all(_is_sum(end) for end in ends):
        return False
    low, high = (int(re.sub(r"\D", "", end)) for end in (ends[0], ends[-1]))
    return high <= low * _WIDEST


def _is_sum(words: str) -> bool:
    """Nine digits and more are a sum only when they end in thousands: nobody is paid
    912 345 678, and that is how a mobile number of many countries is written."""
    digits = re.sub(r"\D", "", words)
    return _SUM.fullmatch(words) is not None and (len(digits) < 9 or digits.endswith("000"))
