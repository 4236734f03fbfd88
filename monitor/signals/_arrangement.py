"""Features of how findings lie in a text: quoted, close together, before the contact, or absent.

A report may quote a whole advert, with its sums and its number: what tells it is that the words of
the offer all stand between quotation marks, that few of the text's words are the offer's, or that
the contact follows the words of a warning.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log2
from statistics import fmean

from monitor.model import Contact, Finding
from monitor.signals._guards import is_russian

_QUOTED = re.compile('«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|"[^"\n]*"|「[^「」]*」')
_SPEECH = 14
"""Characters from which what stands between marks is speech, neither a name nor a word in irony."""
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD_OF_HAN = 2
"""Characters of Chinese to a word, about."""
_FEWEST_WORDS = 15
"""Words below which a text is too short to speak of a share of them."""
_CORE = frozenset(
    [
        "contract",
        "army",
        "unit",
        "military_job",
        "referral",
        "civil_role",
        "war_zone",
        "drone_work",
        "citizenship_promise",
        "signing",
        "bounty",
    ]
)
_ASKED = frozenset(["cta", "reader", "contact"])
_OFFERS = _CORE | _ASKED | {"foreigner", "money", "travel", "pay", "promise", "eligibility"}
_QUOTABLE = (
    "contract",
    "army",
    "cta",
    "reader",
    "contact",
    "money",
    "citizenship_promise",
    "foreigner",
    "travel",
    "pay",
    "military_job",
    "civil_role",
)
_TOLD = frozenset(["report", "court", "victim", "law", "warning"])
_AGAINST = _TOLD | {
    "benefit_news",
    "disclaimer",
    "employment",
    "game",
    "history",
    "investment",
    "job",
    "legal_service",
    "other_force",
    "own_army",
    "question",
    "requirement",
    "resettle",
    "tuition",
}
_BEFORE_CONTACT = _TOLD | {
    "legal_service",
    "job",
    "reader",
    "cta",
    "contract",
    "army",
    "own_army",
    "tuition",
}
_REACH = 90
"""Characters from a word to the contact that it speaks of."""
_ABSENT: Mapping[str, frozenset[str]] = {
    "told": _TOLD,
    "against": _AGAINST,
    "asked": _ASKED,
    "army": frozenset(["contract", "army", "military_job", "unit"]),
    "money": frozenset(["money"]),
    "contact": frozenset(["contact"]),
}
_RUSSIAN = frozenset(["russia", "army"])
_CALLS = ("contact", "cta")
_EARLY, _LATE = 0.3, 0.8
"""Shares of a text at which its first part ends and its last begins."""
_APART = 0.15
"""Share of a text that what is told must stand from what is offered, on average."""
_HELD_OUT = frozenset(
    [
        "contract",
        "army",
        "money",
        "citizenship_promise",
        "travel",
        "signing",
        "pay",
        "eligibility",
        "no_combat",
        "civil_role",
    ]
)


def arrangement_features(findings: Sequence[Finding], text: str) -> Mapping[str, float]:
    """Give how the findings lie in a text; its own length is what they are held against."""
    counted = Counter(finding.signal for finding in findings)
    features = {
        f"sentences.without_{name}": 1.0
        for name, signals in _ABSENT.items()
        if not counted.keys() & signals
    }
    if not counted.keys() & _RUSSIAN and not any(map(is_russian, findings)):
        features["sentences.without_russia"] = 1.0
    features |= {
        f"{signal}.more": min(2.0, log2(count) / 1.5)
        for signal, count in counted.items()
        if count > 1
    }
    features |= _density(counted, text)
    features |= _quoted(findings, text)
    features |= {f"before_contact.{signal}": 1.0 for signal in _before_contacts(findings)}
    features |= dict.fromkeys(_placed(findings, len(text)), 1.0)
    return features


def _density(counted: Counter[str], text: str) -> Mapping[str, float]:
    """Say how many of ten words are an offer's, and how many speak against one."""
    words = text.count(" ") + text.count("\n") + len(_HAN.findall(text)) // _WORD_OF_HAN
    per_word = 10 / max(_FEWEST_WORDS, words)
    return {
        f"sentences.{name}": min(2.0, per_word * sum(counted[signal] for signal in signals))
        for name, signals in (("offering", _CORE | _ASKED), ("against", _AGAINST))
    }


def _quoted(findings: Sequence[Finding], text: str) -> Mapping[str, float]:
    """Give the signals that only stand in quotations, and the share of the offer's words there."""
    inside = _in_quotations(findings, text)
    if not any(inside):
        return {}
    judged = list(zip(findings, inside, strict=True))
    closed = {f.signal for f in findings} - {f.signal for f, is_quoted in judged if not is_quoted}
    features = {f"quoted.{signal}": 1.0 for signal in _QUOTABLE if signal in closed}
    offered = [is_quoted for f, is_quoted in judged if f.signal in _OFFERS]
    if any(offered):
        features["sentences.quoted"] = 2.0 * sum(offered) / len(offered)
    return features


def _in_quotations(findings: Sequence[Finding], text: str) -> list[bool]:
    """Tell of each finding whether it begins between quotation marks."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    edges = [edge for start, end in quoted if end - start >= _SPEECH for edge in (start, end)]
    return [bisect_right(edges, finding.span.start) % 2 == 1 for finding in findings]


def _placed(findings: Sequence[Finding], length: int) -> Iterator[str]:
    """Say whether the call comes early or late, and whether it is told before or after it is offered."""
    for signal in _CALLS:
        starts = [f.span.start for f in findings if f.signal == signal]
        if starts and min(starts) < _EARLY * length:
            yield f"early.{signal}"
        if starts and max(starts) > _LATE * length:
            yield f"late.{signal}"
    told = [f.span.start for f in findings if f.signal in _TOLD]
    offered = [f.span.start for f in findings if f.signal in _HELD_OUT]
    if not told or not offered:
        return
    gap = (fmean(told) - fmean(offered)) / length
    if abs(gap) > _APART:
        yield "sentences.told_after" if gap > 0 else "sentences.told_before"
    if max(told) > max(offered):
        yield "sentences.told_last"


def _before_contacts(findings: Sequence[Finding]) -> Iterator[str]:
    """Give the signals that stand shortly before a contact."""
    contacts = sorted(f.span.start for f in findings if isinstance(f.value, Contact))
    for finding in findings:
        following = bisect_left(contacts, finding.span.start)
        if (
            finding.signal in _BEFORE_CONTACT
            and following < len(contacts)
            and contacts[following] - finding.span.start < _REACH
        ):
            yield finding.signal
