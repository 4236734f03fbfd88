"""Find the ways to reply that a text gives: phones, handles, links, addresses, short numbers.

Works on the posting's own text; ranges are of its characters. Phone numbers are tried only around
runs of digits that may be one, since a full matcher takes most of a second on a page of digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

from monitor.model import Contact, ContactType, Hints

MOST_WINDOWS = 60
"""Runs of digits that are tried as phone numbers in one text."""

_DIGITS = re.compile(r"(?<![\w.,])[+＋(]?\d(?:[\d\s().\-–—‑\u00a0/]{0,3}\d){5,16}(?!\w)")
_URL = re.compile(r"(?:https?://|hxxps?://|www\.)[^\s<>\"'«»()\[\]{}|]{3,300}|(?<![\w@./])(?:t\.me|wa\.me|telegram\.me|vk\.com|vk\.me|viber\.me|max\.ru|chat\.whatsapp\.com|bit\.ly|forms\.gle)/[^\s<>\"'«»()\[\]{}|]{1,200}", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<![\w@./\-])(?:[a-z0-9а-яё](?:[a-z0-9а-яё\-]{0,61}[a-z0-9а-яё])?\.){1,4}(?:ru|рф|com|org|net|info|kz|kg|uz|tj|am|az|ge|ua|by|me|su|online|site|pro|top|xyz|in|np|lk|ke|ng|gh|cu|co|fr|eu|cn|bd|pk|es|pe|br|za|ug|tz|rs|tr)(?:/[^\s<>\"'«»()]{0,200})?(?![\w.])", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,3}", re.ASCII)
_HANDLE = re.compile(r"(?<![\w@/.])@([A-Za-z][A-Za-z0-9_]{3,31})(?![\w@]|\.[a-z]{2})")
_TELEGRAM = re.compile(r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(\+?[A-Za-z0-9_\-]+)", re.IGNORECASE)
_WHATSAPP = re.compile(r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?(\d{7,15})", re.IGNORECASE)
_SHORT = re.compile(r"(?:звон\w*|номер\w*|телефон\w*|лини[яию]\w*|тел\.?|call|dial|appelez|llam\w+)\D{0,20}(?<!\d)(1\d{2}|\*\d{3,4}#?)(?!\d)", re.IGNORECASE)
_WHATSAPP_WORD = re.compile(r"whats?\s?app|ватсап|вотсап|вацап|вотс ап|واتس|व्हाट्स|হোয়াটস|வாட்ஸ|wsp|wasap|wpp|\bWA\b|微信|ուոթսափ|վոթսափ|ვოთსაპ", re.IGNORECASE)
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|yclid|gclid)=[^&#]*")
_TRAILING = ".,;:!?…'\"»”)"


@dataclass(frozen=True, slots=True)
class Found:
    """A contact and where it stands in the posting's text."""

    start: int
    end: int
    contact: Contact


def find_contacts(text: str, hints: Hints) -> list[Found]:
    """Give the contacts by start; none overlaps another, the more special kind wins."""
    taken: list[Found] = []
    for finder in (_links, _emails, _handles, _domains):
        taken.extend(f for f in finder(text) if not _overlaps(f, taken))
    taken.extend(f for f in _phones(text, hints) if not _overlaps(f, taken))
    taken.extend(f for f in _short_numbers(text) if not _overlaps(f, taken))
    return sorted(taken, key=lambda f: f.start)


def _overlaps(found: Found, others: list[Found]) -> bool:
    return any(found.start < other.end and other.start < found.end for other in others)


def _links(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        raw = match[0].rstrip(_TRAILING)
        yield Found(match.start(), match.start() + len(raw), _link_contact(raw))


def _link_contact(raw: str) -> Contact:
    whatsapp = _WHATSAPP.match(raw)
    if whatsapp:
        return Contact(ContactType.WHATSAPP, "+" + whatsapp[1])
    telegram = _TELEGRAM.match(raw)
    if telegram:
        name = telegram[1]
        if name.startswith("+") and name[1:].isdigit():
            return Contact(ContactType.TELEGRAM, name)
        return Contact(ContactType.TELEGRAM, "@" + name.lower() if not name.startswith("+") else f"t.me/{name}")
    return Contact(ContactType.URL, _plain_url(raw))


def _plain_url(raw: str) -> str:
    bare = _TRACKING.sub("", raw)
    scheme, mark, rest = bare.partition("://")
    if not mark:
        scheme, rest = "", bare
    host, slash, path = rest.partition("/")
    return (f"{scheme.lower()}://" if mark else "") + host.lower() + slash + path


def _emails(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield Found(*match.span(), Contact(ContactType.EMAIL, match[0].lower()))


def _handles(text: str) -> Iterator[Found]:
    for match in _HANDLE.finditer(text):
        yield Found(*match.span(), Contact(ContactType.TELEGRAM, "@" + match[1].lower()))


def _domains(text: str) -> Iterator[Found]:
    for match in _DOMAIN.finditer(text):
        raw = match[0].rstrip(_TRAILING)
        if any(char.isalpha() for char in raw.split(".")[0]) and len(raw.split(".")[0]) > 1:
            yield Found(match.start(), match.start() + len(raw), _link_contact(raw))


def _phones(text: str, hints: Hints) -> Iterator[Found]:
    plain = "".join(_ascii_digit(char) for char in text) if not text.isascii() else text
    for count, match in enumerate(_DIGITS.finditer(plain)):
        if count >= MOST_WINDOWS:
            return
        start = max(0, match.start() - 1)
        window = plain[start : match.end() + 1]
        yield from _phones_in(window, start, text, hints)


def _phones_in(window: str, offset: int, text: str, hints: Hints) -> Iterator[Found]:
    for region in (None, *_regions(hints)):
        found = list(phonenumbers.PhoneNumberMatcher(window, region, leniency=phonenumbers.Leniency.VALID))
        for match in found:
            value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            start, end = offset + match.start, offset + match.end
            kind = _phone_type(text, start, end)
            yield Found(start, end, Contact(kind, value))
        if found:
            return


def _regions(hints: Hints) -> tuple[str, ...]:
    """Where a national number may be from: the source's country, then the language's home."""
    return (hints.country,) if hints.country else ("RU",)


def _phone_type(text: str, start: int, end: int) -> ContactType:
    line_start = text.rfind("\n", 0, start) + 1
    before = text[max(line_start, start - 30) : start]
    after = text[end : end + 16].split("\n")[0]
    if _WHATSAPP_WORD.search(before) or _WHATSAPP_WORD.search(after):
        return ContactType.WHATSAPP
    return ContactType.PHONE


def _short_numbers(text: str) -> Iterator[Found]:
    for match in _SHORT.finditer(text):
        yield Found(match.start(1), match.end(1), Contact(ContactType.OTHER, match[1]))


def _ascii_digit(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return char if digit is None or len(char) != 1 else str(digit)
