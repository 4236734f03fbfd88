"""What all tests of the desk share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from monitor.model import Role
from monitor.web.auth import passwords
from tests.web.desk import Sitting, desk

_QUICK = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
_NOBODYS = _QUICK.hash("nobody")


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep passwords with little work, but where a test is about that very work.

    The real cost is a quarter of a second of each test that signs somebody in.
    """
    if request.node.get_closest_marker("real_passwords") is None:
        monkeypatch.setattr(passwords, "_HASH", _QUICK)
        monkeypatch.setattr(passwords, "_NOBODYS", _NOBODYS)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    """An admin's, at a desk of its own."""
    with desk(tmp_path, Role.ADMIN) as opened:
        yield opened


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """A desk that the tests leave as it is: each sign-in takes half a second."""
    with desk(tmp_path_factory.mktemp("calm"), Role.ADMIN) as opened:
        yield opened
