"""A mail server and a webhook receiver on loopback that keep what they get: for the demo.

They run in threads of their own, so that whoever sends may run whatever event loop it likes.
"""

from __future__ import annotations

import base64
import json
import secrets
import socketserver
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from monitor.alerts import is_signed

LOOPBACK = "127.0.0.1"
_PATIENCE = 30.0
"""Seconds after which a silent client is let go."""
_LINE = 4096
_MAIL = 10_000_000
_DIGITS = 6
"""Of a body's length: a post of up to 999,999 bytes is read."""


def new_secret() -> str:
    """Make a signing key as the webhook channel wants it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True)
class Mail:
    """A mail as the server got it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def subject(self) -> str:
        """Decoded."""
        return str(self._parsed["Subject"])

    @property
    def message_id(self) -> str:
        """With its angle brackets."""
        return str(self._parsed["Message-ID"])

    @property
    def text(self) -> str:
        """The plain part; empty when there is none."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part; empty when there is none."""
        return self._part("html")

    @cached_property
    def _parsed(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=default)

    def _part(self, subtype: str) -> str:
        part = self._parsed.get_body((subtype,))
        return str(part.get_content()) if part else ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook's delivery as the receiver got it."""

    id: str
    signed: bool
    """True when the signature is right and of these minutes."""
    body: bytes

    @property
    def payload(self) -> dict[str, object]:
        """The JSON; empty when the body is none."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}


class _Serving:
    """A server in a thread, from `with` to its end."""

    def __init__(self, server: socketserver.TCPServer) -> None:
        self._server = server
        self._thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens, on loopback."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class MailSink(_Serving):
    """A mail server that takes every mail and delivers none. A port of 0 takes any free one."""

    def __init__(self, port: int = 0) -> None:
        self._kept: list[Mail] = []
        super().__init__(_MailServer((LOOPBACK, port), _MailSession, self._kept))

    @property
    def mails(self) -> tuple[Mail, ...]:
        """What has come so far, in order."""
        return tuple(self._kept)


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], session: type[_MailSession], kept: list[Mail]
    ) -> None:
        super().__init__(address, session)
        self.kept = kept


class _MailSession(socketserver.StreamRequestHandler):
    """One client's dialogue: as much of RFC 5321 as a sender needs."""

    timeout = _PATIENCE
    server: _MailServer

    def setup(self) -> None:
        super().setup()
        self._begin()

    def handle(self) -> None:
        try:
            self._say("220 demo mail sink")
            while line := self.rfile.readline(_LINE):
                words = line.decode("utf-8", "replace").strip()
                if words.upper() == "QUIT":
                    self._say("221 bye")
                    return
                self._say(self._answer(words))
        except OSError:
            return  # The client has gone, or gone silent; what it had handed over is kept.

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode("ascii", "replace") + b"\r\n")

    def _begin(self) -> None:
        self._sender = ""
        self._recipients: list[str] = []

    def _answer(self, words: str) -> str:
        verb = words.upper()
        if verb.startswith(("EHLO", "HELO")):
            self._begin()
            return "250 demo"
        if verb.startswith("MAIL FROM:"):
            self._begin()
            self._sender = _mailbox(words)
            return "250 ok"
        if verb.startswith("RCPT TO:") and self._sender:
            self._recipients.append(_mailbox(words))
            return "250 ok"
        return self._rarer(verb)

    def _rarer(self, verb: str) -> str:
        if verb == "DATA" and self._recipients:
            return self._take()
        if verb == "RSET":
            self._begin()
        if verb in {"RSET", "NOOP"}:
            return "250 ok"
        known = verb.startswith(("RCPT", "DATA", "MAIL"))
        return "503 bad order of commands" if known else "502 not known here"

    def _take(self) -> str:
        self._say("354 go on, a line with one dot ends it")
        content = self._read_mail()
        if content is None:
            return "552 too long, or cut short"
        mails = self.server.kept
        mails.append(Mail(self._sender, tuple(self._recipients), content))
        self._begin()
        return f"250 taken as number {len(mails)}, shown and thrown away"

    def _read_mail(self) -> bytes | None:
        """Read up to the lone dot; None when the client hung up or sent more than is kept."""
        lines: list[bytes] = []
        size = 0
        while line := self.rfile.readline(_MAIL):
            if line == b".\r\n":
                return b"".join(lines) if size <= _MAIL else None
            size += len(line)
            if size <= _MAIL:
                lines.append(line.removeprefix(b"."))
        return None


def _mailbox(words: str) -> str:
    _, _, rest = words.partition("<")
    return rest.partition(">")[0]


class HookSink(_Serving):
    """A webhook receiver that checks signatures as docs/webhook.md tells receivers to."""

    def __init__(self, secret: str, port: int = 0) -> None:
        self._kept: list[Delivery] = []
        super().__init__(_HookServer((LOOPBACK, port), _HookRequest, secret, self._kept))

    @property
    def url(self) -> str:
        """Where to post to."""
        return f"http://{LOOPBACK}:{self.port}/alerts"

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What has come so far, in order; what was not signed too."""
        return tuple(self._kept)


class _HookServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        request: type[_HookRequest],
        secret: str,
        kept: list[Delivery],
    ) -> None:
        super().__init__(address, request)
        self.secret = secret
        self.kept = kept


class _HookRequest(BaseHTTPRequestHandler):
    timeout = _PATIENCE
    server: _HookServer

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "")
        if not (size.isascii() and size.isdigit() and len(size) <= _DIGITS):
            self._reply(413, "a body of known, modest length is wanted")
            return
        body = self.rfile.read(int(size))
        headers = {name.lower(): value for name, value in self.headers.items()}
        signed = is_signed(body, headers=headers, secret=self.server.secret, now=datetime.now(UTC))
        self.server.kept.append(Delivery(headers.get("webhook-id", ""), signed, body))
        self._reply(*((200, "taken") if signed else (401, "the signature is wrong")))

    def _reply(self, status: int, words: str) -> None:
        content = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: the demo shows what came."""
