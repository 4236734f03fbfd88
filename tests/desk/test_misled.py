"""A misled word becomes a signal that speaks against: it loads, covers, and changes what it should."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from monitor import rulebook
from monitor.assess import full
from monitor.desk.misled import covers, fault_of, file_of, has, name_of, suggested, write
from monitor.errors import MonitorError
from monitor.model import WORDING, Posting, Span
from monitor.store.misled import Misled
from tests.store.values import NOW

TEXT = "Новый роман «Контракт с армией» ждет читателей.\nЗвоните в магазин"
WORDS = "Контракт"
SPAN = Span(TEXT.index(WORDS), TEXT.index(WORDS) + len(WORDS))


def misled(phrase: str = "роман контракт с армией") -> Misled:
    return Misled("abc", "contract", WORDS, phrase, "ru", 'Vera "V"', NOW, id=7)


def test_the_words_with_their_neighbours_are_suggested_and_can_do_it() -> None:
    phrase = suggested(TEXT, SPAN)

    assert "Контракт" in phrase
    assert covers(phrase, text=TEXT, span=SPAN, lang="ru")


@pytest.mark.parametrize("contact", ["@nabor_primer", "+7912345-67-89", "t.me/nabor"])
def test_a_way_to_reply_is_not_suggested(contact: str) -> None:
    text = f"Наш {WORDS} {contact}"

    assert suggested(text, Span(4, 4 + len(WORDS))) == f"Наш {WORDS}"


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("Контракт", "at least one more"),
        ("в магазин", "must hold the words"),
        ("(роман|книга) контракт", "plain words"),
        ("***", "no word"),
    ],
)
def test_a_phrase_that_cannot_do_it_is_refused_in_words(phrase: str, says: str) -> None:
    assert says in fault_of(phrase, text=TEXT, span=SPAN, lang="ru")


def test_a_long_text_of_one_word_holds_nobody_up() -> None:
    """All of it took ten seconds, of a thread that answers reviewers."""
    text = f"{'а ' * 40_000}роман {WORDS} с армией {'а ' * 40_000}"
    start = text.index(WORDS)
    span = Span(start, start + len(WORDS))
    begun = time.process_time()

    found = covers("а роман контракт с армией а", text=text, span=span, lang="ru")
    missed = covers(" ".join("а" * 100), text=text, span=span, lang="ru")

    assert (found, missed) == (True, False)
    assert time.process_time() - begun < 5


def test_a_stem_takes_any_ending() -> None:
    assert fault_of("роман* контракт*", text=TEXT, span=SPAN, lang="ru") == ""
    assert has("роман* контракт*", "О РОМАНЕ «КОНТРАКТ»", lang="ru")


@pytest.mark.parametrize("words", ['а"] core = true #', "а\nб", "а\\", "\u202eа\x7f"])
def test_no_words_break_out_of_the_file(words: str) -> None:
    read = tomllib.loads(file_of(misled(f"роман {words}"), decides=False))

    assert read["experimental"] is True
    assert set(read) == {
        "title", "meaning", "against", "experimental", "references", "matches", "phrases",
    }  # fmt: skip


def test_the_written_file_loads_with_the_rules_and_starts_on_trial(tmp_path: Path) -> None:
    write(tmp_path / "rules", misled(), decides=False)

    signal = rulebook.load(tmp_path / "rules").signals[name_of(7)]
    assert signal.experimental
    assert signal.against


def test_once_it_decides_the_words_in_it_are_no_reason(tmp_path: Path) -> None:
    posting = Posting(key="1", source_id="s", url="", text=TEXT)
    before = {one.quote for one in full(posting, rulebook.load()).findings if one.signal != WORDING}

    write(tmp_path / "rules", misled("роман контракт с армией"), decides=True)

    found = full(posting, rulebook.load(tmp_path / "rules")).findings
    after = {one.quote for one in found if one.signal != WORDING}
    assert any(WORDS in quote for quote in before)
    assert {quote for quote in after if WORDS in quote} == {"роман «Контракт с армией"}


def test_rules_that_would_not_load_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "rules" / "signals").mkdir(parents=True)
    (tmp_path / "rules" / "signals" / "broken.toml").write_text("title = ")

    with pytest.raises(MonitorError, match="would not load"):
        write(tmp_path / "rules", misled(), decides=False)

    assert not (tmp_path / "rules" / "signals" / f"{name_of(7)}.toml").exists()
