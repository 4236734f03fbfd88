"""The additive view of a text's wording: pieces, masks, sums that can be checked by hand."""

from __future__ import annotations

from math import isclose, log, sqrt

import pytest

from monitor import rulebook
from monitor.text.fold import fold
from monitor.text.wording import READ, Passage, Wording, masked, pieces, strongest

FILE = "\n".join(
    [
        "piece\toffer\treport",
        "\t10\t-20",
        "␣go\t300\t-100",
        "come\t200\t0",
        "␣he␣\t-50\t400",
    ]
)


@pytest.fixture
def wording() -> Wording:
    return Wording(lambda: FILE)


def test_pieces_are_three_to_five_characters_of_a_word_and_its_edges() -> None:
    assert list(pieces("a go")) == [" a ", " go", "go ", " go "]
    assert list(pieces("come"))[:4] == [" co", "com", "ome", "me "]
    assert max(map(len, pieces("a very longish word"))) == 5


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("call +7 900 123-45-67 now", "call #                now"),
        ("2 300 rub", "0 000 rub"),
        ("room 12", "room 00"),
    ],
)
def test_phones_and_digits_are_masked_in_their_place(text: str, seen: str) -> None:
    assert masked(text) == seen
    assert len(masked(text)) == len(text)


def test_leanings_are_the_sum_of_the_pieces(wording: Wording) -> None:
    text = "go come come, as he says today"
    scale = 1 / sqrt(3 * len(text))
    offer, report = wording.leanings(text)
    assert isclose(offer, 0.1 + scale * (3 + (1 + log(2)) * 2 - 0.5))
    assert isclose(report, -0.2 + scale * (-1 + 4))


def test_an_unknown_text_says_only_what_every_text_says(wording: Wording) -> None:
    assert wording.leanings("") == (0.1, -0.2)
    assert wording.leanings("zzz") == (0.1, -0.2)


def test_only_the_first_part_of_a_long_page_is_read(wording: Wording) -> None:
    page = "z " * (READ // 2)
    assert wording.leanings(page + "go") == wording.leanings(page)


def test_words_add_up_to_what_the_text_says() -> None:
    wording = rulebook.load().wording
    text = fold(
        "Ребята, зовём на вышку: платят хорошо, паспорт через месяц, пиши мне сегодня!"
    ).text
    said = dict(zip(wording.classes, wording.leanings(text), strict=True))
    of_all = dict(zip(wording.classes, wording.leanings(""), strict=True))
    words = wording.passages(text, "army_offer", "unrelated")
    apart = said["army_offer"] - said["unrelated"]
    before = of_all["army_offer"] - of_all["unrelated"]
    assert isclose(sum(word.weight for word in words), apart - before, abs_tol=1e-6)
    assert [text[word.start : word.end] for word in words] == text.split()


def test_the_file_is_read_when_first_asked_and_once() -> None:
    asked = []

    def read() -> str:
        asked.append(1)
        return FILE

    wording = Wording(read)
    assert not asked
    wording.leanings("go")
    wording.leanings("come")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("weights", "most_words", "most_letters", "chosen"),
    [
        ([1.0, -0.2, 2.0, -5.0], 8, 80, (0, 11)),
        ([1.0, -0.2, 2.0, -5.0], 2, 80, (8, 11)),
        ([1.0, 2.0, 2.0, 2.0], 8, 7, (4, 11)),
        ([-1.0, -2.0], 8, 80, None),
        ([], 8, 80, None),
    ],
)
def test_the_strongest_run_of_words_fits_what_was_asked(
    weights: list[float], most_words: int, most_letters: int, chosen: tuple[int, int] | None
) -> None:
    words = [Passage(4 * i, 4 * i + 3, weight) for i, weight in enumerate(weights)]
    found = strongest(words, most_words, most_letters)
    assert (found and (found.start, found.end)) == chosen
