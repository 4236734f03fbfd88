"""Serve the desk over HTTP until it is told to stop."""

from __future__ import annotations

import os
import threading
import time

import uvicorn
from starlette.types import ASGIApp

from monitor import rulebook
from monitor.config import Config
from monitor.errors import MonitorError
from monitor.web.app import build
from monitor.web.desk import Deployed, Desk, Stores
from monitor.web.patience import Impatient

GRACE = 10
"""Seconds that requests under way have at the end."""
ORPHAN_SECONDS = 1.0
"""How often it looks whether `serve` still lives."""


def open_desk(config: Config) -> Desk:
    """Open what the desk stands on; ConfigError or StoreError when it cannot be.

    Hits of a time before there were campaigns and a search are grouped and made searchable first.
    """
    stores = Stores(config.database)
    # A database that cannot be used is told now, not at the first request.
    with stores.lent() as store:
        store.campaigns.catch_up()
        store.listings.catch_up()
    return Desk(Deployed(config), rulebook.load(config.rules), stores)


def serve(config: Config, *, port: int, address: str, parent: int | None = None) -> None:
    """Answer until SIGTERM or Ctrl-C. MonitorError when the port is not to be had.

    `parent` is the process to end with, even where that one was killed; None for none.
    """
    settings = over_http(build(open_desk(config)), port=port, address=address)
    server = uvicorn.Server(settings)
    if parent is not None:
        threading.Thread(target=_end_with, args=(server, parent), daemon=True).start()
    try:
        sock = settings.bind_socket()
    except SystemExit as error:
        raise MonitorError(
            f"{address} port {port} cannot be listened on; is a desk running there already?"
        ) from error
    with sock:
        server.run(sockets=[sock])


def over_http(app: ASGIApp, *, port: int, address: str) -> uvicorn.Config:
    """Say how it is served: plain HTTP/1.1, no other protocol, nobody waited for without end."""
    return uvicorn.Config(
        app,
        host=address,
        port=port,
        http=Impatient,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        lifespan="on",
    )


def _end_with(server: uvicorn.Server, parent: int) -> None:
    """An orphan's parent is another process: the one we were opened by is gone."""
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    server.should_exit = True
