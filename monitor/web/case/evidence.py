"""The words of a hit with their evidence, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.desk.case.hiding import hidden
from monitor.desk.case.marks import pieces
from monitor.desk.case.worth import Rough, rough
from monitor.desk.says import N_
from monitor.model import Assessment, Contact, Finding, Money, Promise, Span
from monitor.rulebook import Rules, Signal
from monitor.text.harmless import clean
from monitor.text.masking import mask
from monitor.web.terms import CONTACTS, PERIODS, PROMISES, PURPOSES, is_exact, looks, term, within
from monitor.web.words import Words

LONGEST = 30_000
"""Code points of a text that a page shows; what is longer is no advert, and is shown on wish."""
_DIGITS = 18
"""Of a figure that is written out; a larger one is no offer but a trap (1E+999999)."""
_SLIGHT = 0.3
"""Log-odds: a reason that weighs less changes a score by a tenth at most, and is told last."""
_PLAIN = 1.0
"""Log-odds from which on a reason plainly speaks against an offer, whatever it was meant for."""
_ORDER = ("contact", "pay", "promise", "against", "claim")
"""Where evidence overlaps, the first of these names the kind."""
KINDS: Mapping[str, str] = {
    "pay": N_("Sums"),
    "promise": N_("Promises"),
    "contact": N_("Ways to reply"),
    "claim": N_("Other reasons"),
    "against": N_("Speaks against an offer"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One signal, what it weighs, and the first words that showed it."""

    signal: str
    title: str
    meaning: str
    weight: float
    """Log-odds; 0 where it decides nothing by itself."""
    words: str = ""
    """Contacts hidden unless they were asked for; empty for what is no words."""
    span: Span | None = None
    is_experimental: bool = False

    @property
    def is_slight(self) -> bool:
        """Tell whether it hardly matters."""
        return abs(self.weight) < _SLIGHT


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text as the page shows it."""

    text: str
    kind: str = ""
    """Empty for plain words."""
    tips: tuple[str, ...] = ()
    """Why it is marked, a sentence a finding."""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SumRow:
    """A sum of the text, said in words and roughly compared."""

    purpose: str
    amount: str
    period: str
    worth: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What something is called, and what it is."""

    name: str
    value: str
    words: str = ""


class Evidence:
    """An assessment, explained."""

    def __init__(self, said: Assessment, rules: Rules, words: Words, *, shows: bool) -> None:
        self._said = said
        self._rules = rules
        self._words = words
        self._shows = shows
        self._weights = {one.signal: one.weight for one in said.contributions}

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Cut a text into what is plain, what is evidence, and what is hidden."""
        findings = self._said.findings
        veils = () if self._shows else hidden(text, findings)
        return tuple(
            Mark(
                piece.text,
                self._kind(piece.reasons, piece.is_hidden),
                tuple(dict.fromkeys(self._tip(findings[place]) for place in piece.reasons)),
                piece.is_hidden,
            )
            for piece in pieces(text, findings, hidden=veils)
        )

    def reasons(self) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """Give what spoke for an offer and what against, each by weight."""
        first = {one.signal: one for one in reversed(self._said.findings)}
        names = dict.fromkeys([*self._weights, *first])
        every = sorted(
            (self._reason(name, first.get(name)) for name in names),
            key=lambda one: -abs(one.weight),
        )
        return (
            tuple(one for one in every if not self._is_against(one.signal)),
            tuple(one for one in every if self._is_against(one.signal)),
        )

    def sums(self) -> tuple[SumRow, ...]:
        """List the different sums."""
        found = {one.value: one for one in self._of(Money) if isinstance(one.value, Money)}
        return tuple(self._sum(money, finding) for money, finding in found.items())

    def promises(self) -> tuple[Fact, ...]:
        """List what is promised, how soon and to whom."""
        found = {one.value: one for one in self._of(Promise) if isinstance(one.value, Promise)}
        return tuple(
            Fact(
                term(PROMISES, promise.what, self._words),
                ", ".join(
                    filter(
                        None,
                        (
                            within(promise, self._words),
                            self._words.gettext("for the family too") if promise.family else "",
                        ),
                    )
                ),
                self.quote(finding.quote),
            )
            for promise, finding in found.items()
        )

    def contacts(self) -> tuple[Fact, ...]:
        """List the ways to reply; without what they are while they are hidden."""
        found = dict.fromkeys(one.value for one in self._of(Contact))
        return tuple(
            Fact(term(CONTACTS, one.type, self._words), clean(one.value) if self._shows else "")
            for one in found
            if isinstance(one, Contact)
        )

    def indicators(self) -> tuple[Fact, ...]:
        """List the signs of deception or exploitation with their words."""
        return tuple(
            Fact(self._words.gettext(one.name), "", self.quote(one.words))
            for one in self._said.indicators
        )

    def quote(self, words: str) -> str:
        """Give words of the advert on one line, contacts hidden unless they were asked for."""
        return clean(words, limit=200) if self._shows else clean(mask(words), limit=200)

    def _of(self, kind: type) -> list[Finding]:
        return [one for one in self._said.findings if isinstance(one.value, kind)]

    def _kind(self, places: Sequence[int], is_hidden: bool) -> str:
        kinds = {self._kind_of(self._said.findings[place]) for place in places}
        kinds |= {"contact"} if is_hidden else set()
        return next((kind for kind in _ORDER if kind in kinds), "")

    def _kind_of(self, finding: Finding) -> str:
        match finding.value:
            case Money():
                return "pay"
            case Promise():
                return "promise"
            case Contact():
                return "contact"
            case _:
                return "against" if self._denies(finding.signal) else "claim"

    def _is_against(self, name: str) -> bool:
        signal = self._rules.signals.get(name)
        weight = self._weights.get(name, 0.0)
        return weight < 0 or (not weight and signal is not None and signal.against)

    def _denies(self, name: str) -> bool:
        """Tell what speaks against an offer from what is only likelier in a report than elsewhere.

        Whom an advert addresses weighs a little against it, for reports name the same people.
        """
        signal = self._rules.signals.get(name)
        is_meant = signal is not None and signal.against
        return self._is_against(name) and (is_meant or self._weights.get(name, 0.0) <= -_PLAIN)

    def _tip(self, finding: Finding) -> str:
        title = self._title(finding.signal)
        weight = self._weights.get(finding.signal, 0.0)
        parts = (
            title,
            self._fact(finding),
            f"{weight:+.1f}" if abs(weight) >= 0.05 else "",
        )
        return " · ".join(part for part in parts if part)

    def _fact(self, finding: Finding) -> str:
        match finding.value:
            case Money() as money:
                row = self._sum(money, finding)
                return " ".join(filter(None, (row.amount, row.period, f"({row.purpose})")))
            case Promise() as promise:
                return within(promise, self._words)
            case Contact() as contact:
                return term(CONTACTS, contact.type, self._words)
            case _:
                return self._meaning(self._rules.signals.get(finding.signal))

    def _reason(self, name: str, finding: Finding | None) -> Reason:
        signal = self._rules.signals.get(name)
        return Reason(
            signal=name,
            title=self._title(name),
            meaning=self._meaning(signal),
            weight=self._weights.get(name, 0.0),
            words=self._quoted(finding) if finding else "",
            span=finding.span if finding else None,
            is_experimental=signal is not None and signal.experimental,
        )

    def _quoted(self, finding: Finding) -> str:
        if isinstance(finding.value, Contact) and not self._shows:
            return self._words.gettext("[contact hidden]")
        return self.quote(finding.quote)

    def _title(self, name: str) -> str:
        signal = self._rules.signals.get(name)
        return self._words.gettext(signal.title) if signal else looks(name, self._words)

    def _meaning(self, signal: Signal | None) -> str:
        return self._words.gettext(signal.meaning) if signal else ""

    def _sum(self, money: Money, finding: Finding) -> SumRow:
        worth = rough(money, self._rules.currencies)
        return SumRow(
            purpose=term(PURPOSES, money.purpose, self._words),
            amount=self._range(money),
            period=term(PERIODS, money.period, self._words),
            worth=self._range(_as_money(worth)) if worth else "",
            words=self.quote(finding.quote),
        )

    def _range(self, money: Money) -> str:
        low, high = (self._amount(one, money.currency) for one in (money.low, money.high))
        if is_exact(money):
            return low
        if low and high:
            return self._words.gettext("{low} to {high}").format(low=low, high=high)
        if low:
            return self._words.gettext("from {low}").format(low=low)
        return self._words.gettext("up to {high}").format(high=high) if high else ""

    def _amount(self, amount: Decimal | None, currency: str | None) -> str:
        if amount is None:
            return ""
        if not amount.is_finite() or amount.adjusted() >= _DIGITS:
            return self._words.gettext("more than anybody is paid")
        return self._words.money(amount, currency)


def _as_money(worth: Rough) -> Money:
    return Money(worth.low, worth.high, worth.currency)


def legend(marks: Iterable[Mark], words: Words) -> tuple[tuple[str, str], ...]:
    """Name the kinds of evidence that a text has, in a fixed order."""
    there = {mark.kind for mark in marks}
    return tuple((kind, words.gettext(said)) for kind, said in KINDS.items() if kind in there)
