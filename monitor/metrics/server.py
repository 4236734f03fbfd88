"""A small HTTP server in threads of its own, so that it answers even when the loop does not."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import MonitorError
from monitor.pipeline.bugs import sentence, trace

PATIENCE = 10.0
"""Seconds after which a silent client is let go."""
POLL = 0.1
"""Seconds until it notices that it is to end."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request gets."""

    status: int
    kind: str
    body: bytes


log = logging.getLogger("monitor.metrics")

Page = Callable[[], Reply]
"""Gives what stands at a path. Raises no OSError: that is how a client goes."""

_FAILED = b"HTTP/1.0 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"


@contextlib.contextmanager
def listening(address: str, port: int, pages: Mapping[str, Page]) -> Iterator[int]:
    """Answer by path until the block ends; give the port. MonitorError when it is not to be had."""
    try:
        server = _server(address)((address, port), _request(pages, address=address))
    except OSError as error:
        raise MonitorError(
            f"monitor.toml: metrics: {address} port {port} cannot be listened on ({error.strerror});"
            " name another `port`, or an `address` of this machine"
        ) from error
    thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _server(address: str) -> type[ThreadingHTTPServer]:
    class Server(ThreadingHTTPServer):
        daemon_threads = True
        address_family = AF_INET6 if ip_address(address).version == 6 else AF_INET

        def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
            """Answer for a bug, which arises before anything is sent; a client may also have gone."""
            error = sys.exception()
            if error is None or isinstance(error, OSError):
                return
            log.error("bug %s", trace(error))
            with contextlib.suppress(OSError):
                request.sendall(_FAILED + f"{sentence(error)}\n".encode())

        def server_bind(self) -> None:
            # HTTPServer's own asks DNS for the machine's name, which can take a minute.
            TCPServer.server_bind(self)

    return Server


def _request(pages: Mapping[str, Page], *, address: str) -> type[BaseHTTPRequestHandler]:
    local = ip_address(address).is_loopback

    class Request(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:
            self._reply(with_body=True)

        def do_HEAD(self) -> None:
            self._reply(with_body=False)

        def _reply(self, *, with_body: bool) -> None:
            reply = self._answer()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if with_body:
                self.wfile.write(reply.body)

        def _answer(self) -> Reply:
            if local and not _names_this_machine(self.headers.get("Host", "")):
                return _said(421, "ask by a numeric address")
            path = self.path.partition("?")[0]
            return pages[path]() if path in pages else _said(404, f"known: {', '.join(pages)}")

        def version_string(self) -> str:
            return "advert-monitor"

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            """Say nothing: a request is no event."""

    return Request


def _names_this_machine(host: str) -> bool:
    """Tell us from a name that a web page has had pointed at loopback, to read what is only for us.

    A browser always sends the name; a health checker that speaks HTTP/1.0 may send none.
    """
    if not host:
        return True
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _said(status: int, words: str) -> Reply:
    return Reply(status, "text/plain; charset=utf-8", f"{words}\n".encode())
