"""Find the ways to reply that a text gives: phones, handles, links, addresses, short numbers.

Works on the posting's own text; ranges are of its characters. Phone numbers are tried only around
runs of digits that may be one, since a full matcher takes most of a second on a page of digits.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import phonenumbers

from monitor.model import Contact, ContactType, Hints

MOST_WINDOWS = 120
"""Runs of digits that are tried as phone numbers in one text: half from its start, half from its end."""

_RUN = re.compile(r"[+＋(]{0,2}\d[\d\s().\-–—‑/]*")
_WIDE_GAP = re.compile(r"[^\d]{4,}|\n")
_WINDOW = 60
"""Characters of one window; a number with its marks is shorter."""
_LEAST_DIGITS = 6
_MOST_DIGITS = 17
_URL = re.compile(
    r"(?:https?://|hxxps?://|www\.)[^\s<>\"'«»()\[\]{}|]{3,300}|(?<![\w@./])(?:t\.me|wa\.me|telegram\.me|vk\.com|vk\.me|viber\.me|max\.ru|chat\.whatsapp\.com|bit\.ly|forms\.gle)/[^\s<>\"'«»()\[\]{}|]{1,200}",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"(?<![\w@./\-])(?:[a-z0-9а-яё](?:[a-z0-9а-яё\-]{0,61}[a-z0-9а-яё])?\.){1,4}(?:ru|рф|com|org|net|info|kz|kg|uz|tj|am|az|ge|ua|by|me|su|online|site|pro|top|xyz|in|np|lk|ke|ng|gh|cu|co|fr|eu|cn|bd|pk|es|pe|br|za|ug|tz|rs|tr)(?:/[^\s<>\"'«»()]{0,200})?(?![\w.])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,3}", re.ASCII)
_HANDLE = re.compile(r"(?<![\w@/.])@([A-Za-z][A-Za-z0-9_]{3,31})(?![\w@]|\.[a-z]{2})")
_TELEGRAM = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(\+?[A-Za-z0-9_\-]+)", re.IGNORECASE
)
_WHATSAPP = re.compile(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?(\d{7,15})", re.IGNORECASE
)
_SHORT = re.compile(
    r"(?:звон\w{0,9}|номер\w{0,9}|телефон\w{0,9}|лини[яию]\w{0,9}|тел\.?|call|dial|appelez|llam\w{1,9})\D{0,20}(?<!\d)(1\d{2}|\*\d{3,4}#?)(?!\d)",
    re.IGNORECASE,
)
_WHATSAPP_WORD = re.compile(
    r"whats?\s?app|ватсап|вотсап|вацап|вотс ап|واتس|व्हाट्स|হোয়াটস|வாட்ஸ|wsp|wasap|wpp|\bWA\b|微信|ուոթսափ|վոթսափ|ვოთსაპ",
    re.IGNORECASE,
)
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|yclid|gclid)=[^&#]*")
_TRAILING = ".,;:!?…'\"»”)"


class _Digits(dict[int, str]):
    """Any script's digit -> its ASCII digit, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        digit = unicodedata.digit(chr(code), None)
        self[code] = chr(code) if digit is None else str(digit)
        return self[code]


_ASCII_DIGITS = _Digits()


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
        taken = _with(taken, finder(text))
    taken = _with(taken, _phones(text, hints))
    return _with(taken, _short_numbers(text))


def _with(taken: list[Found], more: Iterable[Found]) -> list[Found]:
    """Add those that overlap none; those already taken are by start, so one look at each neighbour is enough."""
    starts = [found.start for found in taken]
    added: list[Found] = []
    for found in more:
        at = bisect.bisect_left(starts, found.end)
        beside = [*taken[max(0, at - 1) : at], *added[-1:]]
        if all(other.end <= found.start for other in beside):
            added.append(found)
    return sorted([*taken, *added], key=lambda found: found.start)


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
        return Contact(
            ContactType.TELEGRAM, "@" + name.lower() if not name.startswith("+") else f"t.me/{name}"
        )
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
    plain = text.translate(_ASCII_DIGITS)
    windows = list(_windows(plain))
    half = MOST_WINDOWS // 2
    for start, end in windows if len(windows) <= MOST_WINDOWS else windows[:half] + windows[-half:]:
        yield from _phones_in(plain[start:end], start, text, hints)


def _windows(plain: str) -> Iterator[tuple[int, int]]:
    """Give ranges that may hold a phone number: enough digits, near each other."""
    for run in _RUN.finditer(plain):
        if _is_inside(plain, run.start()):
            continue
        for start, end in _pieces(plain, *run.span()):
            digits = sum(map(str.isdigit, plain[start:end]))
            if digits >= _LEAST_DIGITS and not _LONG_NUMBER.search(plain, start, end):
                yield max(0, start - 1), end + 1


def _pieces(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run at wide gaps, and what is still too long at its blanks."""
    for gap in (*_WIDE_GAP.finditer(plain, start, end), None):
        stop = gap.start() if gap else end
        while stop - start > _WINDOW:
            cut = plain.rfind(" ", start + 1, start + _WINDOW)
            cut = cut if cut > 0 else start + _WINDOW
            yield start, cut
            start = cut
        yield start, stop
        start = gap.end() if gap else end


_LONG_NUMBER = re.compile(rf"\d{{{_MOST_DIGITS + 1}}}")


def _is_inside(plain: str, at: int) -> bool:
    """Tell digits that go on with a word or a decimal number."""
    return at > 0 and plain[at].isdigit() and (plain[at - 1].isalnum() or plain[at - 1] in "_.,")


def _phones_in(window: str, offset: int, text: str, hints: Hints) -> Iterator[Found]:
    for region in (None, *_regions(hints)):
        found = list(
            phonenumbers.PhoneNumberMatcher(window, region, leniency=phonenumbers.Leniency.VALID)
        )
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
