"""Each finder gives reasons whose quotes are the text's own words."""

from __future__ import annotations

import pytest

from monitor.model import Hints, Promise
from tests.text.reading import amounts, judged


def quotes(text: str, signal: str, hints: Hints = Hints()) -> list[str]:
    """Give the words found for a signal."""
    return [finding.quote for finding in judged(text, hints).findings if finding.signal == signal]


OFFER = "Служба по контракту в армии РФ, 210 000 руб. в месяц. Звоните +7 912 345-67-89.\n"


def promises(text: str) -> list[Promise]:
    """Give what is promised beside an offer: elsewhere nobody is promised anything."""
    return [f.value for f in judged(OFFER + text).findings if isinstance(f.value, Promise)]


@pytest.mark.parametrize(
    ("text", "signal", "quote"),
    [
        ("Вот Службу по Контракту!", "contract", "Службу по Контракту"),
        ("вот с\u0301лужбу\u00a0по контракту", "contract", "с\u0301лужбу\u00a0по контракту"),
        ("вот cлyжбy пo кoнтpaктy сейчас", "contract", "cлyжбy пo кoнтpaктy"),
        ("служба по к о н т р а к т у, мужчины", "contract", "служба по к о н т р а к т у"),
        ("👉🏻служба по контракту👈", "contract", "служба по контракту"),
    ],
)
def test_a_quote_is_as_the_posting_writes_it(text: str, signal: str, quote: str) -> None:
    assert quote in quotes(text, signal)


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("Получите гражданство РФ за 3 месяца", Promise("citizenship", 90)),
        ("Паспорт РФ за 10 дней вам и вашей семье", Promise("passport", 10, family=True)),
        ("You get Russian citizenship in 6 months", Promise("citizenship", 180)),
        ("Получите гражданство для всей семьи", Promise("citizenship", None, family=True)),
    ],
)
def test_a_promise_has_its_time_and_says_whether_for_the_family(
    text: str, promise: Promise
) -> None:
    assert promises(text) == [promise]


@pytest.mark.parametrize(
    "text",
    [
        "Требуется гражданство РФ",
        "Гражданство за инвестиции от 200 000 долларов, юридическая помощь",
        "По данным МВД, гражданство получили 5 тысяч человек",
        "Только граждане РФ",
    ],
)
def test_what_is_asked_sold_or_reported_is_no_promise(text: str) -> None:
    assert promises(text) == []


def test_one_sentence_gives_one_promise() -> None:
    text = "Гражданство и паспорт РФ за 3 месяца, гражданство семье.\nГражданство за 1 месяц вам!"

    assert len(promises(text)) == 2


def test_a_bare_sum_takes_the_currency_of_the_others() -> None:
    text = "Выплата при подписании 400 000 рублей, зарплата 210 000 в месяц"

    assert amounts(text) == [("400000", "RUB"), ("210000", "RUB")]


def test_a_bare_sum_takes_the_places_currency() -> None:
    assert amounts("Зарплата 210 000 в месяц", Hints(country="KG")) == [("210000", "KGS")]


def test_an_armys_bare_sum_is_in_roubles() -> None:
    text = "Российская армия, служба по контракту, зарплата 210 000 в месяц"

    assert amounts(text, Hints(country="KG")) == [("210000", "RUB")]


def test_helpers_of_the_grammar_are_no_reasons() -> None:
    signals = {finding.signal for finding in judged("от 210 000 руб. в месяц за 3 месяца").findings}

    assert not any(":" in signal for signal in signals)


def test_an_offer_that_only_names_citizenship_promises_it() -> None:
    ours = judged(OFFER + "Гражданство РФ, жильё, отпуск")

    assert any(isinstance(f.value, Promise) for f in ours.findings)


def test_a_demand_for_citizenship_is_no_promise() -> None:
    ours = judged(OFFER + "Требуется гражданство РФ, возраст до 45 лет")

    assert not any(isinstance(f.value, Promise) for f in ours.findings)


def test_what_an_investor_buys_is_promised_to_no_soldier() -> None:
    ours = judged("Получите гражданство за инвестиции от 200 000 долларов за 4 месяца")

    assert not any(isinstance(f.value, Promise) for f in ours.findings)
