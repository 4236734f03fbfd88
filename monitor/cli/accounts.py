"""`accounts`: who may use the desk, from the machine that runs it."""

from __future__ import annotations

import json
from datetime import tzinfo

import click
from rich.console import Console
from rich.table import Table

from monitor.cli._first_account import TERMINAL
from monitor.cli._pick import settings
from monitor.cli._render import clean, table_of
from monitor.desk.deployment import open_store, utcnow
from monitor.errors import ConfigError
from monitor.model import Role
from monitor.store import Store, User
from monitor.web import auth

ROLES = [role.word for role in Role if role is not Role.ANYONE]
HANDOVER = "It is shown this once, must be changed at the first sitting, and lapses in seven days."


@click.group()
def accounts() -> None:
    """List, add and shut out who may use the desk.

    A viewer reads; a reviewer decides on hits and may ask for their contacts; a coordinator
    decides on many at once, takes hits out of the house, looks after sources and alerts; an
    admin names people, reads who did what and looks the system over.

    \b
    Example:
      advert-monitor accounts add Aigul --role reviewer
    """


@accounts.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_accounts(ctx: click.Context, *, as_json: bool) -> None:
    """List accounts, those shut out too.

    \b
    Example:
      advert-monitor accounts list
    """
    loaded = settings(ctx)
    with open_store(loaded) as store:
        found = store.accounts.all()
    if as_json:
        click.echo(json.dumps([_as_json(user) for user in found], ensure_ascii=False))
    elif found:
        Console().print(_listed(found, loaded.timezone))
    else:
        click.echo("Nobody has an account yet; `advert-monitor desk` asks for the first one.")


@accounts.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they may do.")
@click.pass_context
def add(ctx: click.Context, name: str, role: str) -> None:
    """Make an account and print its first password.

    \b
    Example:
      advert-monitor accounts add Aigul --role reviewer
    """
    with open_store(settings(ctx)) as store:
        made = _hand(store).enroll(name, Role.of(role))
    _hand_over(made)


@accounts.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@click.pass_context
def role(ctx: click.Context, name: str, role: str) -> None:
    """Change what NAME may do; it holds from their next request on.

    \b
    Example:
      advert-monitor accounts role Aigul coordinator
    """
    with open_store(settings(ctx)) as store:
        user = _find(store, name)
        _hand(store).set_role(user, Role.of(role))
    click.echo(f"{clean(user.name)} is a {role} now.")


@accounts.command()
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let them in again.")
@click.pass_context
def disable(ctx: click.Context, name: str, *, undo: bool) -> None:
    """Shut NAME out at once, wherever they are signed in; what they decided stays.

    \b
    Examples:
      advert-monitor accounts disable Aigul
      advert-monitor accounts disable Aigul --undo
    """
    with open_store(settings(ctx)) as store:
        user = _find(store, name)
        if undo:
            _hand(store).enable(user)
        else:
            _hand(store).disable(user)
    click.echo(f"{clean(user.name)} {'may come in again' if undo else 'is shut out'}.")


@accounts.command()
@click.argument("name")
@click.pass_context
def reset(ctx: click.Context, name: str) -> None:
    """Print a new first password for NAME; ends their sittings, takes the second factor off.

    \b
    Example:
      advert-monitor accounts reset Aigul
    """
    with open_store(settings(ctx)) as store:
        made = _hand(store).reset(_find(store, name))
    _hand_over(made)


def _find(store: Store, name: str) -> User:
    user = store.accounts.named(name)
    if user is None:
        raise ConfigError(
            [f'nobody is called "{clean(name)}"; `advert-monitor accounts list` lists them']
        )
    return user


def _hand(store: Store) -> auth.Hand:
    return auth.Hand(store, "", TERMINAL, utcnow())


def _hand_over(made: auth.Enrolled) -> None:
    """Print the password alone to stdout, for a script; the rest to stderr."""
    click.echo(f"First password of {clean(made.user.name)}:", err=True)
    click.echo(made.password)
    click.echo(HANDOVER, err=True)


def _listed(found: list[User], zone: tzinfo) -> Table:
    table = table_of("name", "role", "second factor", "since", "state")
    for user in found:
        since = f"{user.made_at.astimezone(zone):%Y-%m-%d}"
        factor = "yes" if user.second_factor else "no"
        table.add_row(clean(user.name), user.role.word, factor, since, _state(user))
    return table


def _state(user: User) -> str:
    if user.disabled:
        return "shut out"
    return "has not chosen a password" if user.first_password else "active"


def _as_json(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "name": user.name,
        "role": user.role.word,
        "language": user.language,
        "made_at": user.made_at.isoformat(),
        "first_password": user.first_password,
        "second_factor": user.second_factor,
        "disabled": user.disabled,
    }
