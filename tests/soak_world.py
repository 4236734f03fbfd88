"""Places that never rest and receivers that fail a third of the time, all on loopback."""

from __future__ import annotations

import json
import random
import re
import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.alerts import is_signed

KINDS = ("feed", "telegram", "listing")
PLACES = 3
"""Of each kind, on a host of their own."""
SHOWN = 100
"""Newest adverts that a place shows: an advert stays for minutes, so that however busy the machine
and however short the lives, it was seen before it goes."""
SERIAL = re.compile(r"serial-(\d+)")
FAILS = 1 / 3


@dataclass(frozen=True, slots=True)
class Advert:
    """One advert of the world; its serial stands in its words."""

    serial: int
    is_offer: bool

    @property
    def words(self) -> str:
        said = ("contract T1", "contract T2 again")[self.serial % 2] if self.is_offer else "vacancy"
        return f"{said} number serial-{self.serial}"


@dataclass
class Site:
    """All places: what each shows, and a page for each kind of it."""

    chance: random.Random
    places: dict[tuple[str, int], list[Advert]] = field(
        default_factory=lambda: {(kind, n): [] for kind in KINDS for n in range(PLACES)}
    )
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def publish(self) -> None:
        """Put up one advert more somewhere; one of four is no offer."""
        with self._lock:
            self._count += 1
            advert = Advert(self._count, is_offer=self.chance.random() < 0.75)
            self.places[self.chance.choice(list(self.places))].append(advert)

    @property
    def offers(self) -> set[int]:
        with self._lock:
            return {one.serial for shown in self.places.values() for one in shown if one.is_offer}

    def page(self, kind: str, path: str) -> tuple[str, str] | None:
        """Give content type and body; None where there is nothing."""
        name, _, rest = path.strip("/").removeprefix("s/").partition("/")
        if not name.isdecimal() or (kind, int(name)) not in self.places:
            return None
        with self._lock:
            shown = self.places[(kind, int(name))][-SHOWN:]
        if rest:
            words = next((one.words for one in shown if str(one.serial) == rest), "")
            return ("text/html", f"<!doctype html><title>x</title><p>{words}") if words else None
        return PAGES[kind](int(name), shown)


def _feed(place: int, adverts: list[Advert]) -> tuple[str, str]:
    items = "".join(
        f"<item><guid>g{one.serial}</guid><title>Post</title><description>{one.words}</description></item>"
        for one in adverts
    )
    body = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    )
    return "application/rss+xml", body


def _telegram(place: int, adverts: list[Advert]) -> tuple[str, str]:
    posts = "".join(
        f'<div class="tgme_widget_message" data-post="made_up/{one.serial}">'
        f'<div class="tgme_widget_message_text">{one.words}</div></div>'
        for one in adverts
    )
    body = f'<!doctype html><title>t</title><div class="tgme_channel_history">{posts}</div>'
    return "text/html", body


def _listing(place: int, adverts: list[Advert]) -> tuple[str, str]:
    cards = "".join(
        f'<div class="card"><a href="/{place}/{one.serial}">Post</a><p>{one.words}</p></div>'
        for one in adverts
    )
    return "text/html", f"<!doctype html><title>x</title><main>{cards}</main>"


PAGES = {"feed": _feed, "telegram": _telegram, "listing": _listing}


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who asked was killed."""


@contextmanager
def _served(request: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    server = _Quiet(("127.0.0.1", 0), request)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _host(site: Site, kind: str) -> type[BaseHTTPRequestHandler]:
    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, body = site.page(kind, self.path) or ("", "")
            etag = f'"{hash(body)}"'
            same = self.headers.get("If-None-Match") == etag
            self.send_response(404 if not content else 304 if same else 200)
            self.send_header("Content-Type", f"{content}; charset=utf-8")
            self.send_header("ETag", etag)
            sent = b"" if same else body.encode()
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Request


@dataclass
class Arrived:
    """What receivers have taken: under which ids each hit came."""

    chance: random.Random
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Message ids by hit."""
    tried: int = 0
    failed: int = 0
    unsigned: int = 0

    def fails(self) -> bool:
        self.tried += 1
        fails = self.chance.random() < FAILS
        self.failed += fails
        return fails


def _hook(arrived: Arrived, secret: str) -> type[BaseHTTPRequestHandler]:
    class Request(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            body = self.rfile.read(size)
            if len(body) < size:  # the sender was killed in the middle of it
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            signed = is_signed(body, headers=headers, secret=secret, now=datetime.now(UTC))
            arrived.unsigned += not signed
            fault = arrived.chance.randrange(3) if arrived.fails() else None
            if fault in (None, 0):  # 0: taken, and the answer is lost
                arrived.ids[json.loads(body)["data"]["hit"]["id"]].add(headers["webhook-id"])
            if fault in (0, 1):
                self.close_connection = True
                return
            self.send_response(200 if fault is None else 500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Request


class _Mail:
    """A mail server's mind."""

    def __init__(self, arrived: Arrived) -> None:
        self.arrived = arrived

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        arrived, fault = self.arrived, None
        if arrived.fails():
            fault = arrived.chance.randrange(3)
        if fault in (None, 0):
            self._take(envelope)
        if fault in (0, 1) and server.transport:
            server.transport.close()
        return "250 taken" if fault is None else "451 try again later"

    def _take(self, envelope: Envelope) -> None:
        content = envelope.content
        mail = message_from_bytes(content if isinstance(content, bytes) else b"")
        (plain, *_) = [part for part in mail.walk() if part.get_content_type() == "text/plain"]
        text = plain.get_payload(decode=True)
        for hit in re.findall(
            r"\b[0-9a-f]{12}\b", text.decode() if isinstance(text, bytes) else ""
        ):
            self.arrived.ids[hit].add(str(mail["Message-ID"]))


@dataclass
class World:
    """The site, its receivers, and the settings of a deployment that watches it."""

    site: Site
    hooks: Arrived
    mails: Arrived
    folder: Path
    key: str

    @contextmanager
    def publishing(self, *, every: float) -> Iterator[None]:
        """Put up an advert every so many seconds, for as long as the block lasts."""
        stop = threading.Event()

        def publish() -> None:
            while not stop.wait(every):
                self.site.publish()

        thread = threading.Thread(target=publish)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@contextmanager
def world(folder: Path, *, key: str, seed: int) -> Iterator[World]:
    """Set all of it up, and write the deployment's settings."""
    site = Site(random.Random(seed))
    hooks, mails = Arrived(random.Random(seed + 1)), Arrived(random.Random(seed + 2))
    with ExitStack() as stack:
        hosts = {kind: stack.enter_context(_served(_host(site, kind))) for kind in KINDS}
        hook = stack.enter_context(_served(_hook(hooks, key)))
        port = _free_port()
        mail = Controller(_Mail(mails), hostname="127.0.0.1", port=port)
        mail.start()
        stack.callback(mail.stop)
        _write_settings(folder, hosts, hook, port)
        yield World(site, hooks, mails, folder, key)


def _free_port() -> int:
    """Find one: aiosmtpd's controller wants it named."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _write_settings(folder: Path, hosts: dict[str, int], hook: int, mail: int) -> None:
    allow = json.dumps([f"127.0.0.1:{port}" for port in (*hosts.values(), hook)])
    (folder / "sources").mkdir()
    (folder / "monitor.toml").write_text(
        f'[politeness]\nallow = {allow}\nmin_delay = "1ms"\n'
        f'[channels.hook]\nkind = "webhook"\nurl = "http://127.0.0.1:{hook}/"\n'
        'secret_env = "HOOK_KEY"\n'
        f'[channels.mail]\nkind = "email"\nhost = "127.0.0.1"\nport = {mail}\nsecurity = "none"\n'
        'sender = "a@m.example"\nto = ["b@m.example"]\nmost_an_hour = 0\n'
    )
    for kind, port in hosts.items():
        for place in range(PLACES):
            rest = '[listing]\nitem = ".card"\n' if kind == "listing" else ""
            (folder / "sources" / f"{kind}-{place}.toml").write_text(
                f'kind = "{kind}"\nurl = "http://127.0.0.1:{port}/{place}"\nevery = "1s"\n{rest}'
            )
