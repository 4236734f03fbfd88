"""People, their sittings, their guesses, and the log of what they did."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import Role
from monitor.store import Retention, Session, Sought, Store, User
from tests.store.values import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def person(store: Store, name: str = "Aigul", role: Role = Role.REVIEWER) -> User:
    return store.accounts.add(name, role, password="hash", at=NOW)


def sit(store: Store, user: User, token: str = "token") -> None:
    store.sittings.open(user.id, token=token, csrf="c", peer="192.0.2.1", agent="Browser", at=NOW)


def found(store: Store, *, after: timedelta, token: str = "token") -> Session | None:
    return store.sittings.find(token, now=NOW + after)


def test_a_new_account_has_a_password_that_must_be_changed(store: Store) -> None:
    user = person(store)

    assert (user.name, user.role, user.first_password) == ("Aigul", Role.REVIEWER, True)
    assert (user.second_factor, user.disabled) == (False, False)
    assert store.accounts.all() == [user]


@pytest.mark.parametrize("again", ["aigul", " AIGUL ", "\uff21igul"])
def test_a_name_is_one_persons_in_any_case_and_width(store: Store, again: str) -> None:
    person(store)

    with pytest.raises(StoreError, match="there is an account of the name"):
        person(store, again)


@pytest.mark.parametrize("name", ["", "  ", "a" * 61, "Ai\u202egul", "Ai\u200bgul", "Ai\x00gul"])
def test_a_name_that_would_mislead_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="name"):
        person(store, name)


def test_a_disabled_persons_name_is_never_given_to_another(store: Store) -> None:
    person(store, "Root", Role.ADMIN)
    user = person(store)
    store.accounts.disable(user.id, at=NOW)

    with pytest.raises(StoreError, match="there is an account of the name"):
        person(store)


def test_the_last_admin_cannot_be_shut_out_nor_made_less(store: Store) -> None:
    root = person(store, "Root", Role.ADMIN)
    other = person(store, "Other", Role.ADMIN)
    store.accounts.disable(other.id, at=NOW)

    with pytest.raises(StoreError, match="the last admin stays"):
        store.accounts.disable(root.id, at=NOW)
    with pytest.raises(StoreError, match="the last admin stays"):
        store.accounts.set_role(root.id, Role.VIEWER)


def test_a_role_that_is_nobodys_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="one of the roles"):
        person(store, role=Role.ANYONE)


def test_a_new_role_holds_in_the_sitting_that_runs(store: Store) -> None:
    person(store, "Root", Role.ADMIN)
    user = person(store)
    sit(store, user)

    store.accounts.set_role(user.id, Role.COORDINATOR)

    session = found(store, after=MINUTE)
    assert session is not None
    assert session.user.role is Role.COORDINATOR


def test_a_sitting_ends_after_two_hours_without_use(store: Store) -> None:
    sit(store, person(store))

    assert found(store, after=119 * MINUTE)
    assert found(store, after=120 * MINUTE) is None


def test_a_sitting_in_use_ends_after_twelve_hours(store: Store) -> None:
    sit(store, person(store))
    for minutes in range(60, 12 * 60, 60):
        session = found(store, after=minutes * MINUTE)
        assert session is not None
        store.sittings.touch(session, peer=session.peer, now=NOW + minutes * MINUTE)

    assert found(store, after=719 * MINUTE)
    assert found(store, after=720 * MINUTE) is None


def test_a_sitting_that_a_fast_clock_began_does_not_run_for_years(store: Store) -> None:
    sit(store, person(store))

    assert found(store, after=-timedelta(days=3650)) is None


def test_the_database_holds_no_token(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    with Store.open(path) as store:
        user = person(store)
        sit(store, user, "a-token-of-a-sitting")
        store.sittings.know(user.id, "a-token-of-a-browser", at=NOW)

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"a-token-of" not in kept


def test_what_shuts_a_person_out_ends_sittings_and_known_browsers(store: Store) -> None:
    person(store, "Root", Role.ADMIN)
    user = person(store)
    for token, shut_out in (
        ("one", lambda: store.accounts.disable(user.id, at=NOW)),
        ("two", lambda: store.accounts.set_password(user.id, "other", first=True, at=NOW)),
        ("three", lambda: store.accounts.sign_out(user.id, at=NOW)),
    ):
        store.accounts.enable(user.id)
        sit(store, user)
        store.sittings.know(user.id, "browser", at=NOW)
        store.feeds.make(user.id, "mine", "", token=token, at=NOW)
        shut_out()

        store.accounts.enable(user.id)
        assert found(store, after=MINUTE) is None
        assert not store.sittings.knows(user.id, "browser", now=NOW)
        assert store.feeds.read(token, at=NOW) is None


def test_one_ends_only_ones_own_sittings(store: Store) -> None:
    user, other = person(store), person(store, "Other")
    sit(store, user)
    session = found(store, after=MINUTE)
    assert session is not None

    assert not store.sittings.end(session.id, user_id=other.id)
    assert store.sittings.end(session.id, user_id=user.id)
    assert found(store, after=MINUTE) is None


def test_a_browser_is_known_to_its_own_user_for_ninety_days(store: Store) -> None:
    user, other = person(store), person(store, "Other")
    store.sittings.know(user.id, "browser", at=NOW)

    assert store.sittings.knows(user.id, "browser", now=NOW + timedelta(days=89))
    assert not store.sittings.knows(other.id, "browser", now=NOW)
    assert not store.sittings.knows(user.id, "browser", now=NOW + timedelta(days=90))


def guesses(
    store: Store,
    count: int,
    *,
    name: str = "Aigul",
    peer: str = "192.0.2.1",
    known: str = "",
    after: timedelta = timedelta(),
) -> int:
    """Guess so often; give how many were to be looked at."""
    begun = (
        store.attempts.begin(name, peer=peer, known=known, now=NOW + after) for _ in range(count)
    )
    return len([one for one in begun if one is not None])


def test_ten_guesses_at_a_name_are_looked_at_in_a_quarter_of_an_hour(store: Store) -> None:
    places = [guesses(store, 1, peer=f"192.0.2.{n}", after=n * MINUTE / 2) for n in range(20)]

    assert sum(places) == 10
    assert guesses(store, 1, peer="198.51.100.1", after=15 * MINUTE) == 1


def test_ten_guesses_from_a_place_are_looked_at_whatever_the_names(store: Store) -> None:
    assert sum(guesses(store, 1, name=f"n{n}") for n in range(20)) == 10


def test_of_guesses_at_the_same_moment_ten_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    Store.open(path).close()

    def guess(number: int) -> int:
        with Store.open(path) as own:
            return guesses(own, 1, peer=f"192.0.2.{number}")

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(40))) == 10


def test_addresses_of_one_ipv6_house_are_one_place(store: Store) -> None:
    peers = [f"2001:db8:1:2::{n:x}" for n in range(1, 21)]

    assert sum(guesses(store, 1, name=f"n{n}", peer=peer) for n, peer in enumerate(peers)) == 10
    assert guesses(store, 1, name="other", peer="2001:db8:1:3::1") == 1


def test_strangers_do_not_shut_out_a_browser_that_is_known(store: Store) -> None:
    guesses(store, 20)

    assert guesses(store, 20, known="browser") == 10


def test_a_right_password_is_no_guess(store: Store) -> None:
    for _ in range(20):
        attempt = store.attempts.begin("Aigul", peer="192.0.2.1", known="", now=NOW)
        assert attempt is not None
        store.attempts.was_right(attempt)


def test_guesses_that_a_fast_clock_wrote_shut_nobody_out(store: Store) -> None:
    guesses(store, 10, after=timedelta(days=3650))

    assert guesses(store, 1) == 1


def test_a_code_is_used_up_once_and_with_it_the_earlier_ones(store: Store) -> None:
    user = person(store)
    store.accounts.take_factor(user.id, "SECRET", step=10)

    assert [store.accounts.use_step(user.id, step) for step in (10, 9, 11, 11)] == [
        False,
        False,
        True,
        False,
    ]


def test_the_log_is_found_again_by_who_what_about_and_when(store: Store) -> None:
    store.audit.note("Aigul", "signed_in", at=NOW, peer="192.0.2.1")
    store.audit.note("Aigul", "contacts_shown", "4f1c09a2b7d3", at=NOW + MINUTE)
    store.audit.note("Root", "contacts_shown", "77aa01c2e9f0", at=NOW + 2 * MINUTE)

    def whats(sought: Sought) -> list[tuple[str, str]]:
        return [(one.who, one.what) for one in store.audit.find(sought, limit=10)]

    assert whats(Sought())[0] == ("Root", "contacts_shown")
    assert whats(Sought(who="Aigul", what="signed_in")) == [("Aigul", "signed_in")]
    assert whats(Sought(about="77aa")) == [("Root", "contacts_shown")]
    assert whats(Sought(since=NOW + MINUTE, until=NOW + 2 * MINUTE)) == [
        ("Aigul", "contacts_shown")
    ]
    assert whats(Sought(before=2)) == [("Aigul", "signed_in")]


def test_what_the_log_can_be_narrowed_to_is_listed_once(store: Store) -> None:
    empty = store.audit.words()
    for who, what in (("Root", "b"), ("", "a"), ("Aigul", "b"), ("Root", "b")):
        store.audit.note(who, what, at=NOW)

    assert empty == []
    assert store.audit.words() == ["a", "b"]
    assert store.audit.people() == ["Aigul", "Root"]


def test_the_log_cannot_be_edited(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    with Store.open(path) as opened:
        opened.audit.note("Aigul", "signed_in", at=NOW)
    connection = sqlite3.connect(path)

    with pytest.raises(sqlite3.IntegrityError, match="appended, never edited"):
        connection.execute("UPDATE audit SET who = 'Root'")
    connection.close()


def test_the_log_goes_after_two_years(store: Store) -> None:
    store.audit.note("Aigul", "signed_in", at=NOW)

    store.prune(Retention(), now=NOW + timedelta(days=729))
    kept = len(store.audit.find(Sought(), limit=9))
    store.prune(Retention(), now=NOW + timedelta(days=731))

    assert (kept, store.audit.find(Sought(), limit=9)) == (1, [])
