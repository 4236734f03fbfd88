"""What all tests of the desk share."""

from __future__ import annotations

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from monitor.web.auth import passwords

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
