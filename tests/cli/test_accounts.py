"""`accounts` and the first account of a desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from monitor import config
from monitor.cli._first_account import make_first
from monitor.errors import ConfigError
from monitor.model import Role
from monitor.store import Sought, Store

from .conftest import Call

Deploy = Callable[..., Path]
HOST = "http://127.0.0.1:9"


def listed(call: Call) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(call("accounts", "list", "--json").stdout)
    return found


def test_an_account_is_made_with_a_password_that_is_printed_once(
    call: Call, deploy: Deploy
) -> None:
    deploy(HOST)

    said = call("accounts", "add", "Aigul", "--role", "reviewer")

    password = said.stdout.strip()
    assert said.exit_code == 0, said.output
    assert len(password) >= 20
    assert [(one["name"], one["role"]) for one in listed(call)] == [("Aigul", "reviewer")]
    assert password not in call("accounts", "list").output


def test_roles_change_and_people_are_shut_out_and_let_in(call: Call, deploy: Deploy) -> None:
    deploy(HOST)
    call("accounts", "add", "Root", "--role", "admin")
    call("accounts", "add", "Aigul", "--role", "reviewer")

    call("accounts", "role", "aigul", "coordinator")
    call("accounts", "disable", "Aigul")
    shut = listed(call)[0]
    call("accounts", "disable", "Aigul", "--undo")

    assert (shut["role"], shut["disabled"]) == ("coordinator", True)
    assert listed(call)[0]["disabled"] is False


def test_a_new_first_password_differs(call: Call, deploy: Deploy) -> None:
    deploy(HOST)
    first = call("accounts", "add", "Aigul", "--role", "admin").stdout

    assert call("accounts", "reset", "Aigul").stdout not in ("", first)


def test_the_last_admin_is_not_shut_out(call: Call, deploy: Deploy) -> None:
    deploy(HOST)
    call("accounts", "add", "Root", "--role", "admin")

    said = call("accounts", "disable", "Root")

    assert said.exit_code != 0
    assert "the last admin stays" in said.output


def test_a_name_that_nobody_has_is_said(call: Call, deploy: Deploy) -> None:
    deploy(HOST)

    said = call("accounts", "reset", "Nobody")

    assert said.exit_code == 2
    assert 'nobody is called "Nobody"' in said.output


def test_what_was_done_on_the_terminal_is_in_the_log(call: Call, deploy: Deploy) -> None:
    folder = deploy(HOST)
    call("accounts", "add", "Root", "--role", "admin")
    call("accounts", "reset", "Root")

    with Store.open(config.load(folder).database) as store:
        whats = [(one.what, one.peer) for one in store.audit.find(Sought(), limit=9)]
    assert whats == [("password_reset", "terminal"), ("account_added", "terminal")]


def asked(store: Store, *answers: str) -> Result:
    """Answer the questions for the first account."""

    @click.command()
    def command() -> None:
        make_first(store, at_terminal=True)

    return CliRunner().invoke(command, input="".join(f"{one}\n" for one in answers))


def test_the_first_account_is_an_admins_of_a_password_of_their_own() -> None:
    with Store.open(":memory:") as store:
        said = asked(store, "Root", "seven quiet herons", "seven quiet herons")

        assert said.exit_code == 0, said.output
        assert [(u.name, u.role, u.first_password) for u in store.accounts.all()] == [
            ("Root", Role.ADMIN, False)
        ]


def test_a_weak_first_password_is_asked_for_again() -> None:
    with Store.open(":memory:") as store:
        said = asked(store, "Root", "short", "short", "seven quiet herons", "seven quiet herons")

        assert "too short" in said.output
        assert store.accounts.any()


def test_without_a_terminal_the_desk_says_what_to_do() -> None:
    with (
        Store.open(":memory:") as store,
        pytest.raises(ConfigError, match="accounts add NAME --role admin"),
    ):
        make_first(store, at_terminal=False)
