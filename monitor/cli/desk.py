"""`desk`: the web pages where staff review what was flagged."""

from __future__ import annotations

import click

from monitor.cli import _log
from monitor.cli._exits import MEANINGS
from monitor.cli._first_account import make_first
from monitor.cli._group import Chosen
from monitor.cli._pick import settings
from monitor.config import DESK_PORT
from monitor.desk.deployment import open_store


@click.command(epilog=MEANINGS)
@click.option(
    "--port", type=click.IntRange(1, 65_535), help=f"Default: [desk] port, or {DESK_PORT}."
)
@click.option("--address", help="Default: [desk] address, which is 127.0.0.1 unless set.")
@click.option("--beside", type=int, hidden=True, help="The process that it ends with.")
@click.pass_context
def desk(ctx: click.Context, port: int | None, address: str | None, beside: int | None) -> None:
    """Open the review desk in the browser's reach, until SIGTERM or Ctrl-C.

    `serve` opens it by itself where monitor.toml has a [desk] with a port. The first start asks
    for the first account; there is no default password.

    \b
    Examples:
      advert-monitor desk
      advert-monitor -C /srv/watch desk --port 8800
    """
    from monitor.web.serving import serve  # the web's libraries take their time

    _log.start(verbose=True, debug=ctx.ensure_object(Chosen).debug)
    loaded = settings(ctx)
    if beside is None:
        with open_store(loaded) as store:
            make_first(store)
    port = port or loaded.desk.port or DESK_PORT
    address = address or loaded.desk.address
    click.echo(f"The desk is open at {_url(address, port)} ; Ctrl-C closes it.", err=True)
    serve(loaded, address=address, port=port, parent=beside)


def _url(address: str, port: int) -> str:
    return f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"
