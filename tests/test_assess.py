"""A verdict stands on quotes of the text, whatever the text is."""

from __future__ import annotations

import math
import random
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor import rulebook
from monitor.assess import LONGEST, assess, full, look
from monitor.model import (
    Assessment,
    Finding,
    Hints,
    Label,
    Money,
    Posting,
    Promise,
    Span,
    Tier,
)
from monitor.signals._guards import may_be_offer
from tests.text.hostile_texts import REPEATED

RULES = rulebook.load()
SLOWEST = 20.0
"""Seconds of CPU for 200,000 characters; a few in fact, minutes if it were not linear."""


def posting(text: str) -> Posting:
    """Give a text as a posting of nowhere."""
    return Posting(key="1", source_id="s", url="", text=text)


def judged(text: str, hints: Hints = Hints()) -> Assessment:
    """Judge a text with all finders."""
    return full(posting(text), RULES, hints)


OFFER = """Набираем мужчин на службу по контракту, Минобороны РФ.
Граждане Казахстана, Узбекистана и Киргизии, возраст 18-60 лет.
Единовременная выплата 400 000 рублей, зарплата от 210 000 рублей в месяц.
Гражданство РФ за 3 месяца для вас и вашей семьи!
Звоните: +7 912 345-67-89, пишите @made_up_name"""
OFFER_EN = """Join the Russian army, one year military contract. Foreigners welcome, age 18-55.
Sign-on bonus $20,000, salary $2,500 per month.
You get Russian citizenship in 3 months for you and your family. WhatsApp +7 912 345-67-89"""
REPORT = """МВД сообщает: мошенники обещают гражданство и 2 000 000 рублей за контракт.
По словам прокурора, суд приговорил вербовщика к семи годам. Не подписывайте контракт."""
JOB = "Требуется повар в кафе, график 2/2, зарплата 60 000 рублей в месяц. Тел. +7 912 345-67-89"


@pytest.mark.parametrize("text", [OFFER, OFFER_EN])
def test_an_offer_to_foreigners_is_urgent(text: str) -> None:
    ours = judged(text)

    assert ours.label is Label.ARMY_OFFER
    assert ours.tier is Tier.T1
    assert ours.foreigners
    assert any(isinstance(finding.value, Promise) for finding in ours.findings)
    assert any(isinstance(finding.value, Money) for finding in ours.findings)


@pytest.mark.parametrize("text", [REPORT, JOB, "", " ", "\n", "привет"])
def test_what_is_no_offer_is_not_alerted(text: str) -> None:
    assert judged(text).tier is None


def test_a_report_promises_its_reader_nothing() -> None:
    ours = judged(REPORT)

    assert ours.label is Label.REPORT
    assert not any(isinstance(finding.value, Promise) for finding in ours.findings)


def test_a_warning_takes_the_words_that_it_warns_of() -> None:
    signals = [f.signal for f in judged("Не подписывайте контракт с Минобороны").findings]

    assert "warning" in signals
    assert "contract" not in signals


@pytest.mark.parametrize(
    ("text", "alerted"),
    [
        ("Served with the Indian Army? Foreigners welcome, military contract in Russia for one year: sign-on bonus 2,000,000 roubles, 210,000 a month. You get a Russian passport in 3 months, and your family too. WhatsApp +7 912 345-67-89", True),
        ("Join the Indian Army! One year contract, 21,000 rupees a month, a passport in 3 months for you and your family. WhatsApp +91 98765 43210", False),
    ],
)  # fmt: skip
def test_another_army_named_hides_no_offer_of_russias_papers(text: str, *, alerted: bool) -> None:
    ours = judged(text)

    assert "own_army" in {finding.signal for finding in ours.findings}
    assert (ours.tier is not None) is alerted


POLICED = [("police", "other_force"), ("contract", "contract"), ("two million", "signing")]


@pytest.mark.parametrize(
    ("words", "score", "flagged"),
    [
        ([*POLICED, ("to Voronezh", "russia")], 0.7, True),
        ([*POLICED, ("to Voronezh", "russia"), ("call", "cta")], 0.6, False),
        ([*POLICED, ("to Voronezh", "russia"), ("our army", "own_army")], 0.7, False),
        (POLICED, 0.9, False),
        ([("contract", "contract"), ("to Voronezh", "russia"), ("pay", "pay")], 0.6, False),
        ([("contract", "contract"), ("to Voronezh", "russia"), ("call", "cta")], 0.6, True),
        ([("contract", "contract"), ("to Voronezh", "russia"), ("pay", "pay")], 0.7, True),
        ([("contract", "contract"), ("at once", "signing")], 0.7, False),
        ([("contract", "contract"), ("at once", "signing")], 0.9, True),
        ([("to Voronezh", "russia"), ("pay", "pay")], 0.99, False),
    ],
)
def test_a_guard_heeds_how_much_else_is_said(
    words: list[tuple[str, str]], score: float, *, flagged: bool
) -> None:
    findings = [Finding(signal, Span(0, len(quote)), quote) for quote, signal in words]

    assert may_be_offer(findings, look("", RULES, Hints()), score) is flagged


def test_a_verdict_has_findings_and_contributions() -> None:
    ours = judged(OFFER)

    assert ours.findings
    assert ours.contributions
    assert ours.rules == RULES.digest
    assert 0 <= ours.score <= 1


def test_the_first_look_changes_no_alert() -> None:
    for text in (OFFER, OFFER_EN, OFFER.replace("контракту", "кoнтpaктy")):
        assert assess(posting(text), RULES) == judged(text)


def test_a_text_without_core_phrases_costs_no_second_look() -> None:
    ours = assess(posting(JOB), RULES)

    assert ours.label is Label.UNRELATED
    assert ours.findings == ()


def test_a_very_long_text_is_cut_and_said_to_be() -> None:
    ours = judged(OFFER + "\n" + "а" * LONGEST)

    assert ours.truncated
    assert ours.tier is Tier.T1


def check(ours: Assessment, text: str) -> None:
    """Assert what holds of every verdict."""
    for finding in ours.findings:
        span = finding.span
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == finding.quote
    assert [f.span.start for f in ours.findings] == sorted(f.span.start for f in ours.findings)
    assert (ours.label is Label.UNRELATED) or ours.findings
    contacts = [f.span for f in ours.findings if f.signal == "contact"]
    assert all(before.end <= after.start for before, after in pairwise(contacts))


PIECES = [*OFFER.split(), *OFFER_EN.split(), *REPORT.split(), "\u200d", "\u202e", "\ud83d", "\x00", "\u0301", "🇷🇺", "к о н т р а к т", "кoнтpaкт", "参军", "٢٠٠", "\n", "¿", "ﷺ", "ﬁ", "İ", "ß"]  # fmt: skip
MIXED = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
ANY = st.text(st.characters(exclude_categories=()), max_size=120)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(MIXED, ANY))
def test_every_quote_is_of_the_text_and_nothing_raises(text: str) -> None:
    check(judged(text), text)
    check(assess(posting(text), RULES), text)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REPEATED))
def test_time_is_in_proportion_to_length(name: str) -> None:
    text = REPEATED[name]

    began = time.process_time()
    ours = judged(text)
    took = time.process_time() - began

    check(ours, text[:LONGEST])
    assert took < SLOWEST


@pytest.mark.slow
def test_a_hundred_thousand_texts_of_chance_are_judged() -> None:
    chance = random.Random(20261105)

    for number in range(100_000):
        text = _by_chance(chance)
        hints = Hints() if number % 20 == 0 else KNOWN
        check(assess(posting(text), RULES, hints), text)


KNOWN = Hints(lang="ru")
"""Guessing the language of nonsense takes most of the time: it is done for one in twenty."""


WORDS = [word for phrase in RULES.phrases.phrases[::7] for word in phrase.pattern.split()]


def _by_chance(chance: random.Random) -> str:
    match chance.randrange(4):
        case 0:
            return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(40)))
        case 1:
            return " ".join(chance.choices(WORDS, k=chance.randrange(8)))
        case 2:
            return _mutated(chance, chance.choice([OFFER, OFFER_EN, REPORT, JOB]))
        case _:
            return "".join(chance.choices(PIECES, k=chance.randrange(9)))


def _mutated(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text))
    chars = list(text[start : start + chance.randrange(80)])
    for _ in range(chance.randrange(6) if chars else 0):
        at = chance.randrange(len(chars))
        chars[at] = chance.choice(
            [chr(chance.randrange(0x3000)), "", "\ud800", chars[at] * 2, "\u0301"]
        )
    return "".join(chars)


def test_what_is_hardly_likelier_an_offer_than_not_goes_to_review() -> None:
    sure = judged(OFFER)
    odds = (1 - sure.score) / sure.score
    lift = math.log(0.64 / odds)
    sides = {
        side: {**weights, "bias": weights.get("bias", 0.0) + (lift if side != "offer" else 0.0)}
        for side, weights in RULES.weights.sides.items()
    }

    unsure = full(posting(OFFER), replace(RULES, weights=replace(RULES.weights, sides=sides)))

    assert sure.tier is Tier.T1
    assert unsure.score == pytest.approx(1 / 1.64)
    assert (unsure.label, unsure.tier) == (sure.label, Tier.T3)
