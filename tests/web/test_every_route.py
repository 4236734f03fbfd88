"""Every route that there is, asked by whoever must not: a new page is covered by being there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest
from starlette.testclient import TestClient

from monitor.model import Role
from monitor.store import Store
from monitor.web import auth
from monitor.web.app import build
from monitor.web.auth import passwords
from monitor.web.desk import Deployed, Desk, Stores
from monitor.web.route import Route, gather
from tests.store.values import NOW, content
from tests.web.desk import PASSWORD, deploy, rules

ROUTES = gather()
GUARDED = [route for route in ROUTES if route.role > Role.ANYONE]
POSTS = [route for route in ROUTES if route.method == "POST"]
OPEN = {"login", "login.sign_in"}
BY_SECRET = {"feed"}
"""For programs, which have no account: the address itself holds a secret that can be revoked."""
SAME = {"Sec-Fetch-Site": "same-origin"}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def named(routes: list[Route]) -> Any:
    return pytest.mark.parametrize("route", routes, ids=[route.name for route in routes])


@dataclass(frozen=True)
class House:
    """An open desk with a person of each role."""

    client: TestClient
    store: Store
    database: Path
    token: str = ""
    csrf: str = ""

    def as_(self, role: Role, *, first: bool = False) -> House:
        """Sit down anew as a person of a role."""
        user = self.store.accounts.named(f"{role.word}{' new' if first else ''}")
        assert user is not None
        token = auth.enter(
            self.store, user, peer="testclient", agent="", now=NOW, device="any"
        ).token
        session = auth.session_of(self.store, token, now=NOW, peer="testclient")
        assert session is not None
        return House(self.client, self.store, self.database, token, session.csrf)

    def ask(self, route: Route, *, headers: dict[str, str] = SAME, csrf: str | None = None) -> Any:
        """Ask for a route, with an empty form where it wants one; no redirect is followed."""
        self.client.cookies.clear()
        cookies = {"Cookie": f"desk={self.token}"} if self.token else {}
        return self.client.request(
            route.method,
            path_of(route),
            data={"csrf": self.csrf if csrf is None else csrf} if route.method == "POST" else None,
            headers=headers | cookies,
            follow_redirects=False,
        )


def path_of(route: Route) -> str:
    return re.sub(r"\{[^}]+\}", "1", route.path)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a desk that wants a second factor of coordinators and admins."""
    folder = tmp_path_factory.mktemp("strict")
    with opened(folder, settings='[desk]\nsecond_factor_from = "coordinator"\n') as one:
        yield one


@contextmanager
def opened(folder: Path, *, settings: str = "") -> Iterator[House]:
    deployed = deploy(folder, settings=settings)
    password = passwords.kept(PASSWORD)
    with Store.open(deployed.database) as store:
        # Whom the routes' `1` means: what is done to them is done to none of those below.
        store.accounts.add("First", Role.VIEWER, password=password, at=NOW)
        for role in list(Role)[1:]:
            for name, first in ((role.word, False), (f"{role.word} new", True)):
                store.accounts.add(name, role, password=password, first=first, at=NOW)
        made = Desk(Deployed(deployed), rules(), Stores(deployed.database), clock=lambda: NOW)
        with TestClient(build(made), base_url="http://127.0.0.1") as client:
            yield House(client, store, deployed.database)


def test_only_the_way_in_is_open_to_anyone() -> None:
    opened = {route.name for route in ROUTES if route.role is Role.ANYONE}

    assert opened - BY_SECRET == OPEN


def test_what_changes_anything_is_never_asked_for_by_get() -> None:
    """A link, a picture or a reload changes nothing: what a GET asks for is said by its name."""
    doing = re.compile(r"(end|drop|delete|save|decide|retry|send|add|undo|split|join|disable)$")

    assert [one.name for one in ROUTES if one.method == "GET" and doing.search(one.name[4:])] == []


@named(GUARDED)
def test_nobody_comes_in_without_a_sitting(house: House, route: Route) -> None:
    before = content(house.database)

    said = house.ask(route)

    assert said.status_code == (303 if route.method == "GET" else 401)
    if route.method == "GET":
        assert said.headers["location"].startswith("/login?next=")
    assert content(house.database) == before


@named(GUARDED)
@pytest.mark.parametrize("token", ["made-up", "", "desk", "a" * 9000])
def test_a_made_up_token_is_no_sitting(house: House, route: Route, token: str) -> None:
    said = House(house.client, house.store, house.database, token).ask(route)

    assert said.status_code in (303, 401)


@named(GUARDED)
def test_a_sitting_that_was_ended_is_none(house: House, route: Route) -> None:
    sitting = house.as_(Role.ADMIN)
    admin = house.store.accounts.named("admin")
    assert admin is not None
    house.store.accounts.sign_out(admin.id, at=NOW)

    assert sitting.ask(route).status_code in (303, 401)


@named([route for route in GUARDED if route.role > Role.VIEWER])
def test_every_lesser_role_is_refused(house: House, route: Route) -> None:
    lesser = [role for role in Role if Role.ANYONE < role < route.role]
    for sitting in [house.as_(role) for role in lesser]:
        before = content(house.database)

        said = sitting.ask(route)

        assert said.status_code == 403
        assert content(house.database) == before


@named(GUARDED)
def test_whoever_has_a_first_password_gets_no_further(house: House, route: Route) -> None:
    said = house.as_(Role.ADMIN, first=True).ask(route)

    if route.name.partition(".")[0] in ("account", "logout"):
        assert said.headers.get("location", "/account").startswith(("/account", "/login"))
    else:
        assert (said.status_code, said.headers["location"]) == (303, "/account")


@named(GUARDED)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN], ids=["coordinator", "admin"])
def test_whoever_lacks_the_second_factor_that_is_wanted_gets_no_further(
    strict: House, route: Route, role: Role
) -> None:
    sitting = strict.as_(role)
    before = content(strict.database)

    said = sitting.ask(route)

    if route.name.partition(".")[0] in ("account", "logout"):
        assert said.headers.get("location", "/account").startswith(("/account", "/login"))
    else:
        assert (said.status_code, said.headers["location"]) == (303, "/account")
        assert content(strict.database) == before


@named([route for route in GUARDED if route.role <= Role.REVIEWER])
def test_of_lesser_roles_no_second_factor_is_wanted(strict: House, route: Route) -> None:
    said = strict.as_(route.role).ask(route)

    assert said.status_code not in (401, 403)
    if not route.name.startswith("account"):
        assert said.headers.get("location", "") != "/account"


@named(GUARDED)
def test_whoever_has_the_second_factor_that_is_wanted_comes_in(strict: House, route: Route) -> None:
    admin = strict.store.accounts.named("admin")
    assert admin is not None
    strict.store.accounts.take_factor(admin.id, SECRET, step=0)

    said = strict.as_(Role.ADMIN).ask(route)
    strict.store.accounts.drop_factor(admin.id)

    assert said.status_code not in (401, 403)
    if not route.name.startswith("account"):
        assert said.headers.get("location", "") != "/account"


def test_no_second_factor_is_wanted_where_the_settings_do_not_say_so(house: House) -> None:
    (queue,) = [route for route in GUARDED if route.name == "queue"]

    assert house.as_(Role.ADMIN).ask(queue).status_code == 200


def test_a_second_factor_is_set_up_behind_the_only_open_door(strict: House) -> None:
    sitting = strict.as_(Role.COORDINATOR)
    headers = SAME | {"Cookie": f"desk={sitting.token}"}

    def send(path: str, **fields: str) -> Any:
        strict.client.cookies.clear()
        form = {"csrf": sitting.csrf} | fields
        return strict.client.post(path, data=form, headers=headers, follow_redirects=False)

    told = strict.client.get("/account", headers=headers).text
    send("/account/factor/offer", current=PASSWORD)
    proof = strict.store.accounts.proof("coordinator")
    assert proof is not None
    send("/account/factor", code=pyotp.TOTP(proof.totp_offered).at(NOW))
    inside = strict.client.get("/", headers=headers, follow_redirects=False)
    strict.store.accounts.drop_factor(proof.user.id)

    assert "wants a second factor of people in your role" in told
    assert inside.status_code == 200


@named(POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {},
    ],
    ids=["cross-site", "same-site", "lying", "foreign", "other-port", "null", "silent"],
)
def test_what_another_site_has_a_browser_send_is_refused(
    house: House, route: Route, headers: dict[str, str]
) -> None:
    sitting = house.as_(Role.ADMIN)
    before = content(house.database)

    said = sitting.ask(route, headers=headers)

    assert said.status_code == 403
    assert content(house.database) == before


@named([route for route in GUARDED if route.path.endswith((".csv", ".jsonl"))])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_is_taken_along_is_not_asked_for_by_a_link_elsewhere(
    house: House, route: Route, site: str
) -> None:
    """The log would say that somebody took contacts, who had only followed a link."""
    sitting = house.as_(Role.ADMIN)
    before = content(house.database)

    said = sitting.ask(route, headers={"Sec-Fetch-Site": site})

    assert said.status_code == 403
    assert content(house.database) == before


@named([route for route in POSTS if route.role > Role.ANYONE])
def test_a_form_of_another_sitting_is_refused(house: House, route: Route) -> None:
    other = house.as_(Role.ADMIN).csrf
    sitting = house.as_(Role.ADMIN)
    before = content(house.database)

    for csrf in ("", other, "x"):
        assert sitting.ask(route, csrf=csrf).status_code == 403

    assert content(house.database) == before


@named(GUARDED)
def test_whoever_may_is_answered_and_never_by_a_fault_of_ours(house: House, route: Route) -> None:
    said = house.as_(route.role).ask(route)

    assert said.status_code not in (401, 403)
    assert said.status_code < 500, said.text
    assert not said.headers.get("location", "").startswith("/login?")


@named(GUARDED)
def test_no_answer_is_kept_and_none_names_another_host(house: House, route: Route) -> None:
    said = house.as_(Role.ADMIN).ask(route)

    assert said.headers["cache-control"] == "no-store"
    assert said.headers["content-security-policy"].startswith("default-src 'none';")
    assert said.headers["referrer-policy"] == "no-referrer"
    if said.headers.get("content-type", "").startswith("text/html"):
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', said.text) == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@named(GUARDED)
def test_no_other_method_is_answered(house: House, route: Route, method: str) -> None:
    sitting = house.as_(Role.ADMIN)
    headers = SAME | {"Cookie": f"desk={sitting.token}"}

    said = house.client.request(method, path_of(route), headers=headers)

    assert said.status_code == 405


@pytest.mark.parametrize(
    "path", ["/nothing", "/.git/config", "/static/../desk.py", "/%2e%2e/x", "/people/", "/login/"]
)
def test_what_is_not_there_is_told_to_those_alone_who_sit_here(house: House, path: str) -> None:
    house.client.cookies.clear()
    sitting = house.as_(Role.VIEWER)

    stranger = house.client.get(path, follow_redirects=False)
    known = house.client.get(
        path, headers={"Cookie": f"desk={sitting.token}"}, follow_redirects=False
    )

    assert stranger.status_code in (303, 404)
    assert known.status_code == 404, known.headers


def test_a_code_that_was_used_is_refused_at_the_door(house: House) -> None:
    made = auth.enroll(
        house.store, name="Coded", role=Role.ADMIN, password=PASSWORD, first=False, at=NOW
    )
    house.store.accounts.take_factor(made.user.id, SECRET, step=0)
    form = {"name": "Coded", "password": PASSWORD, "code": pyotp.TOTP(SECRET).at(NOW)}

    def enter() -> int:
        house.client.cookies.clear()
        said = house.client.post("/login", data=form, headers=SAME, follow_redirects=False)
        return int(said.status_code)

    assert [enter(), enter()] == [303, 403]
