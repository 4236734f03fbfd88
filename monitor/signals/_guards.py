"""Guards that stand above the weights: what is no offer of Russia's war, however much it scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from monitor.model import Contact, ContactType, Finding, Hints, Money
from monitor.signals._seen import Seen
from monitor.signals._wording import reads_like_offer

_OTHER_SERVICE = {"own_army", "other_force"}
_RUSSIAS_WAR = {"army", "war_zone", "drone_work"}
_BEYOND_A_VACANCY = _RUSSIAS_WAR | {
    "referral",
    "citizenship_promise",
    "promise",
    "military_job",
    "no_combat",
    "bounty",
    "slogan",
}
_MUCH_REPORTED = 2
"""Attributions from which an offer without a word to its reader is an advertorial."""
_LINKS_TO_RUSSIA = _BEYOND_A_VACANCY | {
    "russia",
    "war",
    "unit",
    "citizenship",
    "passport",
    "residence",
}
"""Without one of these, or a sum in roubles, an offer is somebody else's: 0 of 306 offers lack all."""
_HELD_OUT = frozenset(
    [
        "contract",
        "military_job",
        "civil_role",
        "drone_work",
        "referral",
        "signing",
        "pay",
        "money",
        "eligibility",
        "lure",
        "no_combat",
        "slogan",
        "promise",
        "citizenship_promise",
        "travel",
    ]
)
"""What an offer holds out: service or work, money, papers, a journey. 2 of 1,119 offers lack all."""
UNSURE = 0.65
"""Score below which what is flagged goes to review whatever its class, and must speak to somebody:
it is hardly likelier than not."""
_ADDRESSED = frozenset(["reader", "cta", "contact", "eligibility"])
_BIDDEN = frozenset(["reader", "cta"])
"""Who bids the reader come holds something out, in whatever words."""
_PAPERS_OF_RUSSIA = frozenset(["citizenship_promise", "russia"])
"""Papers that no other state's service gives: "you served four years, now Russia"."""
_MUCH_PLAYED = 4
"""Words of a game from which a text is about one: no offer of 500 has them."""
_FULL_OF_JOB = 3
"""Words of a vacancy from which the third guard holds: 61 % of 745 vacancies, 1 % of 302 offers."""

_SURE = 0.8
"""Score from which Russia need not be named, slang has its own words for it: 3 offers of 1,450 and 1
other text have it, each judged as if nobody had read it; of 6,734 ordinary texts none."""

_WORDED = 0.9
"""Score from which no army need be named: slang and silence are how adverts pass moderators."""

_KAZAKH = {"6", "7"}
"""First digits of Kazakhstan's numbers, which share Russia's country code (E.164)."""


def may_be_offer(findings: Sequence[Finding], seen: Seen, score: float) -> bool:
    """Hold the guards that a sum of weights does not overrule.

    Without a word of an army, a war zone or the like (unless the whole reads like an offer and the
    score is high), without any link to Russia or its war (unless it is higher still), or where
    nothing is held out to anybody (news of a front), nothing is flagged, nor what is unsure and
    speaks to nobody. A text full of an ordinary vacancy's words
    needs more than "contract" and "unit", which vacancies have too.
    """
    counted = Counter(finding.signal for finding in findings)
    signals = set(counted)
    if any(finding.signal == "money" and is_russian(finding) for finding in findings):
        signals.add("russia")
    is_named = bool(signals & seen.rules.core)
    if not is_named and (score < _WORDED or not reads_like_offer(seen.rules, seen.folded.text)):
        return False
    if not (signals & _HELD_OUT or signals >= _BIDDEN) and not (
        is_named and score >= _SURE and signals & _ADDRESSED
    ):
        return False
    is_linked = signals & _LINKS_TO_RUSSIA or _is_in_russia(findings, seen.hints)
    if not is_linked and score < _SURE:
        return False
    if score < UNSURE and not signals & _ADDRESSED:
        return False
    if counted["game"] >= _MUCH_PLAYED or _is_of_another_state(counted, signals, score):
        return False
    return counted["job"] < _FULL_OF_JOB or bool(signals & _BEYOND_A_VACANCY)


def _is_of_another_state(
    counted: Mapping[str, int], signals: Collection[str], score: float
) -> bool:
    """Tell service to another state: named, and neither Russia's army, its war nor its papers are.

    A single such word says little where Russia is named and the rest is sure: an offer speaks of
    the police too.
    """
    services = sum(counted[signal] for signal in _OTHER_SERVICE)
    if services <= ("russia" in signals and score >= UNSURE):
        return False
    return not (_RUSSIAS_WAR.intersection(signals) or _PAPERS_OF_RUSSIA.issubset(signals))


def _is_in_russia(findings: Iterable[Finding], hints: Hints) -> bool:
    """Tell a place, a number or a currency of Russia's, where no word names it."""
    return hints.country == "RU" or any(map(is_russian, findings))


def is_russian(finding: Finding) -> bool:
    """Tell a sum in roubles and a Russian number, which name Russia without a word."""
    match finding.value:
        case Money(currency="RUB"):
            return True
        case Contact(type=ContactType.PHONE | ContactType.WHATSAPP, value=number):
            return number.startswith("+7") and number[2:3] not in _KAZAKH
        case _:
            return False


def is_told(findings: Iterable[Finding]) -> bool:
    """Tell an offer in the guise of a report, that speaks to no reader: reportage lowers a tier."""
    counted = Counter(finding.signal for finding in findings)
    return counted["report"] >= _MUCH_REPORTED and not counted["reader"]
