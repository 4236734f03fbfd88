"""Rules load whole, or not at all: every fault of every file is said at once, in plain words."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from monitor import rulebook
from monitor.errors import ConfigError
from monitor.model import WORDING, Hints, Label
from monitor.signals._features import signals_of

SIGNAL = 'title = "X"\nmeaning = "X."\n'


def faults_of(folder: Path, **files: str) -> list[str]:
    """Give what is wrong with a deployment's rules, without the folder's own path."""
    for name, text in files.items():
        kind, _, stem = name.partition("__")
        path = folder / kind / f"{stem}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        rulebook.load(folder)
    return [fault.removeprefix(f"{folder}/") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("signals__x", "", "signals/x.toml: title: expected a text, found None"),
        ("signals__x", SIGNAL + 'mening = "y"', "signals/x.toml: mening: unknown key; did you mean 'meaning'?"),
        ("signals__x", SIGNAL + "core = 1", "signals/x.toml: core: expected true or false, found 1"),
        ("signals__x", SIGNAL + "references = 5", "signals/x.toml: references: expected a list of texts that are not empty, found 5"),
        ("signals__x", SIGNAL + 'phrases = "a"', "signals/x.toml: phrases: expected a table, found 'a'"),
        ("signals__x", SIGNAL + '[phrases]\nru = "a"', "signals/x.toml: phrases.ru: expected a list of texts that are not empty, found 'a'"),
        ("signals__x", SIGNAL + '[phrases]\nru = ["(a"]', "signals/x.toml: phrases.ru: the phrase '(a' has no word, or a bracket without its other"),
        ("languages__eo", 'id = "ep"', "languages/eo.toml: id: the file is named eo.toml: both must be the same"),
        ("languages__eo", "[phrase]", "languages/eo.toml: phrase: unknown key; did you mean 'phrases'?"),
        ("languages__eo", '[phrases]\nsignin = ["a"]', "languages/eo.toml: phrases: unknown name 'signin'; did you mean 'signing'?"),
        ("languages__eo", '[periods]\nmonths = ["a"]', "languages/eo.toml: periods.months: unknown key; did you mean 'month'?"),
        ("languages__eo", '[endings]\npresent = ["a"]', "languages/eo.toml: endings.present: unknown key; known: command, past"),
        ("languages__eo", '[numbers]\ntwo = ["du"]', "languages/eo.toml: numbers.two: a number is expected as the key"),
        ("languages__eo", '[multipliers]\n-5 = ["du"]', "languages/eo.toml: multipliers.-5: a number is expected as the key"),
        ("languages__eo", '[currencies]\n"unit:dollarr" = ["d"]', "languages/eo.toml: currencies: unknown name 'unit:dollarr'; did you mean 'unit:dollar'?"),
        ("languages__eo", '[[matches]]\nsignal = "contract"', "languages/eo.toml: matches 1.text: expected a text, found None"),
        ("languages__eo", '[[misses]]\nsignal = "contrat"\ntext = "a"', "languages/eo.toml: misses 1: unknown name 'contrat'; did you mean 'contract'?"),
    ],
)  # fmt: skip
def test_a_fault_names_file_and_key(tmp_path: Path, name: str, text: str, fault: str) -> None:
    assert fault in faults_of(tmp_path, **{name: text})


def test_all_faults_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        signals__x="core = 1",
        languages__eo="[phrase]\n[endings]\nnow = []",
        languages__fo="a = [",
    )

    assert {fault.split(":")[0] for fault in faults} == {
        "signals/x.toml",
        "languages/eo.toml",
        "languages/fo.toml",
    }
    assert len(faults) >= 5


def test_a_misplaced_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "signal").mkdir()

    assert faults_of(tmp_path) == ["signal: not known here; did you mean 'signals'?"]


def test_a_file_that_is_not_text_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "signals").mkdir()
    (tmp_path / "signals" / "x.toml").write_bytes(b"\xff\xfe")

    assert "signals/x.toml" in faults_of(tmp_path)[0]


def test_a_currency_is_a_table_of_one_file(tmp_path: Path) -> None:
    (tmp_path / "currencies.toml").write_text('[symbols]\n"₿" = "XBT"\n[rates]\nXBT = 0.00001\n')

    rules = rulebook.load(tmp_path)

    assert rules.currencies.decide(rules.currencies.of_symbol("₿"), None, Hints()) == "XBT"
    assert rules.currencies.in_dollars(Decimal(1), "XBT") == Decimal(100_000)
    assert rules.currencies.of_symbol("₽") == "RUB"


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert rulebook.load(tmp_path).digest == rulebook.load().digest


def test_weights_speak_of_known_signals_and_classes() -> None:
    rules = rulebook.load()
    weights = rules.weights
    known = {
        *rules.signals,
        "bias",
        "shape",
        "tense",
        "voice",
        WORDING,
        "sentences",
        "first",
        "last",
        "lang",
    }

    assert set(weights.labels) <= {label.value for label in Label}
    named = {
        signal for side in weights.sides.values() for name in side for signal in signals_of(name)
    }
    assert named <= known


@pytest.mark.slow
def test_loading_is_quick() -> None:
    """In a process of its own: other tests leave much for the collector to walk."""
    code = "import time; from monitor import rulebook as r; t = time.process_time(); r.load(); print(time.process_time() - t)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert float(done.stdout) < 1.5
