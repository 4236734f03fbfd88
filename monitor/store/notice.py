"""What an alert may say of a hit: its strongest words, with every way to the recruiter masked.

Pure: a judged posting in, a notice out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.model import WORDING, Contact, Finding, Judged, Money, Notice, Promise, Quote, Source
from monitor.text.harmless import defang
from monitor.text.masking import NAMES, mask

QUOTES = 6
"""A phone's screen holds about six short quotes."""
QUOTE_LETTERS = 200
"""A quote is the words that were found; only a pattern gone wide is longer."""
SUMS = 6
MASK = "[...]"

_NAMES = dict.fromkeys(NAMES, MASK)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A hit at the moment that makes an alert due."""

    hit_id: str
    version: int
    judged: Judged
    source: Source
    seen_at: datetime


def notice(flagged: Flagged, *, desk_url: str = "") -> Notice:
    """Say of a flagged posting what a channel may carry out of the house."""
    posting, assessment = flagged.judged.posting, flagged.judged.assessment
    return Notice(
        hit_id=flagged.hit_id,
        version=flagged.version,
        label=assessment.label.value,
        tier=assessment.tier.value if assessment.tier else "",
        score=assessment.score,
        lang=assessment.lang,
        source_id=flagged.source.id,
        source_name=flagged.source.name or flagged.source.id,
        url=defang(posting.url or flagged.source.url),
        seen_at=flagged.seen_at,
        quotes=tuple(_quotes(flagged.judged)),
        sums=_sums(assessment.findings),
        promise=next((f.value for f in assessment.findings if isinstance(f.value, Promise)), None),
        desk_url=f"{desk_url.rstrip('/')}/hits/{flagged.hit_id}" if desk_url else "",
    )


def masked(finding: Finding, others: tuple[Finding, ...] = ()) -> str:
    """Give a finding's words with links, handles, addresses and phone numbers masked.

    What the contact findings among `others` cover is masked for sure; a pattern catches the rest.
    Of a sum only what they cover: its digits must stay.
    """
    words = finding.quote
    for other in sorted(others, key=lambda other: -other.span.start):
        start = max(other.span.start - finding.span.start, 0)
        end = min(other.span.end - finding.span.start, len(finding.quote))
        if isinstance(other.value, Contact) and start < end:
            words = words[:start] + MASK + words[end:]
    if not isinstance(finding.value, Money):
        words = mask(words, _NAMES)
    return words if len(words) <= QUOTE_LETTERS else f"{words[: QUOTE_LETTERS - 1]}…"


def _quotes(judged: Judged) -> Iterator[Quote]:
    """The strongest finding of each signal that speaks for an offer, the strongest signal first."""
    assessment = judged.assessment
    weights = {part.signal: part.weight for part in assessment.contributions}
    findings = [f for f in assessment.findings if _is_telling(f) and f.quote.strip()]
    findings.sort(key=lambda f: (-weights.get(f.signal, 0.0), f.span.start))
    said: set[str] = set()
    for finding in findings:
        if len(said) == QUOTES or finding.signal in said or weights.get(finding.signal, 0.0) < 0:
            continue
        words = masked(finding, assessment.findings)
        if words.replace(MASK, "").strip():
            said.add(finding.signal)
            yield Quote(finding.signal, words)


def _is_telling(finding: Finding) -> bool:
    """Tell words that prove something by themselves: no way to reply, no passage of the whole."""
    if isinstance(finding.value, Contact) or finding.signal.startswith("contact"):
        return False
    return finding.signal != WORDING


def _sums(findings: tuple[Finding, ...]) -> tuple[Money, ...]:
    sums = dict.fromkeys(f.value for f in findings if isinstance(f.value, Money))
    return tuple(sums)[:SUMS]
