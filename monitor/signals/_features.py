"""Turn findings into the features that the weights speak of.

Each feature is named `<signal>`, `<signal>.<what>` or `<signal>+<signal>`, so that a person who
reads `weights.toml` or a list of reasons knows which words are behind it. Values are 0 to 2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from monitor.model import Contact, ContactType, Finding, Money, Period, Promise, Purpose
from monitor.signals._arrangement import arrangement_features
from monitor.signals._company import IN_A_SENTENCE, TOGETHER, company_features
from monitor.signals._seen import Seen
from monitor.signals._sentences import sentence_features, signals_by_sentence
from monitor.signals._wording import wording_features
from monitor.text.units import Currencies

LEAD = 140
"""Characters at the top in which a report names its source or a warning its addressee."""

PLACES = frozenset({"first", "last", "early", "late", "quoted", "before_contact"})
"""What a feature says of where a signal stands, before the signal's name."""
_SHOWN_ONLY = frozenset({"nation"})
"""Signals that say whom a text is for, and nothing of what it is."""
_LEADING = (
    "report",
    "court",
    "law",
    "warning",
    "victim",
    "own_army",
    "contract",
    "cta",
    "reader",
    "legal_service",
)
_ARMIES_PAY_IN = {"RUB": "roubles", "UAH": "hryvnias"}
"""The two armies at war pay in their own currencies."""
_STEPS = (50, 300, 1_500, 4_500, 12_000, 40_000)
"""Dollars: a fee or an hour, a day, a poor month's pay, a soldier's, a sum at signing, all at once."""
_TENSES = frozenset(["past", "command"])
_LINK = f"[{TOGETHER}{IN_A_SENTENCE}]"
_QUOTE = re.compile('[«»“”"„]')
_HAN = re.compile("[\u4e00-\u9fff]")
_DIALOGUE = re.compile(r"(?m)^[-–—] .*\n+[-–—] ")
_QUOTED = re.compile('[«“"„][^«“"„»”\n]{12,}[»”"]')


def features_of(findings: Sequence[Finding], seen: Seen) -> dict[str, float]:
    """Give the value of each feature that is not zero."""
    silent = _SHOWN_ONLY | {s.id for s in seen.rules.signals.values() if s.experimental}
    counted = Counter(f.signal for f in findings if f.signal not in silent)
    features: dict[str, float] = dict.fromkeys(counted, 1.0)
    features |= {
        f"{f.signal}.lead": 1.0 for f in findings if f.signal in _LEADING and f.span.start < LEAD
    }
    features |= _money_features(findings, seen.rules.currencies)
    features |= _contact_features(findings)
    features |= _shape_features(seen, counted)
    features |= _mood_features(seen)
    features |= wording_features(seen)
    weighed = [finding for finding in findings if finding.signal in counted]
    sentences = signals_by_sentence(weighed, seen.text)
    features |= sentence_features(sentences)
    features |= company_features(sentences)
    features |= arrangement_features(weighed, seen.text)
    return features


def _mood_features(seen: Seen) -> Mapping[str, float]:
    """Say how much of the text is told (past) and asked for (command), and who speaks of whom.

    Small words ("he", "my", "not", "if") are a closed class: an unseen text has them like any other.
    """
    text = seen.folded.text
    words = max(12, text.count(" ") + text.count("\n") + len(_HAN.findall(text)) // 2)
    endings = seen.rules.endings
    moods = endings.get(seen.lang) or endings.get(seen.lang.split("-")[0], {})
    found = {mood: len(pattern.findall(text)) for mood, pattern in moods.items()}
    features = {
        f"{'tense' if mood in _TENSES else 'voice'}.{mood}": min(2.0, 12.0 * count / words)
        for mood, count in found.items()
    }
    return features | {
        f"voice.no_{mood}": 1.0
        for mood, count in found.items()
        if not count and mood not in _TENSES
    }


def signals_of(feature: str) -> tuple[str, ...]:
    """Name the signals that a feature's weight may be shown under: one, or the two of a pair."""
    place, _, signal = feature.partition(".")
    if place in PLACES:
        return (signal,)
    return tuple(part.partition(".")[0] for part in re.split(_LINK, feature))


def _money_features(findings: Sequence[Finding], currencies: Currencies) -> Mapping[str, float]:
    """Say what the sums pay for, how often, in whose money, and about how much they are worth."""
    sums = [f.value for f in findings if isinstance(f.value, Money)]
    features = {
        f"money.{money.purpose}": 1.0 for money in sums if money.purpose is not Purpose.OTHER
    }
    features |= {
        f"money.per_{money.period}": 1.0
        for money in sums
        if money.period in (Period.MONTH, Period.SHIFT, Period.ONCE)
    }
    features |= {
        f"money.{name}": 1.0
        for currency, name in _ARMIES_PAY_IN.items()
        if any(money.currency == currency for money in sums)
    }
    return features | {f"money.{name}": 1.0 for money in sums for name in _worth(money, currencies)}


def _worth(money: Money, currencies: Currencies) -> Iterator[str]:
    """Name the step of dollars that a sum is worth; Russia's own sums have steps of their own."""
    amount = money.high or money.low
    if amount is None or money.currency is None:
        return
    worth = currencies.in_dollars(amount, money.currency)
    if worth is None:
        return
    step = next((f"to_{most}" for most in _STEPS if worth < most), f"from_{_STEPS[-1]}")
    yield step
    if money.currency == "RUB":
        yield f"roubles_{step}"


def _contact_features(findings: Sequence[Finding]) -> Mapping[str, float]:
    kinds = {f.value.type for f in findings if isinstance(f.value, Contact)}
    features = {f"contact.{kind}": 1.0 for kind in kinds}
    if kinds & {ContactType.PHONE, ContactType.TELEGRAM, ContactType.WHATSAPP}:
        features["contact.direct"] = 1.0
    promises = [f.value for f in findings if isinstance(f.value, Promise)]
    if any(promise.days is not None for promise in promises):
        features["citizenship_promise.dated"] = 1.0
    return features


def _punctuation(text: str) -> Mapping[str, float]:
    """Say how a text is set: exclamations, questions, dialogue, lines, length."""
    length = max(60, len(text))
    return {
        "shape.exclaims": min(2.0, 150 * text.count("!") / length),
        "shape.asks": min(2.0, 150 * text.count("?") / length),
        "shape.lines": min(2.0, 80 * text.count("\n") / length),
        "shape.quotes": min(2.0, 80 * len(_QUOTE.findall(text)) / length),
        "shape.digits": min(2.0, 15 * sum(map(str.isdigit, text)) / length),
        "shape.dialogue": 1.0 if _DIALOGUE.search(text) else 0.0,
        "shape.long": min(2.0, length / 600),
    }


def _shape_features(seen: Seen, counted: Counter[str]) -> Mapping[str, float]:
    features: dict[str, float] = {}
    if seen.hints.has_form or "[form]" in seen.text:
        features["contact.form"] = 1.0
    if _QUOTED.search(seen.text):
        features["shape.quoted"] = 1.0
    features |= _punctuation(seen.text)
    against = sum(counted[s] for s in ("report", "court", "law", "warning", "victim"))
    favour = sum(
        counted[s]
        for s in ("contract", "cta", "reader", "eligibility", "travel", "signing", "contact")
    )
    features["shape.stance"] = 2.0 * (favour - against) / (favour + against + 2)
    return features
