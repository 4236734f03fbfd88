"""Public places on loopback: pages by path, served by the standard library."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OFFER = (
    "Срочный набор! Служба по контракту в ВС РФ для граждан СНГ. Единовременно 495 000 рублей, "
    "от 210 000 рублей в месяц, гражданство РФ за 3 месяца. Звони: +7 912 345-67-89, "
    "пиши @nabor_primer."
)
CIVIL = "Требуется продавец в магазин «Ромашка», график 2/2, оплата 45 000 рублей в месяц."

Page = tuple[str, bytes]
"""Content type and body."""


def html(*paragraphs: str, head: str = "") -> Page:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    page = f"<!doctype html><title>Место</title>{head}<main>{body}</main>"
    return "text/html; charset=utf-8", page.encode()


def jobs(*texts: str) -> Page:
    """A list of adverts with a menu, an advert's own page behind each."""
    menu = "".join(f'<li class="nav-item"><a href="/m{n}">Раздел</a></li>' for n in range(9))
    cards = "".join(
        f'<div class="card big"><a href="/job/{n}">Вакансия {n}</a><p>{text}</p></div>'
        for n, text in enumerate(texts)
    )
    page = f"<!doctype html><nav><ul>{menu}</ul></nav><main>{cards}</main>"
    return "text/html; charset=utf-8", page.encode()


def feed(*texts: str) -> Page:
    items = "".join(
        f"<item><guid>g{n}</guid><title>Новость {n}</title><description>{text}</description></item>"
        for n, text in enumerate(texts)
    )
    page = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    )
    return "application/rss+xml", page.encode()


@contextmanager
def served(pages: Mapping[str, Page], *, asked: list[str] | None = None) -> Iterator[str]:
    """Serve pages; give the address of their host, `http://127.0.0.1:PORT`. `asked` gets the paths."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            kind, body = pages.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
