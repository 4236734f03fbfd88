"""Text that was decoded by the wrong code page is read all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import fold
from monitor.text.garbled import ungarble

CLEAN = [
    "Служба по контракту, от 210 000 ₽ — «срочно»",
    "Її сім'ї й об'єднання: ії, її, іїй",
    "Қазақстан азаматтары үшін",
    "déjà vu, à l'Élysée où Ça",
    "ÄÖÜß äöü € “zitat”",
    "العقد مع الجيش",
]


@pytest.mark.parametrize("codec", ["cp1251", "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["контракт с армией", "Հայաստան քաղաքացի", "अनुबंध सेना"])
def test_garbled_words_fold_as_they_were_meant(text: str, codec: str) -> None:
    garbled = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())

    assert fold(garbled).text == fold(text).text


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_not_decoded(text: str) -> None:
    assert ungarble(text) is None


def test_what_stands_beside_a_garbled_run_keeps_its_place() -> None:
    garbled = "контракт".encode().decode("cp1251")
    text = f"Ждём: {garbled} на год"

    folded = fold(text)

    assert folded.text == "ждем: контракт на год"
    span = folded.span(6, 14)
    assert text[span.start : span.end].startswith(garbled[:15])


@given(st.text(max_size=80))
def test_it_never_raises_and_keeps_origins_in_order(text: str) -> None:
    decoded = ungarble(text)

    if decoded is not None:
        assert len(decoded.origins) == len(decoded.text)
        assert list(decoded.origins) == sorted(decoded.origins)
