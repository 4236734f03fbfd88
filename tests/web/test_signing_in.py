"""Signing in: what lets somebody in, what keeps others out, and what shuts nobody out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import pyotp
import pytest

from monitor.model import Role
from monitor.store import Sought, Store, User
from monitor.web import auth
from monitor.web.auth import entry, factor, passwords
from monitor.web.pages.login import onward
from tests.store.values import NOW
from tests.web.desk import PASSWORD, Sitting
from tests.web.desk import desk as desk_with

MINUTE = timedelta(minutes=1)
desk = partial(desk_with, texts={})
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


@pytest.fixture
def user(store: Store) -> User:
    return auth.enroll(
        store, name="Aigul", role=Role.REVIEWER, password=PASSWORD, first=False, at=NOW
    ).user


def tried(password: str = PASSWORD, name: str = "Aigul", **more: str) -> auth.Tried:
    return auth.Tried(name, password, **({"peer": "192.0.2.1"} | more))


def fault(store: Store, one: auth.Tried, *, after: timedelta = timedelta()) -> str:
    """What somebody is told who is not let in."""
    with pytest.raises(auth.Unproven) as told:
        auth.sign_in(store, one, now=NOW + after)
    return str(told.value)


@pytest.mark.parametrize(
    "act",
    [
        lambda hand, _: hand.enroll("Boris", Role.REVIEWER),
        lambda hand, user: hand.set_role(user, Role.COORDINATOR),
        lambda hand, user: hand.disable(user),
        lambda hand, user: hand.reset(user),
        lambda hand, user: hand.end(user),
        lambda hand, user: hand.change_password(
            hand.store.accounts.proof(user.name), "nine loud geese fly"
        ),
    ],
)
def test_what_the_log_cannot_take_changes_no_account(store: Store, user: User, act: Any) -> None:
    auth.enroll(store, name="Root", role=Role.ADMIN, at=NOW)
    entered = auth.sign_in(store, tried(), now=NOW)
    before = [store.accounts.proof(one.name) for one in store.accounts.all()]
    store._db.change(
        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'full'); END"
    )

    with pytest.raises(sqlite3.IntegrityError, match="full"):
        act(auth.Hand(store, "Root", "192.0.2.1", NOW), user)

    assert [store.accounts.proof(one.name) for one in store.accounts.all()] == before
    assert auth.session_of(store, entered.token, now=NOW, peer="192.0.2.1")


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("name", ["Aigul", "aigul", " AIGUL "])
def test_the_right_password_opens_a_sitting(store: Store, name: str) -> None:
    entered = auth.sign_in(store, tried(name=name), now=NOW)

    session = auth.session_of(store, entered.token, now=NOW, peer="192.0.2.1")
    assert session is not None
    assert session.user.name == "Aigul"


@pytest.mark.usefixtures("user")
def test_every_entry_has_a_token_of_its_own(store: Store) -> None:
    tokens = {auth.sign_in(store, tried(), now=NOW).token for _ in range(3)}

    assert len(tokens) == 3
    assert all(len(token) >= 43 for token in tokens)


def test_whatever_is_wrong_the_sentence_is_one(store: Store, user: User) -> None:
    auth.enroll(store, name="Root", role=Role.ADMIN, at=NOW)
    wrong = {fault(store, tried("wrong")), fault(store, tried(name="Nobody"))}
    store.accounts.disable(user.id, at=NOW)
    wrong.add(fault(store, tried()))

    assert wrong == {entry.WRONG}


@pytest.mark.real_passwords
def test_a_password_is_kept_by_argon2id_at_a_cost_that_guessing_feels() -> None:
    """RFC 9106, the second recommended option: 64 MiB, three passes, four lanes."""
    assert passwords.kept(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.real_passwords
@pytest.mark.usefixtures("user")
def test_a_name_that_nobody_has_takes_as_long(store: Store) -> None:
    def seconds(name: str) -> float:
        begun = perf_counter()
        fault(store, tried("wrong", name, peer=name))
        return perf_counter() - begun

    # Turn by turn, so that whatever else the machine does slows both alike.
    pairs = [(seconds("Aigul"), seconds("Nobody")) for _ in range(5)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))

    assert 0.4 < known / unknown < 2.5


@pytest.mark.usefixtures("user")
def test_names_that_nobody_has_are_not_written_down(store: Store) -> None:
    fault(store, tried("wrong", "my secret password"))
    fault(store, tried("wrong"))

    assert [one.about for one in store.audit.find(Sought(), limit=9)] == ["Aigul"]


@pytest.mark.usefixtures("user")
def test_the_eleventh_guess_is_not_looked_at_even_if_right(store: Store) -> None:
    said = {fault(store, tried("wrong", peer=f"192.0.2.{n}")) for n in range(10)}

    assert said == {entry.WRONG}
    assert fault(store, tried(peer="192.0.2.99")) == entry.TOO_MANY
    assert auth.sign_in(store, tried(), now=NOW + 15 * MINUTE)


@pytest.mark.usefixtures("user")
def test_guessers_do_not_shut_out_the_browser_of_its_owner(store: Store) -> None:
    own = auth.sign_in(store, tried(), now=NOW)
    for n in range(12):
        fault(store, tried("wrong", peer=f"192.0.2.{n}"))

    assert auth.session_of(store, own.token, now=NOW + MINUTE, peer="192.0.2.1")
    assert auth.sign_in(store, tried(device=own.device), now=NOW + MINUTE)
    assert fault(store, tried(device="made up")) == entry.TOO_MANY


@pytest.mark.usefixtures("user")
def test_a_known_browser_has_ten_guesses_too(store: Store) -> None:
    own = auth.sign_in(store, tried(), now=NOW)
    said = [fault(store, tried("wrong", device=own.device)) for _ in range(12)]

    assert said.count(entry.WRONG) == 10


@pytest.mark.usefixtures("user")
def test_many_who_sign_in_rightly_from_one_place_are_no_guessers(store: Store) -> None:
    for _ in range(11):
        auth.sign_in(store, tried(), now=NOW)


def test_a_first_password_lapses_after_seven_days(store: Store) -> None:
    made = auth.enroll(store, name="Aigul", role=Role.VIEWER, at=NOW)

    assert auth.sign_in(store, tried(made.password), now=NOW + timedelta(days=7))
    assert fault(store, tried(made.password), after=timedelta(days=8)) == entry.TOO_LATE


def code(at: timedelta = timedelta()) -> str:
    return pyotp.TOTP(SECRET).at(NOW + at)


def test_with_a_second_factor_the_password_alone_does_not_do(store: Store, user: User) -> None:
    store.accounts.take_factor(user.id, SECRET, step=0)

    assert fault(store, tried()) == entry.WRONG
    assert fault(store, tried(code="000000")) == entry.WRONG
    assert auth.sign_in(store, tried(code=code()), now=NOW)


def test_a_code_is_good_once(store: Store, user: User) -> None:
    store.accounts.take_factor(user.id, SECRET, step=0)
    auth.sign_in(store, tried(code=code()), now=NOW)

    assert fault(store, tried(code=code())) == entry.WRONG
    assert fault(store, tried(code=code(-MINUTE / 2))) == entry.WRONG
    assert auth.sign_in(store, tried(code=code(MINUTE / 2)), now=NOW)


def test_a_wrong_password_does_not_use_up_the_code(store: Store, user: User) -> None:
    store.accounts.take_factor(user.id, SECRET, step=0)
    fault(store, tried("wrong", code=code()))

    assert auth.sign_in(store, tried(code=code()), now=NOW)


@pytest.mark.parametrize("given", ["", "12345", "1234567", "١٢٣٤٥٦", "\ud83d", "'; --"])
def test_what_is_no_code_fits_nothing(given: str) -> None:
    assert factor.step_of(SECRET, given, now=NOW) is None


def test_a_code_may_be_typed_with_spaces() -> None:
    assert factor.step_of(SECRET, f" {code()[:3]} {code()[3:]} ", now=NOW)


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("odd", ["\ud83d", "\x00", "x" * 100_000, "\u202e", "' OR 1=1 --"])
def test_odd_words_are_no_password_and_no_name(store: Store, odd: str) -> None:
    assert fault(store, tried(odd, code=odd, device=odd)) == entry.WRONG
    assert fault(store, tried(odd, odd)) == entry.WRONG


@pytest.mark.parametrize(
    "weak",
    ["fourteen signs", "aaaaaaaaaaaaaaaa", "abababababababab", "Aigul and fourteen", "a" * 201],
)
def test_a_weak_password_is_refused(weak: str) -> None:
    assert auth.weakness(weak, "Aigul")


@pytest.mark.parametrize(
    "good", [PASSWORD, "семь тихих цапель", pytest.param(auth.invented(), id="invented")]
)
def test_a_few_words_are_a_password(good: str) -> None:
    assert auth.weakness(good, "Aigul") == ""


def test_a_password_is_the_same_from_any_keyboard(store: Store) -> None:
    auth.enroll(store, name="Ayşe", role=Role.VIEWER, password="yedi sessi\u0307z balıkçıl", at=NOW)

    assert auth.sign_in(store, tried("yedi sessi\u0307z balıkc\u0327ıl", "Ays\u0327e"), now=NOW)


@pytest.mark.parametrize(
    ("host", "forwarded", "proxy", "expected"),
    [
        ("192.0.2.1", "198.51.100.7", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "127.0.0.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.7", "127.0.0.1", "198.51.100.7"),
        ("127.0.0.1", "198.51.100.7, <script>", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1", "127.0.0.1"),
        ("::1", "2001:db8::7", "0:0:0:0:0:0:0:1", "2001:db8::7"),
    ],
)
def test_only_the_named_proxy_says_where_somebody_comes_from(
    host: str, forwarded: str, proxy: str, expected: str
) -> None:
    assert auth.peer_of(host, forwarded, proxy=proxy) == expected


def login(sitting: Sitting, **fields: str) -> Any:
    return sitting.post("/login", **({"name": "admin", "password": PASSWORD} | fields))


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/people", "/people"),
        ("/?tier=T1", "/?tier=T1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("javascript:alert(1)", "/"),
        ("/login?next=/login", "/"),
    ],
)
def test_one_goes_on_within_the_desk_only(asked: str, given: str) -> None:
    assert onward(asked) == given


def test_a_sitting_ends_with_signing_out_even_for_who_copied_the_cookie(tmp_path: Path) -> None:
    with desk(tmp_path, Role.VIEWER) as sitting:
        cookie = sitting.client.cookies["desk"]
        sitting.post("/logout")
        sitting.client.cookies.set("desk", cookie)

        assert sitting.get("/account", follow_redirects=False).status_code == 303
        assert auth.session_of(sitting.store, cookie, now=NOW, peer="") is None


def test_signing_in_again_ends_the_sitting_before(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        before = sitting.client.cookies["desk"]
        login(sitting)

        assert sitting.client.cookies["desk"] != before
        assert auth.session_of(sitting.store, before, now=NOW, peer="") is None


def test_cookies_are_out_of_reach_of_scripts_and_other_hosts(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        said = login(sitting)

    set_by = said.headers.get_list("set-cookie")
    assert len(set_by) == 2
    assert all("HttpOnly" in one and "Path=/" in one for one in set_by)
    assert not any("Domain" in one for one in set_by)


def test_what_somebody_typed_wrong_is_shown_as_text(tmp_path: Path) -> None:
    with desk(tmp_path, Role.ADMIN) as sitting:
        sitting.client.cookies.clear()
        said = login(sitting, name='"><script>x</script>', password="wrong")

    assert said.status_code == 403
    assert "<script>x" not in said.text
    assert PASSWORD not in said.text


def test_behind_tls_every_cookie_is_of_this_host_alone(tmp_path: Path) -> None:
    with desk(tmp_path, None, settings='desk_url = "https://desk.example.org"\n') as sitting:
        sitting.client.base_url = "https://desk.example.org"
        auth.enroll(
            sitting.store, name="Aigul", role=Role.ADMIN, password=PASSWORD, first=False, at=NOW
        )

        form = {"name": "Aigul", "password": PASSWORD}
        entered = sitting.client.post("/login", data=form, follow_redirects=False)
        (one,) = sitting.store.sittings.of(1, now=NOW)
        saved = sitting.client.post(
            "/views", data={"csrf": one.csrf, "name": "All"}, follow_redirects=False
        )
        told = sitting.client.get("/")

    cookies = [
        cookie for said in (entered, saved, told) for cookie in said.headers.get_list("set-cookie")
    ]
    assert len(cookies) == 4
    for cookie in cookies:
        assert cookie.startswith("__Host-desk")
        assert "; Secure" in cookie
        assert "; Path=/" in cookie
        assert "domain" not in cookie.casefold()
    assert "The view was saved." in told.text
