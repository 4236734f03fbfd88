"""What a word is said with, where the call stands and what a sum is worth tell more than the word."""

from __future__ import annotations

from monitor import rulebook
from monitor.assess import examine, full
from monitor.model import Posting
from monitor.signals._company import PAIR, company_features
from monitor.signals._features import features_of

RULES = rulebook.load()


def features(text: str) -> dict[str, float]:
    """Give the features of a text."""
    seen, findings = examine(text, RULES)
    return features_of(findings, seen)


def test_a_pair_is_named_once_in_one_order() -> None:
    found = company_features([{"report", "army"}, {"army"}, {"contact", "army"}])

    assert found == {
        "army+report": PAIR,
        "army+contact": PAIR,
        "contact+report": PAIR,
        "army&report": PAIR,
        "army&contact": PAIR,
    }


def test_a_sum_tells_its_worth_in_steps_of_dollars() -> None:
    told = features("Контракт: 2 000 000 рублей сразу, 210 000 рублей в месяц, взнос 20 долларов.")

    assert {"money.roubles_to_40000", "money.roubles_to_4500", "money.to_50"} <= told.keys()
    assert "money.roubles_to_50" not in told


def test_a_sum_of_unknown_currency_has_no_worth() -> None:
    told = features("Зарплата 210 000 в месяц, договор на год, звоните")

    assert not [name for name in told if name.startswith(("money.to_", "money.from_"))]


def test_a_call_at_the_end_stands_late() -> None:
    body = "Служба по контракту в армии России, выплаты и паспорт. " * 4

    assert "late.cta" in features(f"{body} Звоните!")
    assert "early.cta" in features(f"Звоните! {body}")
    assert "late.cta" not in features(f"Звоните! {body}")


def test_what_is_told_after_the_offer_is_told_last() -> None:
    offer = "Контракт, 2 000 000 рублей, паспорт за месяц."
    report = "Об этом сообщает редакция: суд вынес приговор вербовщику."

    assert {"sentences.told_after", "sentences.told_last"} <= features(f"{offer} {report}").keys()
    before = features(f"{report} {offer}")
    assert "sentences.told_before" in before
    assert "sentences.told_last" not in before


def test_what_a_pair_takes_away_is_shown_under_what_speaks_against() -> None:
    text = (
        "Как сообщает полиция, вербовщики предлагают контракт с армией России и 2 000 000 рублей."
    )

    said = full(Posting(key="1", source_id="s", url="", text=text), RULES)

    weights = {contribution.signal: contribution.weight for contribution in said.contributions}
    assert not said.tier
    assert weights["report"] < 0
    assert weights.get("army", 0.0) >= 0
