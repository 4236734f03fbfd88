"""A signal or a language is one file: what ships holds, and what a deployment adds works."""

from __future__ import annotations

import re
from pathlib import Path
from zlib import crc32

import pytest

from monitor import rulebook
from monitor.assess import full, look
from monitor.errors import ConfigError
from monitor.model import Hints, Posting
from monitor.rulebook import Example, Rules
from monitor.signals import finders

RULES = rulebook.load()
DOCS = Path(__file__).parent.parent / "docs"
COUNTERED = "Служба по контракту, зарплата 210 000 руб., звоните +7 912 345-67-89"


def signals_of(text: str, rules: Rules = RULES) -> set[str]:
    """Give the signals that are found in a text."""
    posting = Posting(key="1", source_id="s", url="", text=text)
    return {finding.signal for finding in full(posting, rules).findings}


@pytest.mark.parametrize("signal", RULES.signals.values(), ids=lambda signal: signal.id)
def test_a_shipped_signal_says_what_it_means(signal: rulebook.Signal) -> None:
    assert signal.title
    assert signal.meaning.endswith(".")
    assert not signal.experimental


@pytest.mark.parametrize(
    "example", RULES.examples, ids=lambda e: f"{e.path.stem}-{e.signal}-{crc32(e.text.encode())}"
)
def test_an_example_of_a_rule_file_holds(example: Example) -> None:
    assert (example.signal in signals_of(example.text)) is example.is_found


@pytest.mark.parametrize("lang", [lang for lang in RULES.languages if not lang.startswith("ur-")])
def test_a_shipped_language_has_both_sides(lang: str) -> None:
    known = {phrase.signal for phrase in RULES.phrases.phrases if phrase.lang == lang}

    assert {"contract", "army", "cta", "report", "warning", "period:month"} <= known


def test_every_finder_is_named_by_its_module() -> None:
    names = {finder.__name__.rpartition(".")[2] for finder in finders()}  # type: ignore[attr-defined]

    assert {"citizenship", "contacts", "pay", "phrases"} <= names


def put(folder: Path, name: str, text: str) -> Path:
    """Add one file to a deployment's own rules."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def examples_of_docs(page: str) -> dict[str, str]:
    """Give the TOML examples of a page by the path in their first line."""
    blocks = re.findall(
        r"```toml\n# rules/(\S+)\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL
    )
    return dict(blocks)


def test_a_signal_is_one_file(tmp_path: Path) -> None:
    """The file of docs/adding-a-signal.md, and no second edit."""
    name = "signals/night_train.toml"
    rules = rulebook.load(put(tmp_path, name, examples_of_docs("adding-a-signal.md")[name]))

    own = [example for example in rules.examples if example.path == tmp_path / name]
    assert [(e.is_found, "night_train" in signals_of(e.text, rules)) for e in own] == [
        (True, True),
        (False, False),
    ]
    assert rules.signals["night_train"].experimental


def test_a_deployments_own_signal_decides_nothing(tmp_path: Path) -> None:
    name = "signals/night_train.toml"
    rules = rulebook.load(put(tmp_path, name, examples_of_docs("adding-a-signal.md")[name]))
    posting = Posting(
        key="1", source_id="s", url="", text=f"Ночным поездом до пункта отбора. {COUNTERED}"
    )

    ours, before = full(posting, rules), full(posting, RULES)

    assert "night_train" in {finding.signal for finding in ours.findings}
    assert (ours.label, ours.tier, ours.score) == (before.label, before.tier, before.score)


def test_phrases_for_a_shipped_signal_add_to_it(tmp_path: Path) -> None:
    name = "signals/contract.toml"
    rules = rulebook.load(put(tmp_path, name, examples_of_docs("adding-a-signal.md")[name]))

    assert "contract" in signals_of("Подпишем бумагу на год", rules)
    assert "contract" in signals_of("Служба по контракту", rules)
    assert rules.signals["contract"] == RULES.signals["contract"]


def test_a_language_is_one_file(tmp_path: Path) -> None:
    """The file of docs/adding-a-language.md, and no second edit."""
    name = "languages/eo.toml"
    rules = rulebook.load(put(tmp_path, name, examples_of_docs("adding-a-language.md")[name]))

    own = [example for example in rules.examples if example.path == tmp_path / name]
    assert [(e.is_found, e.signal in signals_of(e.text, rules)) for e in own] == [
        (True, True),
        (False, False),
    ]
    assert "eo" in rules.languages
    text = "Militservo laŭ kontrakto: ĝis 200 mil rubloj monate. Telefonu +7 912 345-67-89"
    seen = look(text, rules, Hints())
    found = {match.signal for match in seen.matches if match.phrase.lang == "eo"}
    assert {"contract", "cta", "bound:up_to", "period:month"} <= found


def test_a_language_of_the_same_name_adds_to_the_shipped_one(tmp_path: Path) -> None:
    rules = rulebook.load(
        put(
            tmp_path,
            "languages/ru.toml",
            '[phrases]\ncontract = ["запись в орлы"]\n[endings]\npast = ["вох"]\n',
        )
    )

    assert "contract" in signals_of("Запись в орлы", rules)
    assert rules.languages == RULES.languages
    assert rules.endings["ru"]["past"].search("гуловох")
    assert rules.endings["ru"]["past"].search("сказал")


def test_rules_of_a_deployment_have_their_own_digest(tmp_path: Path) -> None:
    rules = rulebook.load(put(tmp_path, "signals/x.toml", 'title = "X"\nmeaning = "X."\n'))

    assert rules.digest != RULES.digest


def test_an_unknown_signal_is_a_fault_with_file_and_key(tmp_path: Path) -> None:
    put(tmp_path, "languages/eo.toml", '[phrases]\ncontrakt = ["soldato"]\n')

    with pytest.raises(ConfigError) as caught:
        rulebook.load(tmp_path)

    assert caught.value.faults == [
        f"{tmp_path}/languages/eo.toml: phrases: unknown name 'contrakt'; did you mean 'contract'?"
    ]
