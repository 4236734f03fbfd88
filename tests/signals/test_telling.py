"""What is found in a text tells of it only where it is meant."""

from __future__ import annotations

import pytest

from monitor import rulebook
from monitor.assess import look
from monitor.model import Hints
from monitor.signals._telling import telling
from monitor.text.phrases import Match, Phrase

RULES = rulebook.load()


def told(lang: str, *phrases: Phrase) -> list[str]:
    """Give the signals that tell, of phrases found one behind another."""
    matches = [Match(phrase, 10 * at, 10 * at + 5) for at, phrase in enumerate(phrases)]
    return [match.signal for match in telling(matches, RULES, lang)]


@pytest.mark.parametrize(
    ("lang", "phrase", "tells"),
    [
        ("tr", Phrase("own_army", "so", "atmis"), False),
        ("so", Phrase("own_army", "so", "atmis"), True),
        ("und", Phrase("own_army", "so", "atmis"), True),
        ("tr", Phrase("own_army", "so", "ciidanka qaranka"), True),
        ("tr", Phrase("contract", "so", "saxiix*"), True),
        ("ky", Phrase("warning", "ru", "мошенник*"), True),
        ("ky", Phrase("warning", "sr-Cyrl", "превара"), False),
        ("uk", Phrase("report", "sr-Cyrl", "пише"), False),
        ("ky", Phrase("legal_service", "kk", "адвокат*"), True),
        ("pt", Phrase("report", "es", "denuncia*"), True),
        ("sr-Latn", Phrase("warning", "sr-Cyrl", "превара"), True),
        ("zh-Hant", Phrase("warning", "zh", "骗局"), True),
        ("hi", Phrase("court", "ur-Latn", "adalat"), True),
        ("tr", Phrase("warning", "gn", "avare"), True),
    ],
)
def test_a_word_against_an_offer_counts_in_its_own_language(
    lang: str, phrase: Phrase, *, tells: bool
) -> None:
    assert told(lang, phrase) == ([phrase.signal] if tells else [])


def test_a_turkish_verb_is_no_mission_in_somalia() -> None:
    text = "imzayi atmis, 18 bin dolar yatmis hesaba, ayda da iki bin dolar geliyormus oraya"

    seen = look(text, RULES, Hints())

    assert seen.lang == "tr"
    assert "own_army" not in {match.signal for match in seen.matches}
