"""The demo's last step: an account at its desk, and the desk itself where somebody is there to look."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from monitor import config
from monitor.config import DESK_PORT, Config
from monitor.desk.demo import standing
from monitor.desk.deployment import open_store, utcnow
from monitor.model import Role
from monitor.store import Store
from monitor.web import auth
from monitor.web.auth import passwords

NAME = "demo"
LOOPBACK = "127.0.0.1"
PORTS = range(DESK_PORT, DESK_PORT + 20)


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in at the demo's desk."""

    name: str
    password: str


def account(store: Store) -> Account:
    """Make the demo's account, or give the one of last time a new password."""
    now, user = utcnow(), store.accounts.named(NAME)
    if user is None:
        made = auth.enroll(store, name=NAME, role=Role.ADMIN, first=False, at=now)
        return Account(NAME, made.password)
    password = passwords.invented()
    store.accounts.set_password(user.id, passwords.kept(password), first=False, at=now)
    store.accounts.drop_factor(user.id)
    return Account(NAME, password)


def open_desk(console: Console, folder: Path, *, somebody_looks: bool) -> None:
    """Say how to get to the demo's desk; serve it until Ctrl-C where somebody looks."""
    loaded = config.load(folder)
    with open_store(loaded) as store:
        known = account(store)
    port = free_port()
    lines = {"in a browser": f"http://{LOOPBACK}:{port}/", "name": known.name}
    lines["password"] = known.password
    if not somebody_looks:
        lines = {"open it": f"advert-monitor -C {folder} desk --port {port}"} | lines
    console.print("\n[bold]The review desk[/]")
    for what, words in lines.items():
        console.print(
            f"  {what + ':':<14}[bold]{escape(words)}[/]", highlight=False, soft_wrap=True
        )
    if somebody_looks:
        console.print("  It stays open until Ctrl-C.", highlight=False)
        _serve(loaded, folder, port)


def _serve(loaded: Config, folder: Path, port: int) -> None:
    """Serve the desk, and the made-up places with it, so that they can be looked at again."""
    from monitor.web.serving import serve  # the web's libraries take their time

    with contextlib.suppress(KeyboardInterrupt), standing(folder):
        serve(loaded, address=LOOPBACK, port=port)


def free_port() -> int:
    """Give the desk's usual port, or one beside it where another program has that."""
    return next((port for port in PORTS if _is_free(port)), DESK_PORT)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
