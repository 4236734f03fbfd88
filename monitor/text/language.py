"""Label a text with its language: script, then letters and small words, then n-grams.

Each step is asked only when the one before leaves the label open, and only the last loads
langdetect. The label gates no sum and no word for an offer, only other languages' words against one.
What is known of each language is in languages.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp, sqrt
from typing import Any

from monitor.model import Hints
from monitor.text.ngrams import Wanted, probabilities, respell
from monitor.text.scripts import count_scripts, main_script, script_of

UNKNOWN = "und"
_SAMPLE = 4_000
"""Characters looked at: the start of a text says what it is, and the cost stays bounded."""
_FEW = 20
"""Below so many letters every guesser errs (LIBRARIES, Language): what the source speaks decides."""
_CLEAR = 8.0
"""Lead in log-odds at which small words and letters alone decide: about four telling words."""
_WORD, _LETTER, _HINT, _COUNTRY = 2.0, 1.0, 1.5, 0.7
"""Log-odds of a word only one language has, of a foreign letter (against), of what hints say."""
_FAR, _RARE = -2.0, -2.0
"""Log-odds, before anything is read, of languages outside the domain and of manners few write in."""
_FLOOR = -30.0
"""Log-odds below which a language is as good as out, and above which floats still count."""
_SURE = 0.9
"""A language outside the domain is named only from this probability on."""

_SOLE = {
    "Armn": "hy", "Geor": "ka", "Sinh": "si", "Taml": "ta", "Beng": "bn", "Hang": "ko", "Jpan": "ja",
    "Grek": "el", "Hebr": "he", "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Tibt": "bo",
    "Guru": "pa", "Gujr": "gu", "Orya": "or", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Thaa": "dv",
}  # fmt: skip
"""Scripts that one language of the world's larger ones writes."""
_SIMPLIFIED = frozenset(
    "们这国个来为说时会对发经学过动现开问还进样头实与关点种间战东车长见门书马鸟风飞语话请谁让认识试该军务约签证费换华侨务劳业万亿资钱银铁钟阳阴队陆际难顾饭馆鱼龙龟义乌习买乱争亚产亲仅从仓仪价优伤伟传俄罗斯体佣俩债倾偿储儿党兰兴养兽冈册写农冯冲决况冻净凉减凤凭击划则刚创剂剑劝办加动励势区医协单卖卫厂厅历压厌县参双变叙号叹吗听启员咏响嘱团园围图圆圣场坏块坚坛坝坟坠垒"
)
_TRADITIONAL = frozenset(
    "們這國個來為說時會對發經學過動現開問還進樣頭實與關點種間戰東車長見門書馬鳥風飛語話請誰讓認識試該軍務約簽證費換華僑勞業萬億資錢銀鐵鐘陽陰隊陸際難顧飯館魚龍龜義烏習買亂爭亞產親僅從倉儀價優傷偉傳羅體傭倆債傾償儲兒黨蘭興養獸岡冊寫農馮衝決況凍淨涼減鳳憑擊劃則剛創劑劍勸辦勵勢區醫協單賣衛廠廳歷壓厭縣參雙變敘號嘆嗎聽啟員詠響囑團園圍圖圓聖場壞塊堅壇壩墳墜壘臺灣"
)
_HANT_COUNTRIES = frozenset({"TW", "HK", "MO"})
_BRANDS = frozenset({
    "whatsapp", "telegram", "viber", "instagram", "facebook", "youtube", "tiktok", "google", "signal", "imo",
    "wechat", "vip", "sms",
})  # fmt: skip
"""Latin names that stand in adverts of every language."""
_ADDRESS = re.compile(r"://|@|[A-Za-z0-9][./][A-Za-z0-9]")
_EDGE = re.compile("(?<=[\u2e80-\u9fff])(?=[!-~])|(?<=[!-~])(?=[\u2e80-\u9fff])")
"""Between Chinese and what stands in it without a blank: a handle, a number, an address."""
_WORDS = re.compile(r"(?:[^\W\d_]|[\u0610-\u065f\u06d6-\u06ed\u0900-\u0963\u0971-\u0dff])+")
"""Words with their vowel signs, which `\\w` leaves out."""
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z]*")
_UZBEK_O = re.compile("o['ʻʼ‘’`´ʹ](?=[a-z])")
_UZBEK_G = re.compile("g['ʻʼ‘’`´ʹ](?=[a-z])")
"""Uzbek's two letters with a comma, of which people type seven kinds; languages.toml says ŏ and ǧ."""


@dataclass(frozen=True, slots=True, eq=False)
class _Language:
    """One table of languages.toml; compared by identity."""

    tag: str
    words: frozenset[str]
    letters: frozenset[str]
    profile: Wanted | None
    """None where nobody has n-gram counts: words and letters must do."""
    countries: frozenset[str]
    far: bool
    rare: bool


def detect(text: str, hints: Hints = Hints()) -> str:
    """Give a BCP 47 tag, with the script where a language has two; "und" when nothing decides.

    Hints decide for texts under 20 letters and break ties; clear text overrules them.
    """
    running = _running(text)
    counts = _count(running)
    script = main_script(counts)
    if not script:
        return UNKNOWN
    if script in _SOLE:
        return _SOLE[script]
    if script == "Hani":
        return _chinese(running, hints)
    hinted = _hinted(script, hints) if counts[script] < _FEW else None
    return hinted or _among(_languages(script), _words(_spelled(running), script), hints)


def plain_text(text: str) -> str:
    """Running words in one spelling: no addresses, handles or brand names, lower case."""
    return _spelled(_running(text))


def _running(text: str) -> str:
    tokens = _EDGE.sub(" ", unicodedata.normalize("NFKC", text[:_SAMPLE])).split()
    return " ".join(token for token in tokens if not _is_foreign(token))


def _is_foreign(token: str) -> bool:
    """Whether a token is the same in every language: an address, a handle, a brand."""
    return bool(_ADDRESS.search(token)) or token.strip(".,:;!?()").lower() in _BRANDS


def _count(running: str) -> Counter[str]:
    """Letters by script; names of firms, books and people in Latin letters count half beside another script."""
    counts = count_scripts(running)
    return (
        counts if len(counts) < 2 else _halved(counts + count_scripts(_LATIN_NAME.sub("", running)))
    )


def _halved(counts: Counter[str]) -> Counter[str]:
    return Counter({script: times // 2 for script, times in counts.items()})


def _spelled(running: str) -> str:
    lower = running.replace("İ", "i").lower()
    return _UZBEK_G.sub("ǧ", _UZBEK_O.sub("ŏ", lower))


def _chinese(text: str, hints: Hints) -> str:
    lead = sum((char in _TRADITIONAL) - (char in _SIMPLIFIED) for char in text)
    if lead:
        return "zh-Hant" if lead > 0 else "zh-Hans"
    hinted = _hinted("Hani", hints)
    if hinted:
        return hinted
    return "zh-Hant" if hints.country in _HANT_COUNTRIES else "zh-Hans"


def _hinted(script: str, hints: Hints) -> str | None:
    """The first hinted language that is written in this script; None when none is."""
    known = (
        ("zh-Hans", "zh-Hant") if script == "Hani" else tuple(one.tag for one in _languages(script))
    )
    wanted = (*filter(None, [hints.lang]), *hints.languages)
    return next((tag for one in wanted for tag in known if _means(one, tag)), None)


def _means(hint: str, tag: str) -> bool:
    """Whether a hint such as `uz`, `pt-BR` or `uz_Latn` means this tag."""
    hint, tag = hint.replace("_", "-").lower(), tag.lower()
    return hint == tag or tag.startswith(f"{hint}-") or hint.startswith(f"{tag}-")


def _words(text: str, script: str) -> list[str]:
    return [word for word in _WORDS.findall(text) if script_of(word[0]) == script]


def _among(languages: tuple[_Language, ...], words: list[str], hints: Hints) -> str:
    evidence = _evidence(languages, words)
    best, second = sorted(evidence.values(), reverse=True)[:2]
    if best - second >= _CLEAR:
        return max(evidence, key=evidence.__getitem__).tag
    hinted = {one: lead + _favour(one, hints) for one, lead in evidence.items()}
    winner = _by_ngrams(hinted, " ".join(words))
    return winner.tag if winner else UNKNOWN


def _evidence(languages: tuple[_Language, ...], words: list[str]) -> dict[_Language, float]:
    """Log-odds, up to a constant, by what small words and special letters say."""
    owners, special = _owners(languages), _special(languages)
    evidence = {one: _FAR * one.far + _RARE * one.rare for one in languages}
    for word, times in Counter(words).items():
        for one in owners.get(word, ()):
            evidence[one] += _WORD * times / sqrt(len(owners[word]))
    for char, times in Counter("".join(words)).items():
        for one in special.get(char, ()):
            evidence[one] -= _LETTER * times
    return evidence


def _favour(language: _Language, hints: Hints) -> float:
    """Log-odds that hints add: enough to break a tie, too little to overrule words."""
    wanted = (*filter(None, [hints.lang]), *hints.languages)
    hinted = any(_means(hint, language.tag) for hint in wanted)
    return _HINT * hinted + _COUNTRY * (hints.country in language.countries)


def _by_ngrams(evidence: Mapping[_Language, float], text: str) -> _Language | None:
    """Let langdetect go on from the evidence, which decides where profiles are shared.

    None when neither knows anything of the text.
    """
    priors = _priors(evidence)
    found = probabilities(text, priors) if priors else {}
    if priors and not found and max(evidence.values()) <= 0:
        return None

    def rank(one: _Language) -> tuple[float, float]:
        return (found.get(one.profile, 0.0) if one.profile else 0.0, evidence[one])

    winner = max(evidence, key=rank)
    near = [one for one in evidence if not one.far and rank(one)[0]]
    if winner.far and near and rank(winner)[0] < _SURE:
        return max(near, key=rank)
    return winner


def _priors(evidence: Mapping[_Language, float]) -> dict[Wanted, float]:
    """Odds by profile; one that several tags share has those of the likeliest."""
    best = max(evidence.values())
    priors: dict[Wanted, float] = {}
    for one, lead in evidence.items():
        if one.profile:
            priors[one.profile] = max(priors.get(one.profile, 0.0), exp(max(lead - best, _FLOOR)))
    return priors


@lru_cache(maxsize=32)
def _owners(languages: tuple[_Language, ...]) -> dict[str, tuple[_Language, ...]]:
    """Which languages have a small word, by word."""
    words = {word for one in languages for word in one.words}
    return {word: tuple(one for one in languages if word in one.words) for word in words}


@lru_cache(maxsize=32)
def _special(languages: tuple[_Language, ...]) -> dict[str, tuple[_Language, ...]]:
    """Which languages lack a letter that others have, by letter."""
    letters = {char for one in languages for char in one.letters}
    return {char: tuple(one for one in languages if char not in one.letters) for char in letters}


def _languages(script: str) -> tuple[_Language, ...]:
    return _by_script().get(script, ())


@lru_cache(maxsize=1)
def _by_script() -> dict[str, tuple[_Language, ...]]:
    text = resources.files("monitor.text").joinpath("languages.toml").read_text(encoding="utf-8")
    found: dict[str, list[_Language]] = {}
    for tag, table in tomllib.loads(text).items():
        found.setdefault(table["script"], []).append(_language(tag, table))
    return {script: tuple(ones) for script, ones in found.items()}


def _language(tag: str, table: Mapping[str, Any]) -> _Language:
    typed = _pairs(table.get("typed", ""))
    words = frozenset(table.get("words", "").split())
    profile = (
        Wanted(table["profile"], _pairs(table.get("spelling", "")), typed)
        if "profile" in table
        else None
    )
    return _Language(
        tag=table.get("label", tag),
        words=words | {respell(word, typed) for word in words},
        letters=frozenset(table.get("letters", "")),
        profile=profile,
        countries=frozenset(table.get("countries", "").split()),
        far=table.get("far", False),
        rare=table.get("rare", False),
    )


def _pairs(said: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.split(">") for pair in said.split())
    return tuple((old, new) for old, new in pairs)
