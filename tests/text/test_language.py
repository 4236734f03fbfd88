"""The language label: script, then letters and small words, then n-grams, then the source's hint."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Hints
from monitor.text.language import detect
from tests.text.language_texts import ADVERTS, MIXED

ADVERT_CASES = [(tag, text) for tag, texts in ADVERTS.items() for text in texts]
MIXED_CASES = [(tag, text) for tag, texts in MIXED.items() for text in texts]


@pytest.mark.parametrize(("tag", "text"), ADVERT_CASES)
def test_advert_is_labelled_as_its_reader_would(tag: str, text: str) -> None:
    """Whatever keyboard, case or alphabet it was typed with."""
    assert detect(text) == tag


@pytest.mark.parametrize(("tag", "text"), MIXED_CASES)
def test_mixed_text_has_the_language_of_most_of_its_running_text(tag: str, text: str) -> None:
    """Addresses, brands and a few foreign words are not the text."""
    assert detect(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "210 000 ₽ / 8-800",
        "🔥🔥🔥",
        "+7 912 345-67-89",
        "https://example.org/kontrakt @primer",
    ],
)
def test_text_without_words_has_no_language(text: str) -> None:
    """Nor has one that is only addresses."""
    assert detect(text, Hints(lang="ru")) == "und"


@pytest.mark.parametrize(
    ("text", "hints", "tag"),
    [
        ("Контракт", Hints(languages=("kk", "ru")), "kk"),
        ("Контракт", Hints(lang="ru", languages=("kk",)), "ru"),
        ("Kontrakt", Hints(languages=("uz",)), "uz-Latn"),
        ("Контракт", Hints(languages=("uz",)), "uz-Cyrl"),
        ("Контракт", Hints(languages=("en", "ky")), "ky"),
        ("Contrato", Hints(lang="pt-BR"), "pt"),
        ("合同", Hints(lang="zh-Hant"), "zh-Hant"),
        ("合同", Hints(country="TW"), "zh-Hant"),
        ("Ծառայություն", Hints(lang="ru"), "hy"),
    ],
)
def test_few_letters_take_the_first_hint_that_fits_their_script(
    text: str, hints: Hints, tag: str
) -> None:
    """Under 20 letters every guesser errs."""
    assert detect(text, hints) == tag


@pytest.mark.parametrize(("tag", "text"), [(tag, texts[0]) for tag, texts in ADVERTS.items()])
@pytest.mark.parametrize("lang", ["ru", "en", "ar", "hi"])
def test_hint_never_overrules_clear_text(tag: str, text: str, lang: str) -> None:
    """A Russian channel may post in Spanish."""
    assert detect(text, Hints(lang=lang, languages=(lang,))) == tag


@pytest.mark.parametrize(("country", "tag"), [("IN", "hi-Latn"), ("PK", "ur-Latn")])
def test_country_breaks_a_tie(country: str, tag: str) -> None:
    """Romanised Hindi and Urdu are one language in their small words."""
    assert (
        detect("ye kaam bhi karna hai aur woh bhi, sab ko bata do", Hints(country=country)) == tag
    )


@pytest.mark.parametrize("mark", ["'", "’", "‘", "ʻ", "ʼ", "`", "´"])
def test_uzbek_comma_is_read_in_every_spelling(mark: str) -> None:
    """Keyboards offer seven."""
    assert (
        detect(f"O{mark}zbekiston yigitlari, g{mark}ayrat qiling, yo{mark}l haqi to{mark}lanadi")
        == "uz-Latn"
    )


def test_capitals_change_nothing() -> None:
    """langdetect leaves out words in capitals unless they are lowered first."""
    text = ADVERTS["fr"][0]

    assert detect(text.upper()) == detect(text) == "fr"


def test_same_text_has_the_same_label_every_time() -> None:
    """langdetect draws lots; ours are fixed."""
    text = "Kontrat Rusya Moskva dollar ordu"

    assert len({detect(text) for _ in range(20)}) == 1


@given(st.text(max_size=300), st.sampled_from(["", "ru", "uz_Latn", "??", "zh"]))
def test_any_text_gets_a_label(text: str, lang: str) -> None:
    """Never an exception, never an empty tag."""
    assert detect(text, Hints(lang=lang, country=lang, languages=(lang,)))


@pytest.mark.parametrize(
    "text",
    ["a" * 200_000, "a." * 100_000, "o'" * 100_000, "ң " * 100_000, "合" * 200_000, "\ud800" * 9],
)
def test_odd_text_gets_a_label_too(text: str) -> None:
    """Only the start of a long text is looked at."""
    assert detect(text)


def test_clear_text_loads_no_guesser() -> None:
    """Armenian by script, Russian by its small words: the common cases stay cheap."""
    code = (
        "import sys; from monitor.text.language import detect;"
        f"detect({ADVERTS['hy'][0]!r}); detect('вы и он или она, что это было, если вас там нет');"
        "sys.exit('langdetect' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
