"""Judge one posting: fold, find, decide. Pure; every verdict stands on findings that quote the text.

The score is additive: each feature of the findings adds its weight in log-odds, fitted at
development time and shipped in `rules/weights.toml`, so that a person can follow each verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp

from monitor.model import (
    ALERTED,
    OFFER,
    SIDES,
    WORDING,
    Assessment,
    Contact,
    Contribution,
    Finding,
    Hints,
    Indicator,
    Label,
    Posting,
    Promise,
    Tier,
)
from monitor.rulebook import Rules
from monitor.signals import finders
from monitor.signals._features import features_of, signals_of
from monitor.signals._guards import UNSURE, is_told, may_be_offer
from monitor.signals._seen import Seen
from monitor.signals._telling import against, telling
from monitor.signals._wording import passage, reads_like_offer
from monitor.signals.citizenship import implied
from monitor.text.disguise import reveal, revealed
from monitor.text.fold import bare, fold
from monitor.text.language import detect

LONGEST = 200_000
"""Characters of a posting that are judged; the rest is cut, and the assessment says so."""

_TO_NOBODY = (Label.REPORT, Label.UNRELATED, Label.AGENT_BOUNTY)
"""Classes whose texts promise citizenship to others than their reader."""
_TOLD_BY_A_NAME = {"army", "contract"}
SUBSCORES = {
    "contract": "contract",
    "unit": "contract",
    "slogan": "contract",
    "army": "war",
    "war": "war",
    "war_zone": "war",
    "no_combat": "war",
    "pay": "pay",
    "money": "pay",
    "signing": "pay",
    "year_total": "pay",
    "bounty": "pay",
    "debt": "pay",
    "loss": "pay",
    "benefits": "pay",
    "citizenship_promise": "citizenship",
    "citizenship": "citizenship",
    "passport": "citizenship",
    "residence": "citizenship",
    "promise": "citizenship",
    "fast": "citizenship",
    "family": "citizenship",
    "foreigner": "foreigner",
    "cta": "call to action",
    "reader": "call to action",
    "contact": "call to action",
    "report": "reportage",
    "court": "reportage",
    "law": "reportage",
    "warning": "reportage",
    "victim": "reportage",
    "own_army": "own army",
}
"""What each signal is about, as the verdict's sub-scores show it."""

UNRELATED = Assessment(label=Label.UNRELATED, tier=None, score=0.0, lang="und", foreigners=False)


def assess(posting: Posting, rules: Rules, hints: Hints = Hints()) -> Assessment:
    """Judge a posting, spending little on a text without any core phrase and unlike any offer.

    Never raises; time is proportional to length, of which the first `LONGEST` characters count.
    """
    if not screen(posting.text, rules):
        return replace(UNRELATED, rules=rules.digest)
    return full(posting, rules, hints)


def screen(text: str, rules: Rules) -> bool:
    """Tell whether a text has a core phrase or reads like an offer: without both nothing is flagged."""
    folded = revealed(bare(text[:LONGEST]), rules.phrases.vocabulary)
    return rules.phrases.touches(folded) or reads_like_offer(rules, folded)


def full(posting: Posting, rules: Rules, hints: Hints = Hints()) -> Assessment:
    """Judge a posting with all finders, whatever it says: sums, contacts and language too."""
    seen = look(posting.text[:LONGEST], rules, hints)
    findings = found_in(seen)
    verdict = judge(findings, seen, rules)
    return replace(verdict, truncated=len(posting.text) > LONGEST)


def examine(text: str, rules: Rules, hints: Hints = Hints()) -> tuple[Seen, list[Finding]]:
    """Give what is found in a text, before it is weighed: what the weights are fitted on."""
    seen = look(text[:LONGEST], rules, hints)
    return seen, found_in(seen)


def look(text: str, rules: Rules, hints: Hints) -> Seen:
    """Fold a text and find its phrases."""
    folded = reveal(fold(text), rules.phrases.vocabulary)
    said = tuple(rules.phrases.find(folded.text))
    lang = detect(text, hints)
    return Seen(text, folded, said, tuple(telling(said, rules, lang)), rules, hints, lang)


def found_in(seen: Seen) -> list[Finding]:
    """Give all findings of what was looked at, by start."""
    findings = [finding for finder in finders() for finding in finder.find(seen)]
    findings.sort(key=lambda f: (f.span.start, -f.span.end, f.signal))
    return list(_outside_of_contacts(findings))


def _outside_of_contacts(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what is only read into a contact: a number's digits are no sum, a name no unit.

    A handle that names the army or enlisting says what it is for.
    """
    end = -1
    for finding in findings:
        if isinstance(finding.value, Contact):
            end = max(end, finding.span.end)
        elif finding.span.end <= end and finding.signal not in _TOLD_BY_A_NAME:
            continue
        yield finding


def judge(findings: Sequence[Finding], seen: Seen, rules: Rules) -> Assessment:
    """Turn findings into a verdict.

    Three sides are weighed: an offer, a report or warning, and all else. The score is the offer's
    share; what spoke for and against is told against the stronger of the other two.
    """
    weights = rules.weights
    features = {
        name: value for name, value in features_of(findings, seen).items() if name in weights.names
    }
    sides = {side: _dot(features, weights.sides.get(side, {})) for side in SIDES}
    score = _share(sides)
    rival = max((side for side in SIDES if side != OFFER), key=lambda side: sides[side])
    is_offer = score >= weights.threshold and may_be_offer(findings, seen, score)
    classes = [label for label in Label if (label in ALERTED) is is_offer]
    label = max(classes, key=lambda label: _dot(features, weights.labels.get(label, {})))
    if not findings:
        label = Label.UNRELATED
    if label is Label.ARMY_OFFER and is_told(findings):
        label = Label.PROMO
    if label in _TO_NOBODY and (score < weights.threshold or label is Label.AGENT_BOUNTY):
        findings = [_told(finding) for finding in findings]
    elif not _promised(findings):
        findings = sorted([*findings, *implied(seen)], key=lambda f: f.span.start)
    pull = {name: _pull(name, weights.sides, rival) * value for name, value in features.items()}
    contributions = _contributions(pull, against(rules))
    foreigners = _addresses_foreigners(findings)
    is_for_foreigners = foreigners or _promised(findings)
    is_named = any(finding.signal in rules.core for finding in findings)
    tier = _tier(label, score if is_named else 0.0, is_for_foreigners=is_for_foreigners)
    return Assessment(
        label=label,
        tier=tier,
        score=score,
        lang=seen.lang,
        foreigners=foreigners,
        findings=_with_passage(findings, seen, contributions),
        contributions=contributions,
        subscores=_subscores(contributions),
        rules=rules.digest,
        nations=_nations(findings) if tier else (),
        indicators=_indicators(findings, rules) if tier else (),
    )


def _with_passage(
    findings: Sequence[Finding], seen: Seen, contributions: Sequence[Contribution]
) -> tuple[Finding, ...]:
    """Add the words that say most of what the wording as a whole says for or against an offer."""
    pull = next((part.weight for part in contributions if part.signal == WORDING), 0.0)
    found = passage(seen, is_for=pull > 0) if pull else None
    return tuple(sorted([*findings, found], key=lambda f: f.span.start) if found else findings)


def _nations(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(str(finding.value) for finding in findings if finding.signal == "nation")


def _indicators(findings: Iterable[Finding], rules: Rules) -> tuple[Indicator, ...]:
    """Name each indicator once, with the first words that show it."""
    found: dict[str, str] = {}
    for finding in findings:
        signal = rules.signals.get(finding.signal)
        if signal and signal.indicator:
            found.setdefault(signal.indicator, finding.quote)
    return tuple(Indicator(name, words) for name, words in found.items())


def _share(sides: Mapping[str, float]) -> float:
    """Give the offer's share of the three sides (softmax)."""
    return 1 / sum(exp(min(30.0, value - sides[OFFER])) for value in sides.values())


def _pull(feature: str, sides: Mapping[str, Mapping[str, float]], rival: str) -> float:
    """Give how far a feature's weight pulls from the rival side to the offer's, in log-odds."""
    return sides.get(OFFER, {}).get(feature, 0.0) - sides.get(rival, {}).get(feature, 0.0)


def _contributions(pull: Mapping[str, float], against: Collection[str]) -> tuple[Contribution, ...]:
    """Sum what the features add by the signal that each is shown under.

    What a pair takes away is shown under the one of it that speaks against an offer, what it adds
    under the other; where both speak alike, under the one that has more to give.
    """
    summed: dict[str, float] = {}
    pairs = []
    for feature, weight in pull.items():
        first, *others = signals_of(feature)
        if others:
            pairs.append(((first, *others), weight))
        else:
            summed[first] = summed.get(first, 0.0) + weight
    for signals, weight in pairs:
        fitting = [signal for signal in signals if (signal in against) is (weight < 0)]
        signal = max(fitting or signals, key=lambda s: -weight * summed.get(s, 0.0))
        summed[signal] = summed.get(signal, 0.0) + weight
    ordered = sorted(summed.items(), key=lambda pair: -abs(pair[1]))
    return tuple(Contribution(signal, weight) for signal, weight in ordered if abs(weight) >= 0.005)


def _dot(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return weights.get("bias", 0.0) + sum(
        value * weights[feature] for feature, value in features.items() if feature in weights
    )


def _told(finding: Finding) -> Finding:
    """Keep the words of a promise without its value: what is reported or sold is promised to nobody."""
    return replace(finding, value=None) if isinstance(finding.value, Promise) else finding


def _promised(findings: Iterable[Finding]) -> bool:
    return any(isinstance(finding.value, Promise) for finding in findings)


def _addresses_foreigners(findings: Iterable[Finding]) -> bool:
    return any(
        finding.signal == "foreigner" or isinstance(finding.value, Promise) for finding in findings
    )


def _tier(label: Label, score: float, *, is_for_foreigners: bool) -> Tier | None:
    if label is Label.ARMY_OFFER and score >= UNSURE:
        return Tier.T1 if is_for_foreigners else Tier.T2
    return Tier.T3 if label in ALERTED else None


def _subscores(contributions: Sequence[Contribution]) -> tuple[tuple[str, float], ...]:
    """Sum the contributions by what they are about, for display."""
    groups: dict[str, float] = {}
    for contribution in contributions:
        group = SUBSCORES.get(contribution.signal, "other")
        groups[group] = groups.get(group, 0.0) + contribution.weight
    return tuple(groups.items())
