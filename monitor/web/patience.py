"""HTTP for whoever speaks: uvicorn waits for ever for the rest of a request, and holds a socket.

Some hundred connections over which nothing comes were enough to shut everybody else out.
"""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 30.0
"""How often it looks: a request that was not whole at two looks is not waited for any longer."""


class Impatient(H11Protocol):
    """Ends a connection over which no whole request comes; an answer may take its time."""

    seconds = SECONDS
    _look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look; the base class takes the transport so too."""
        super().connection_made(transport)
        self._look_later(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop looking."""
        if self._look:
            self._look.cancel()
        super().connection_lost(exc)

    def _look_later(self, waited: tuple[object] | None) -> None:
        loop = asyncio.get_running_loop()
        self._look = loop.call_later(self.seconds, self._end_if_late, waited)

    def _end_if_late(self, waited: tuple[object] | None) -> None:
        """End it if it waits for what it waited for at the look before; None when it did not."""
        waits = self._waiting()
        if waits is not None and waits == waited:
            self.transport.abort()
        else:
            self._look_later(waits)

    def _waiting(self) -> tuple[object] | None:
        """Name the request that is waited for by the one before it; None while one is answered."""
        cycle = cast("object", self.cycle)
        if self.cycle is None or self.cycle.response_complete or self.cycle.more_body:
            return (cycle,)
        return None
