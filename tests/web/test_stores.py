"""The desk's connections to the database: kept for the next page unless the file is at fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import Store
from monitor.web.answers import Refused
from monitor.web.desk import Stores


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = Stores(tmp_path / "monitor.sqlite")
    yield opened
    opened.close()


def lent(stores: Stores, fault: BaseException | None = None) -> Store:
    """Lend one for a page, which perhaps ends by a fault, and give it."""
    with pytest.raises(type(fault)) if fault else nullcontext(), stores.lent() as store:
        if fault:
            raise fault
    return store


@pytest.mark.parametrize("fault", [None, Refused("no"), RuntimeError("bug"), KeyboardInterrupt()])
def test_a_connection_serves_the_next_page_too(stores: Stores, fault: BaseException | None) -> None:
    first = lent(stores, fault)

    assert lent(stores) is first
    assert lent(stores).hits.all() == []


def test_after_a_fault_of_the_file_it_is_opened_anew(stores: Stores) -> None:
    first = lent(stores, StoreError("damaged"))

    assert lent(stores) is not first


def test_another_file_in_its_place_is_opened(stores: Stores, tmp_path: Path) -> None:
    first = lent(stores)
    (tmp_path / "monitor.sqlite").rename(tmp_path / "former.sqlite")

    assert lent(stores) is not first
