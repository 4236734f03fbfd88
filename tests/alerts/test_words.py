"""Alerts speak the deployment's language, and English where that has no word."""

from __future__ import annotations

import re
import string
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.alerts import spoken, words
from monitor.alerts._words import LANGUAGES
from monitor.model import Label, Money, Period, Promise, Purpose, Tier
from monitor.store import Ill, State
from monitor.text.masking import mask

SIGNALS = Path(__file__).parents[2] / "monitor" / "rules" / "signals"
ENGLISH = tomllib.loads((LANGUAGES / "en.toml").read_text(encoding="utf-8"))
RUB = "RUB"


def _blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (Money(Decimal(400000), Decimal(400000), RUB, Period.ONCE, Purpose.SIGNING), "on signing: 400,000 RUB once"),
        (Money(Decimal(210000), None, RUB, Period.MONTH, Purpose.SALARY), "pay: from 210,000 RUB a month"),
        (Money(None, Decimal("1.1E+6"), RUB, None, Purpose.DEBT), "debt relief: up to 1,100,000 RUB"),
        (Money(Decimal(2000), Decimal(2500), "USD", Period.MONTH), "sum: 2,000 to 2,500 USD a month"),
        (Money(Decimal("12.50"), Decimal("12.50"), "USD", Period.HOUR), "sum: 12.5 USD an hour"),
        (Money(Decimal(7), Decimal(7)), "sum: 7 (currency not said)"),
        (Money(Decimal(0), None, RUB), "sum: from 0 RUB"),
        (Money(None, None), "sum: no figure"),
        (Money(Decimal("1E+999999"), None, RUB), "sum: from 1e+999999 RUB"),
    ],
)  # fmt: skip
def test_a_sum_is_said_with_its_range_currency_period_and_purpose(money: Money, said: str) -> None:
    assert words("en").money(money) == said


def test_a_sum_is_written_as_the_language_writes_numbers() -> None:
    money = Money(Decimal("1234567.5"), None, RUB, Period.MONTH, Purpose.SALARY)

    assert words("ru").money(money) == "зарплата: от 1 234 567,5 RUB в месяц"
    assert words("es").money(money) == "paga: desde 1.234.567,5 RUB al mes"


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (
            Promise("citizenship", 90, family=True),
            "citizenship, within 90 days, for the family too",
        ),
        (Promise("passport", 0), "a passport, at once"),
        (Promise("residence", 1), "residence, within one day"),
        (Promise("citizenship"), "citizenship, no time said"),
    ],
)
def test_a_promise_is_said_with_its_time(promise: Promise, said: str) -> None:
    assert words("en").promise(promise) == said


@pytest.mark.parametrize(
    ("language", "spoken_in"),
    [
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("ru-Latn-KZ", "ru"),
        ("hy", "en"),
        ("", "en"),
        ("../en", "en"),
    ],
)
def test_a_language_without_words_speaks_english(language: str, spoken_in: str) -> None:
    assert words(language).lang == spoken_in


def test_a_signal_that_no_language_knows_is_said_by_its_id() -> None:
    assert words("ru").signal("pays_in_gold") == "pays in gold"


def test_a_signal_that_only_english_knows_is_said_in_english() -> None:
    own = tomllib.loads((LANGUAGES / "fr.toml").read_text(encoding="utf-8"))["signals"]
    missing = next(iter(ENGLISH["signals"].keys() - own.keys()))

    assert words("fr").signal(missing) == ENGLISH["signals"][missing]


def test_a_language_is_one_file(tmp_path: Path) -> None:
    for name in spoken():
        (tmp_path / f"{name}.toml").write_bytes((LANGUAGES / f"{name}.toml").read_bytes())
    (tmp_path / "kk.toml").write_text('[signals]\ncontract = "әскери келісімшарт"\n', "utf-8")

    said = words("kk", tmp_path)

    assert said.lang == "kk"
    assert said.signal("contract") == "әскери келісімшарт"
    assert said.label("army_offer") == "army offer"


@pytest.mark.parametrize("language", spoken())
def test_a_language_file_says_only_what_english_says_with_the_same_blanks(language: str) -> None:
    own = tomllib.loads((LANGUAGES / f"{language}.toml").read_text(encoding="utf-8"))

    assert own.keys() <= ENGLISH.keys()
    for table, said in own.items():
        assert said.keys() <= ENGLISH[table].keys()
        for key, sentence in said.items():
            assert _blanks(sentence) == _blanks(ENGLISH[table][key]), (table, key)


@pytest.mark.parametrize("language", ["en", "ru", "es", "fr"])
def test_every_noun_of_the_model_has_a_word(language: str) -> None:
    own = tomllib.loads((LANGUAGES / f"{language}.toml").read_text(encoding="utf-8"))

    assert own["labels"].keys() >= set(Label)
    assert own["tiers"].keys() >= set(Tier)
    assert own["periods"].keys() >= set(Period)
    assert own["purposes"].keys() >= set(Purpose)
    assert own["states"].keys() == {*State, *Ill}
    assert own["advice"].keys() == {*State, *Ill} - {State.NEW, State.HEALTHY}
    assert own["kinds"].keys() == ENGLISH["kinds"].keys()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nearly_every_shipped_signal_has_a_gloss(language: str) -> None:
    """Not every one: a new signal is one file, and until somebody glosses it its id is shown."""
    shipped = {path.stem for path in SIGNALS.glob("*.toml")}
    own = tomllib.loads((LANGUAGES / f"{language}.toml").read_text(encoding="utf-8"))

    assert len(shipped & own["signals"].keys()) >= 0.9 * len(shipped)


@pytest.mark.parametrize("language", spoken())
def test_masks_are_not_taken_for_contacts(language: str) -> None:
    said = words(language)

    for shown in said.masks.values():
        assert re.fullmatch(r"\[.+\]", shown)
        assert mask(shown, said.masks) == shown
