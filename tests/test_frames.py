"""What a reader may answer: values of ours, and nothing that changes what we are."""

from __future__ import annotations

import importlib
import pickle
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from monitor import model
from monitor.model import Assessment, Label, Posting, Reading, Tier
from monitor.worker.frames import Failure, answer_in, frame

NAMED = sorted(
    (noun.__module__, name)
    for name in model.__all__
    if isinstance(noun := getattr(model, name), type)
)
STATE = b"(N(Vpwned\nVyes\ndtb."
"""Build: set the attribute `pwned` of what stands below on the stack."""


@pytest.mark.parametrize(
    "value",
    [
        Reading(postings=(Posting("k", "place", "https://place.example/", "words"),)),
        (Assessment(label=Label.ARMY_OFFER, tier=Tier.T1, score=0.9, lang="en", foreigners=True),),
        Failure("it ran out of memory"),
        (datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=1), Decimal("1.5")),
    ],
    ids=["reading", "judgement", "failure", "values"],
)
def test_an_answer_comes_as_it_was_given(value: object) -> None:
    assert answer_in(frame(value)[8:]) == value


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("builtins", "getattr"),
        ("monitor.model", "replace"),
        ("monitor.model.places", "dataclass"),
        ("monitor.model.places.Posting", "text"),
        ("monitor.store", "Store"),
        ("monitor.worker.frames", "pickle"),
        ("datetime", "sys"),
    ],
)
def test_an_answer_names_nothing_but_nouns(module: str, name: str) -> None:
    with pytest.raises(pickle.UnpicklingError, match="names"):
        answer_in(f"c{module}\n{name}\n.".encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04",
        b".",
        b"K\x01K\x02s.",
        b"}]Nsb.",
        b"cdecimal\nDecimal\n(Vx\ntR.",
        b"cdatetime\ntimedelta\n(I999999999999\ntR.",
        b"cmonitor.model.verdict\nSpan\n(tR.",
        b"cmonitor.model.verdict\nLabel\n(Vnone\ntR.",
        b"\x80\xff.",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"cmonitor.model.places\n\xff\n.",
    ],
)
def test_bytes_that_are_no_answer_are_told_so(content: bytes) -> None:
    """The parent then reads the page plainly, whatever the reader wrote."""
    with pytest.raises(pickle.UnpicklingError):
        answer_in(content)


@pytest.mark.parametrize(("module", "name"), NAMED)
def test_an_answer_changes_no_noun(module: str, name: str) -> None:
    noun = getattr(importlib.import_module(module), name)

    with pytest.raises(pickle.UnpicklingError):
        answer_in(f"c{module}\n{name}\n".encode() + STATE)

    assert not hasattr(noun, "pwned")


@pytest.mark.parametrize("label", Label)
def test_an_answer_changes_no_meaning_of_a_word(label: Label) -> None:
    named = f"cmonitor.model.verdict\nLabel\n(V{label.value}\ntR".encode()

    with pytest.raises(pickle.UnpicklingError, match="cannot be changed"):
        answer_in(named + STATE)

    assert not hasattr(label, "pwned")
