"""The desk's own style and scripts; there are no others."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


class _Kept(StaticFiles):
    """Lets the browser keep what is addressed by its version."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def statics() -> StaticFiles:
    """Serve the folder; the only addresses that ask for no session besides the login."""
    return _Kept(directory=FOLDER)
