"""Serve the demo's small web over real HTTP, each made-up host on a port of its own."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from monitor.desk._demo_site import Addresses, Page, Site
from monitor.errors import MonitorError

FIRST_BLOCK = 17400
BLOCKS = 50
BLOCK_SIZE = 20
"""Blocks from 17400 to 18399: unassigned or rare at IANA, and below what systems hand out by themselves."""


class _Host(ThreadingHTTPServer):
    """One port and the pages it answers, by path with query."""

    daemon_threads = True
    pages: Mapping[str, Page]


class _Answer(BaseHTTPRequestHandler):
    """Answer GET: the page, 304 to who has it already, a redirect, or 404."""

    server: _Host
    server_version = "demo"
    sys_version = ""

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path)
        if page is None:
            self.send_error(404)
        elif page.to:
            self._head(302, Location=page.to)
        elif self.headers.get("If-None-Match") == _etag(page):
            self._head(304, ETag=_etag(page))
        else:
            length = str(len(page.body))
            self._head(
                200, **{"Content-Type": page.type, "Content-Length": length}, ETag=_etag(page)
            )
            self.wfile.write(page.body)

    def _head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name upstream
        """Keep the terminal for the demo's own words."""


def _etag(page: Page) -> str:
    return f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'


@contextlib.contextmanager
def served(site: Site, *, first_port: int | None) -> Iterator[Addresses]:
    """Serve all hosts until the block ends, on the ports of last time or on a free block.

    A posting is known by its URL, so that other ports would make every advert a new one: asked for
    the ports of last time, it takes those or raises MonitorError.
    """
    hosts = _bind_again(site, first_port) if first_port else _bind_anywhere(site)
    addresses = Addresses(hosts[0].server_port, site.hosts)
    for host in hosts:
        host.pages = _pages_of(host.server_port, site, addresses)
    threads = [threading.Thread(target=host.serve_forever, args=(0.05,)) for host in hosts]
    for thread in threads:
        thread.start()
    try:
        yield addresses
    finally:
        _stop(hosts, threads)


def _stop(hosts: list[_Host], threads: list[threading.Thread]) -> None:
    with ThreadPoolExecutor(len(hosts)) as pool:  # each shutdown waits for its host's next poll
        list(pool.map(_Host.shutdown, hosts))
    for host, thread in zip(hosts, threads, strict=True):
        thread.join()
        host.server_close()


def _pages_of(port: int, site: Site, addresses: Addresses) -> dict[str, Page]:
    start = f"http://127.0.0.1:{port}"
    pages = [
        Page(
            url=addresses.real(page.url),
            body=addresses.real_bytes(page.body),
            type=page.type,
            to=addresses.real(page.to),
        )
        for page in site.pages
    ]
    return {
        page.url.removeprefix(start): page for page in pages if page.url.startswith(start + "/")
    }


def _bind_again(site: Site, first_port: int) -> list[_Host]:
    hosts = _bind(first_port, len(site.hosts))
    if hosts is None:
        last = first_port + len(site.hosts) - 1
        raise MonitorError(
            f"another program (another demo?) listens on one of the ports {first_port}-{last} of"
            " 127.0.0.1, where the demo stood last time; end it, or start anew with `--fresh`"
        )
    return hosts


def _bind_anywhere(site: Site) -> list[_Host]:
    for block in range(BLOCKS):
        hosts = _bind(FIRST_BLOCK + block * BLOCK_SIZE, len(site.hosts))
        if hosts is not None:
            return hosts
    raise MonitorError(
        f"no free ports on 127.0.0.1 from {FIRST_BLOCK} on; is loopback there at all?"
    )


def _bind(first_port: int, count: int) -> list[_Host] | None:
    """Take a whole block of ports; None, and nothing taken, when one of them is in use."""
    hosts: list[_Host] = []
    try:
        for port in range(first_port, first_port + count):
            hosts.append(_Host(("127.0.0.1", port), _Answer))  # noqa: PERF401  kept if one fails
    except OSError:
        for host in hosts:
            host.server_close()
        return None
    return hosts
