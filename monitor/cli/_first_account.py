"""The desk's first account, asked for on the terminal: there is no default password."""

from __future__ import annotations

import sys

import click

from monitor.desk.deployment import utcnow
from monitor.errors import ConfigError
from monitor.model import Role
from monitor.store import Store
from monitor.web import auth

TERMINAL = "terminal"
"""In the audit log, in the place of an address."""


def make_first(store: Store, *, at_terminal: bool | None = None) -> None:
    """Ask for a name and a password where nobody has an account yet. Raises ConfigError.

    `at_terminal` says whether somebody can answer; None looks.
    """
    if store.accounts.any():
        return
    if not (sys.stdin.isatty() if at_terminal is None else at_terminal):
        raise ConfigError(
            [
                "the desk has no account yet, and there is no terminal to ask on;"
                " make one with `advert-monitor accounts add NAME --role admin`"
            ]
        )
    click.echo(
        "Nobody has an account at the desk yet. The first one is an admin's: yours.", err=True
    )
    name = click.prompt("Your name", err=True)
    password = _password(name)
    auth.Hand(store, "", TERMINAL, utcnow()).enroll(name, Role.ADMIN, password=password)


def _password(name: str) -> str:
    while True:
        password = str(
            click.prompt(
                "Password, fifteen characters or more",
                hide_input=True,
                confirmation_prompt=True,
                err=True,
            )
        )
        fault = auth.weakness(password, name)
        if not fault:
            return password
        click.echo(fault, err=True)
