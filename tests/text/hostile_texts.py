"""Texts that take longest: what stands here must cost time in proportion to its length."""

from __future__ import annotations

LENGTH = 200_000

_PIECES = {
    "digits": "1234567890",
    "one digit": "9",
    "digits apart": "1 ",
    "digits with commas": "1,1,",
    "digits among letters": "1a",
    "sums without blanks": "5руб",
    "Cyrillic letters with stops": "а.",
    "Latin letters with stops": "a.",
    "letters with dashes": "a-",
    "a word of many phrases": "контракт ",
    "a whole phrase": "служба по контракту ",
    "a warning": "не подписывайте контракт ",
    "a word in disguise": "кoнтракт ",
    "a spaced word": "к о н т р а к т ",
    "letters apart": "к ",
    "nested brackets": "(",
    "closing brackets": ")",
    "opening quotes": "«",
    "new lines": "\n",
    "spaces": " ",
    "at signs": "@",
    "handles": "@abcd ",
    "addresses": "a@b.ru ",
    "links": "https://t.me/abcd ",
    "halves of links": "wa.me/",
    "tracking": "utm_a=&",
    "accents": "а\u0301",
    "accents alone": "\u0301",
    "joiners": "\u200d",
    "bidi marks": "\u202e",
    "sums": "100 000 руб в месяц ",
    "ranges": "5 000 - 6 000 $, ",
    "periods": "в месяц ",
    "number words": "две тысячи ",
    "phone numbers": "+7 912 345-67-89 ",
    "plus signs": "+7",
    "words for a telephone": "тел ",
    "a long word for a call": "звон",
    "citizenship": "гражданство ",
    "citizenship in sentences": "гражданство.\n",
    "elisions": "l'",
    "Arabic particles": "ال",
    "Chinese phrases": "参军",
    "Chinese numerals": "三十万",
    "emoji": "\U0001f600",
    "half surrogates": "\ud83d",
}
REPEATED = {
    name: (piece * (LENGTH // len(piece) + 1))[:LENGTH] for name, piece in _PIECES.items()
} | {
    "one run of nines": "9" * 5000,
    "a word without end": "звон" + "а" * LENGTH,
    "brackets opened and closed": "(" * (LENGTH // 2) + ")" * (LENGTH // 2),
}
