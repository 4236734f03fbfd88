"""Build monitor/text/profiles.tsv: n-gram counts for languages and spellings that langdetect lacks.

    python benchmarks/language_profiles.py LABELLED.jsonl ... > monitor/text/profiles.tsv

Each line of a labelled file has `id`, `lang`, `text` and may have `script`. Only rows whose
sha256 of `id` ends in an even hex digit are used: the others stay unseen, for measuring.
Counts of n-grams are facts about a language; no sentence is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from langdetect.utils.lang_profile import LangProfile

from monitor.text.language import plain_text

KEPT = 1500
"""N-grams a profile keeps: 1,000 lost a fifth of Azeri without its letters, more gave nothing."""
NATIVE = """
    kk ky tg mn tt be sah tyv ab os az-Cyrl tk-Cyrl uz-Cyrl
    az uz-Latn tk ku ha rw rn om yo ig lg ln sn
    ps ckb ug
"""


def _table(letters: str, spelled: str) -> dict[str, str]:
    return dict(zip(letters, spelled.split(), strict=True))


_ARMENIAN = _table(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆև",
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r c p q o f ev",
)
_RUSSIAN = _table(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya",
)
_GEORGIAN = _table(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k l m n o p zh r s t u p q gh y sh ch ts dz ts ch kh j h",
)
_CYRILLIC = _RUSSIAN | _table("әғқңөұүһіҳҷӣӯ", "a g q n o u u h i h j i u") | {"ж": "j"}
_UZBEK = {
    "sh": "ш", "ch": "ч", "ya": "я", "yo": "ё", "yu": "ю", "ye": "е", "a": "а", "b": "б", "d": "д", "e": "е", "f": "ф",
    "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ",
    "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "x": "х", "y": "й", "z": "з", "ŏ": "ў", "ǧ": "ғ", "'": "ъ",
}  # fmt: skip
_DEVANAGARI = _table(
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h",
)
_VOWELS = _table("अआइईउऊएऐओऔऋ", "a a i i u u e ai o au ri")
_SIGNS = _table("ािीुूेैोौृ", "a i i u u e ai o au ri")
_SCHWA = re.compile(r"(?<=[aeiou])([^aeiou\W]{1,3})A(?=[^aeiouA\W]{1,2}[aeiou])|A\b")


def main(paths: list[str]) -> None:
    texts = _fit_texts(paths)
    made = {tag: texts[tag] for tag in NATIVE.split()} | {
        "uz-Cyrl": texts["uz-Cyrl"] + [_spell(text, _UZBEK) for text in texts["uz-Latn"]],
        "hy-Latn": _variants(
            texts["hy"], _armenian, [("q", "k"), ("kh", "x"), ("ts", "c"), ("gh", "g")]
        ),
        "ru-Latn": _variants(texts["ru"], _russian, [("kh", "h"), ("y", "j"), ("ts", "c")]),
        "kk-Latn": _variants(texts["kk"], _cyrillic, [("q", "k"), ("j", "zh"), ("y", "i")]),
        "ky-Latn": _variants(texts["ky"], _cyrillic, [("y", "i")]),
        "tg-Latn": _variants(texts["tg"], _cyrillic, [("q", "k"), ("kh", "x")]),
        "ka-Latn": _variants(texts["ka"], _georgian, [("y", "q"), ("kh", "x"), ("ts", "c")]),
        "ne-Latn": _variants(texts["ne"], _hindi, [("v", "b"), ("chh", "ch")]),
        "hi-Latn": _variants(texts["hi"], _hindi, [("v", "w"), ("ph", "f"), ("ee", "i")]),
    }
    for tag, lines in made.items():
        print(
            f"{tag}\t{json.dumps(_profile(tag, lines), ensure_ascii=False, separators=(',', ':'))}"
        )


def _fit_texts(paths: Iterable[str]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if int(hashlib.sha256(row["id"].encode()).hexdigest()[-1], 16) % 2 == 0:
                    texts[_tag(row)].append(plain_text(row["text"]))
    return texts


def _tag(row: Mapping[str, str]) -> str:
    """News rows name no script: Uzbek, Azeri and Turkmen ones are Latin."""
    lang, script = row["lang"].split("-")[0], row.get("script", "Latn")
    if lang == "uz" or (lang in {"az", "tk"} and script == "Cyrl"):
        return f"{lang}-{script}"
    return lang


def _profile(tag: str, texts: list[str]) -> dict[str, Any]:
    profile = LangProfile(tag)
    for text in texts:
        profile.update(f" {text} ")
    kept = sorted(profile.freq.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
    return {
        "name": tag,
        "n_words": profile.n_words,
        "freq": {gram: count for gram, count in kept if count > 1},
    }


def _spell(text: str, table: Mapping[str, str]) -> str:
    pattern = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.sub(pattern, lambda found: table[found[0]].replace("_", ""), text)


def _variants(
    texts: list[str], spell: Callable[[str], str], swaps: list[tuple[str, str]]
) -> list[str]:
    """Respell, half of the texts in the second manner: nobody's romanisation is standard."""
    plain = [spell(text) for text in texts]
    return plain[::2] + [_spell(text, dict(swaps)) for text in plain[1::2]]


def _armenian(text: str) -> str:
    return _spell(re.sub(r"\bո(?!ւ)", "vo", text.replace("ու", "u")), _ARMENIAN)


def _russian(text: str) -> str:
    return _spell(text, _RUSSIAN)


def _cyrillic(text: str) -> str:
    return _spell(text, _CYRILLIC)


def _georgian(text: str) -> str:
    return _spell(text, _GEORGIAN)


def _hindi(text: str) -> str:
    """Romanise as people type: the unwritten vowel falls at a word's end and between syllables."""
    text = text.replace("ं", "n").replace("ँ", "n").replace("ः", "h").replace("़", "")
    text = re.sub(f"([{''.join(_DEVANAGARI)}])(?![्{''.join(_SIGNS)}])", r"\1A", text)
    text = _spell(text.replace("्", ""), _DEVANAGARI | _VOWELS | _SIGNS)
    return _SCHWA.sub(lambda found: found[1] or "", text).lower()


if __name__ == "__main__":
    main(sys.argv[1:])
