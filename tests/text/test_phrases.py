"""Phrases are found as their notation says, wherever a reader would see them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import rulebook
from monitor.text.endings import word_endings
from monitor.text.fold import fold
from monitor.text.notation import UNSPACED, expand, is_readable, parse
from monitor.text.phrases import Phrase, PhraseBook


def find(pattern: str, text: str) -> list[str]:
    """Give the words that a pattern finds in a text."""
    folded = fold(text).text
    matches = PhraseBook([Phrase("s", "xx", pattern)]).find(folded)
    return [folded[match.start : match.end] for match in matches]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("служб* по контракту", "Служба по контракту!", ["служба по контракту"]),
        ("служб* по контракту", "Служба, по контракту", ["служба, по контракту"]),
        ("служб* по контракту", "Служба. По контракту", []),
        ("служб* по контракту", "служба\nпо контракту", ["служба\nпо контракту"]),
        ("(получ*|дадут) паспорт", "вам дадут паспорт", ["дадут паспорт"]),
        ("(получ*|дадут) паспорт", "вам дали паспорт", []),
        ("[военн*|воинск*] служба", "военная служба", ["военная служба"]),
        ("[военн*|воинск*] служба", "служба", ["служба"]),
        (
            "контракт .. минобороны",
            "контракт сроком на год минобороны",
            ["контракт сроком на год минобороны"],
        ),
        ("контракт .. минобороны", "контракт на один год с минобороны", []),
        ("interesad(o|a)", "Interesada", ["interesada"]),
        ("(afirm|denunci)aron", "denunciaron ayer", ["denunciaron"]),
        ("(пойти (служить|в армию)|призыв)", "хочу пойти в армию", ["пойти в армию"]),
        ("labou*r", "labour labor", ["labour"]),
        ("armée", "l'armée recrute", ["l'armee"]),
        ("الجيش", "والجيش الروسي", ["والجيش"]),
        ("جيش*", "بالجيش الروسي", ["بالجيش"]),
        ("d'argent", "besoin dargent", ["dargent"]),
        ("o'zbek*", "oʻzbekiston", ["o'zbekiston"]),
        ("सेना में", "वह सेना में गया", ["सेना में"]),
        ("参军", "我要参军了", ["参军"]),
        ("签(合同|约) .. 军队", "马上签约加入军队", ["签约加入军队"]),
        ("нет", "нетто", []),
        ("нет*", "нетто", ["нетто"]),
        ("18 60", "от 18-60 лет", ["18-60"]),
    ],
)
def test_a_phrase_is_found_as_written(pattern: str, text: str, found: list[str]) -> None:
    assert find(pattern, text) == found


def test_the_anchor_may_stand_in_two_choices() -> None:
    assert find("(понедельник|вторник) (вторник|среда)", "вторник среда") == ["вторник среда"]


def test_of_one_signal_only_the_longest_of_overlapping_matches_is_given() -> None:
    book = PhraseBook([Phrase("s", "ru", "контракт*"), Phrase("s", "ru", "контракт* на год")])

    matches = book.find("контракты на год")

    assert [(match.start, match.end) for match in matches] == [(0, 16)]


def test_two_signals_may_share_words() -> None:
    book = PhraseBook([Phrase("a", "ru", "контракт"), Phrase("b", "ru", "контракт")])

    assert {match.signal for match in book.find("контракт")} == {"a", "b"}


@pytest.mark.parametrize("pattern", ["", "()", "[]", "..", "*", "[слово]", "(|)", "+", "(("])
def test_a_phrase_that_says_nothing_finds_nothing(pattern: str) -> None:
    assert not find(pattern, "слово ( ) + * a")


@pytest.mark.parametrize(
    ("pattern", "fine"),
    [("слово*", True), ("(а|б) [в]", True), ("((а|б) в|г)", True), ("+", False), ("(а|б", False), ("а)", False), ("[(а]", False)],
)  # fmt: skip
def test_a_phrase_that_cannot_be_read_is_told(pattern: str, fine: bool) -> None:
    assert is_readable(pattern) is fine


def test_all_choices_are_written_out() -> None:
    assert list(expand("(a|b) [c]")) == ["a c", "a", "b c", "b"]


def test_endings_are_those_of_words() -> None:
    past = word_endings(["ал", "=был"])

    assert past.findall("сказал был албания ал добыл") == ["ал", "был"]


def test_endings_of_a_script_without_spaces_are_found_anywhere() -> None:
    told = word_endings(["了", "他们", "他"])

    assert told.findall("他们走了三天，他也是。") == ["他们", "了", "他"]


PIECES = st.lists(
    st.sampled_from(["контракт", "служба", "по", "с", "минобороны", "армия", ".", ", ", " ", "\n", "к", "\ud83d"]), max_size=12
).map("".join)  # fmt: skip
PATTERNS = st.text(st.sampled_from("аб*()[]|. 'ж"), max_size=14)


@given(PATTERNS, PIECES)
def test_no_pattern_and_no_text_raise(pattern: str, text: str) -> None:
    parse(pattern)
    is_readable(pattern)

    find(pattern, text)


@settings(deadline=None)
@given(st.data())
def test_a_text_that_is_not_touched_has_no_core_phrase(data: st.DataObject) -> None:
    rules = rulebook.load()
    core = {signal.id for signal in rules.signals.values() if signal.core}
    words = st.sampled_from(
        [
            "служба",
            "по",
            "контракту",
            "армия",
            "бойцов",
            "на",
            "фронт",
            "набор",
            "army",
            "contract",
            "join",
            "war",
            "ejército",
            "参军",
            "سرباز",
            "сөз",
        ]
    )
    text = fold(" ".join(data.draw(st.lists(words, max_size=10)))).text

    is_touched = rules.phrases.touches(text)

    assert is_touched == any(match.signal in core for match in rules.phrases.find(text))


@pytest.mark.slow
def test_every_shipped_phrase_is_found_in_its_own_words() -> None:
    lost = [phrase for phrase in rulebook.load().phrases.phrases if not _finds_itself(phrase)]

    assert lost == []


def _finds_itself(phrase: Phrase) -> bool:
    words = next(expand(phrase.pattern)).replace("*", "").replace("..", "")
    if UNSPACED.search(phrase.pattern):
        words = words.replace(" ", "")
    return bool(PhraseBook([phrase]).find(fold(" ".join(words.split())).text))
