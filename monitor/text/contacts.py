"""Find the ways to reply that a text gives: phones, handles, links, addresses, short numbers.

Works on the posting's own text; ranges are of its characters. Phone numbers are tried only around
runs of digits that may be one, since a full matcher takes most of a second on a page of digits.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
    r"(?<![\w@./\-])(?:[a-z0-9а-яё](?:[a-z0-9а-яё\-]{0,61}[a-z0-9а-яё])?\.){1,4}(?:ru|рф|com|org|net|info|kz|kg|uz|tj|am|az|ge|ua|by|me|su|online|site|pro|top|xyz|app|biz|club|dev|edu|example|gov|io|jobs|link|live|mil|shop|site|space|store|world|work|in|np|lk|ke|ng|gh|cu|co|fr|eu|cn|bd|pk|es|pe|br|za|ug|tz|rs|tr)(?:/[^\s<>\"'«»()]{0,200})?(?![\w.])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,3}", re.ASCII)
_HANDLE = re.compile(
    r"(?<![^\W\u4e00-\u9fff])(?<![@/.])@([A-Za-z][A-Za-z0-9_]{3,31})(?![\w@]|\.[a-z]{2})"
)
_TELEGRAM = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(\+?[A-Za-z0-9_\-]+)", re.IGNORECASE
)
_WHATSAPP = re.compile(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?(\d{7,15})", re.IGNORECASE
)
_CALL = (
    r"звон|номер|телефон|дзвон|чал|қоңырау|қўнғироқ|занг|зәң|тамос|call|dial|hotline|appele|llam|lign|"
    r"qo'ng'iroq|zəng|xətt|hatt|ara|wac|piga|լիրա|զանգ|համար|ցանկացող|ხაზ|დარეკ|اتصل|رقم|هاتف|电话|拨打"
)
_SHORT = re.compile(
    rf"(?<![^\W\d_])(?:(?:{_CALL})\w{{0,9}}|лини[яию]|тел\.?)\D{{0,20}}(?<!\d)(1\d{{2,3}}|\*\d{{3,4}}#?)(?!\d)",
    re.IGNORECASE,
)
"""A number of three or four digits, behind a word for calling."""
_WHATSAPP_WORD = re.compile(
    r"what?s{1,2}\s?[au]p|wats\s?ap|v[ao]ts\s?ap|в[ао]т?[сц]\s?апп?|واتس|واٹس|व्हाट्स|वाट्स|হোয়াটস|வாட்ஸ|වට්ස්"
    r"|wsp|wasap|wpp|\bWA\b|ու?ոթսափ|վ[ոա]թսափ|ვ[ოა][ტცთ]ს?აპ",
    re.IGNORECASE,
)
_MESSENGER = re.compile(
    r"(?:微信|wechat|(?<![a-z])v[xX]|qq群?|威信|薇信)[ ]?(?:号|id)?[ ]?[：:]?[ ]?([A-Za-z0-9_\-]{5,24})(?![\w@])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:insta\w{0,4}|инст\w{0,7}|इंस्टा\w{0,6}|messenger|म्यासेन्जर|facebook|fb|tiktok)[ :]{1,3}\Z",
    re.IGNORECASE,
)
"""What makes an @name one of another place than Telegram."""
_HOMES = {
    "az": "AZ", "bn": "BD", "hi": "IN", "hy": "AM", "ka": "GE", "kk": "KZ", "ky": "KG", "ne": "NP", "si": "LK",
    "so": "SO", "sr": "RS", "sw": "KE", "ta": "IN", "tg": "TJ", "tr": "TR", "uk": "UA", "ur": "PK", "uz": "UZ", "zh": "CN",
}  # fmt: skip
"""Language -> where its national numbers are most likely from; those of many countries are left out."""
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


def find_contacts(text: str, hints: Hints, lang: str = "") -> list[Found]:
    """Give the contacts by start; none overlaps another, the more special kind wins.

    `lang` is the text's language, which says where a national number may be from.
    """
    taken: list[Found] = []
    for finder in (_links, _emails, _messengers, _handles, _domains):
        taken = _with(taken, finder(text))
    taken = _with(taken, _phones(text, _regions(hints, lang)))
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
        is_elsewhere = _ELSEWHERE.search(text, max(0, match.start() - 14), match.start())
        kind = ContactType.OTHER if is_elsewhere else ContactType.TELEGRAM
        yield Found(*match.span(), Contact(kind, "@" + match[1].lower()))


def _messengers(text: str) -> Iterator[Found]:
    for match in _MESSENGER.finditer(text):
        yield Found(*match.span(1), Contact(ContactType.OTHER, match[1].lower()))


def _domains(text: str) -> Iterator[Found]:
    for match in _DOMAIN.finditer(text):
        raw = match[0].rstrip(_TRAILING)
        if any(char.isalpha() for char in raw.split(".")[0]) and len(raw.split(".")[0]) > 1:
            yield Found(match.start(), match.start() + len(raw), _link_contact(raw))


def _phones(text: str, regions: Sequence[str]) -> Iterator[Found]:
    plain = text.translate(_ASCII_DIGITS)
    windows = list(_windows(plain))
    half = MOST_WINDOWS // 2
    for start, end in windows if len(windows) <= MOST_WINDOWS else windows[:half] + windows[-half:]:
        yield from _phones_in(plain[start:end], start, text, regions)


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
    if at == 0 or not plain[at].isdigit():
        return False
    before = plain[at - 1]
    return before in "_.," or (before.isalnum() and not "\u2e80" <= before <= "\u9fff")


def _phones_in(window: str, offset: int, text: str, regions: Sequence[str]) -> Iterator[Found]:
    for region in (None, *regions):
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


def _regions(hints: Hints, lang: str) -> Sequence[str]:
    """Give where a national number may be from: the source's country, the language's home, Russia."""
    home = _HOMES.get(lang.split("-")[0], "")
    return tuple(dict.fromkeys(place for place in (hints.country, home, "RU") if place))


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
