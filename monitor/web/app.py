"""The desk as one ASGI application, made of the routes of its pages."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import anyio
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, NoMatchFound, Router
from starlette.routing import Route as Routed
from starlette.types import ASGIApp

from monitor import __version__
from monitor.model import Role
from monitor.web import auth
from monitor.web.answers import Answer, NotFound
from monitor.web.asked import Asked, Query
from monitor.web.call import Call
from monitor.web.desk import Desk
from monitor.web.forms import read_form
from monitor.web.headers import guarded
from monitor.web.route import Route, gather
from monitor.web.statics import statics

LOOPBACK = ["127.0.0.1", "localhost", "testserver"]
AT_ONCE = 4
"""Requests worked on at the same time; the others wait their turn. Two cores have no use for more."""


@dataclass(frozen=True)
class Addresses:
    """Every route by its name."""

    routed: dict[str, Routed] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    def url(self, name: str, **path: object) -> str:
        """Give the path of a route; LookupError when there is none of that name.

        By name: Starlette's own way tries every route for each of the hundred links of a page.
        """
        try:
            return str(self.routed[name].url_path_for(name, **path))
        except (KeyError, NoMatchFound) as error:
            raise LookupError(f"no route {name} for {sorted(path)}") from error

    def role(self, name: str) -> Role:
        """Who may, at least."""
        return self.roles[name]

    def static(self, file: str) -> str:
        """Give the address of a file of the desk's own; another version has another one."""
        return f"/static/{file}?{__version__}"

    def knows(self, name: str) -> bool:
        """Tell whether there is such a route."""
        return name in self.roles


def build(desk: Desk, routes: tuple[Route, ...] | None = None) -> ASGIApp:
    """Make the application of a deployment."""
    routes = gather() if routes is None else routes
    limiter = anyio.CapacityLimiter(AT_ONCE)
    router = Router()
    addresses = Addresses(roles={route.name: route.role for route in routes})
    for route in routes:
        endpoint = _endpoint(desk, route, addresses, limiter)
        routed = Routed(route.path, endpoint, methods=[route.method], name=route.name)
        addresses.routed[route.name] = routed
        router.routes.append(routed)
    router.routes.append(Mount("/static", statics(), name="static"))
    config = desk.deployed.config
    app = Starlette(
        routes=router.routes,
        lifespan=_closing(desk),
        exception_handlers={404: _unknown(desk, addresses)},
    )
    # It would name us by http, as we are asked, where a proxy is asked by https.
    app.router.redirect_slashes = False
    named = [urlsplit(config.desk_url).hostname or ""] if config.desk_url else []
    inner = TrustedHostMiddleware(
        auth.same_origin(app), allowed_hosts=LOOPBACK + named, www_redirect=False
    )
    return guarded(inner, is_secure=desk.is_secure)


def _closing(desk: Desk) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    return lifespan


def _endpoint(
    desk: Desk, route: Route, addresses: Addresses, limiter: anyio.CapacityLimiter
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form = await read_form(request) if route.method == "POST" else Query([])
        call = Call(desk, route, addresses, request, form)
        return await anyio.to_thread.run_sync(call.answer, limiter=limiter)

    return endpoint


def _unknown(
    desk: Desk, addresses: Addresses
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Answer an address that no route has; like any page, only to whoever is signed in."""

    def nothing(asked: Asked) -> Answer:
        raise NotFound(asked.t("There is no such page."))

    route = Route("GET", "", nothing, Role.VIEWER, "unknown")

    async def endpoint(request: Request, _: Exception) -> Response:
        call = Call(desk, route, addresses, request, Query([]))
        return await anyio.to_thread.run_sync(call.answer)

    return endpoint
