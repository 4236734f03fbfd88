"""The desk speaks each of its languages whole, and English where a catalogue has a gap."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message

from monitor.web.words import ENGLISH, languages, words
from tools.words import catalog

UTC = ZoneInfo("UTC")
PLACE = re.compile(r"\{\w*\}|%\(\w+\)s|<[^>]+>")
FEW = 10
"""Sentences that may wait for their translator; `python tools/words.py` lists them too."""
WHOLE = ("ru",)
"""Languages that we promise; others may come sentence by sentence."""
OTHERS = [tag for tag in languages() if tag != ENGLISH]


@cache
def said() -> Catalog:
    return catalog()


def sentences() -> list[Message]:
    return [message for message in said() if message.id]


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(tag: str, message: Message) -> tuple[str, ...]:
    """Give what a catalogue has for a sentence, empty texts where it has nothing."""
    found = words(tag, UTC).catalog.get(first(message))
    string = found.string if found else ""
    return tuple(string) if isinstance(string, tuple | list) else (string,)


@pytest.mark.parametrize("tag", WHOLE)
def test_every_sentence_is_translated(tag: str) -> None:
    missing = [first(message) for message in sentences() if not all(forms(tag, message))]

    assert len(missing) <= FEW, missing


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_has_the_places_of_its_sentence_and_no_other_markup(tag: str) -> None:
    wrong = [
        form
        for message in sentences()
        for form in filter(None, forms(tag, message))
        if set(PLACE.findall(form)) != set(PLACE.findall(_many(message)))
    ]

    assert wrong == []


def _many(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[1]


@pytest.mark.parametrize("tag", OTHERS)
def test_what_is_said_no_more_is_in_no_catalogue(tag: str) -> None:
    known = {first(message) for message in sentences()}
    lapsed = [first(message) for message in words(tag, UTC).catalog if message.id]

    assert len(set(lapsed) - known) <= FEW, set(lapsed) - known


def test_what_no_catalogue_has_is_said_in_english() -> None:
    russian = words("ru", UTC)

    assert russian.gettext("Herons are quiet.") == "Herons are quiet."
    assert russian.ngettext("{n} heron", "{n} herons", 5) == "{n} herons"


def test_a_language_that_nobody_wrote_is_english() -> None:
    assert words("tlh", UTC).tag == ENGLISH


@pytest.mark.parametrize(
    ("number", "form"), [(1, "источник"), (3, "источника"), (11, "источников"), (21, "источник")]
)
def test_a_number_takes_its_form_of_plural(number: int, form: str) -> None:
    assert words("ru", UTC).ngettext("{n} source", "{n} sources", number) == f"{{n}} {form}"
