"""Misled words: told by somebody, of a hit, and settled once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.errors import Overtaken, StoreError
from monitor.store import Store
from monitor.store.misled import Misled, State
from tests.store.values import NOW, flagged, posting, see


def told(store: Store) -> Misled:
    see(store, flagged(posting()))
    (hit,) = store.hits.all()
    return Misled(hit.id, "contract", "контракт", "контракт жизни", "ru", "Vera", NOW)


def test_what_is_told_is_listed_with_its_hit() -> None:
    with Store.open(":memory:") as store:
        misled = told(store)

        number = store.misled.note(misled)

        assert store.misled.of(misled.hit_id) == [replace(misled, id=number)]
        assert store.misled.one(number) == store.misled.all()[0]


@pytest.mark.parametrize("change", [{"phrase": " "}, {"reviewer": ""}, {"phrase": "о" * 201}])
def test_what_is_not_whole_is_refused(change: dict[str, str]) -> None:
    with Store.open(":memory:") as store, pytest.raises(StoreError):
        store.misled.note(replace(told(store), **change))


def test_of_a_hit_that_is_not_there_nothing_is_told() -> None:
    with Store.open(":memory:") as store, pytest.raises(StoreError, match="no hit"):
        store.misled.note(replace(told(store), hit_id="gone"))


def test_two_do_not_settle_the_same_unseen() -> None:
    with Store.open(":memory:") as store:
        number = store.misled.note(told(store))
        misled = store.misled.one(number)
        assert misled
        store.misled.settle(misled, State.SHOWN, by="Olga", at=NOW)

        with pytest.raises(Overtaken):
            store.misled.settle(misled, State.DROPPED, by="Vera", at=NOW)

        settled = store.misled.one(number)
        assert settled
        assert (settled.state, settled.settled_by) == (State.SHOWN, "Olga")
