"""The desk as one ASGI application: read a request, see that it may, let its view answer.

Whoever has no right to a route is refused here and nowhere else; a route says whom it is for.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

import anyio
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, NoMatchFound, Router
from starlette.routing import Route as Routed
from starlette.types import ASGIApp

from monitor import __version__
from monitor.model import Role
from monitor.store import Session, Store
from monitor.web import auth
from monitor.web.answers import Answer, Cookie, DeskError, Download, Page, Plain, Redirect
from monitor.web.asked import Asked, Query
from monitor.web.desk import Desk
from monitor.web.failing import answered
from monitor.web.forms import read_form
from monitor.web.headers import guarded
from monitor.web.render import html
from monitor.web.route import Route, gather
from monitor.web.statics import statics
from monitor.web.words import words

LOOPBACK = ["127.0.0.1", "localhost", "testserver"]
AT_ONCE = 4
"""Requests worked on at the same time; the others wait their turn. Two cores have no use for more."""
FLASH = "desk-flash"


@dataclass(frozen=True)
class Addresses:
    """Every route by its name."""

    router: Router
    roles: dict[str, Role] = field(default_factory=dict)

    def url(self, name: str, **path: object) -> str:
        """Give the path of a route; LookupError when there is none of that name."""
        try:
            return str(self.router.url_path_for(name, **path))
        except NoMatchFound as error:
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
    addresses = Addresses(router, {route.name: route.role for route in routes})
    for route in routes:
        endpoint = _endpoint(desk, route, addresses, limiter)
        router.routes.append(Routed(route.path, endpoint, methods=[route.method], name=route.name))
    router.routes.append(Mount("/static", statics(), name="static"))
    config = desk.deployed.config
    app = Starlette(
        routes=router.routes,
        lifespan=_closing(desk),
        exception_handlers={404: _unknown(desk, addresses)},
    )
    named = [urlsplit(config.desk_url).hostname or ""] if config.desk_url else []
    inner = TrustedHostMiddleware(
        auth.same_origin(app), allowed_hosts=LOOPBACK + named, www_redirect=False
    )
    return guarded(inner, is_secure=_is_secure(desk))


def _closing(desk: Desk) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.stores.close()

    return lifespan


def _is_secure(desk: Desk) -> bool:
    return desk.deployed.config.desk_url.startswith("https:")


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
        raise DeskNotFound(asked.t("There is no such page."))

    route = Route("GET", "", nothing, Role.VIEWER, "unknown")

    async def endpoint(request: Request, _: Exception) -> Response:
        call = Call(desk, route, addresses, request, Query([]))
        return await anyio.to_thread.run_sync(call.answer)

    return endpoint


class DeskNotFound(DeskError):
    """No route has this address."""

    status = 404


@dataclass(frozen=True)
class Call:
    """One request on its way to its view and back."""

    desk: Desk
    route: Route
    addresses: Addresses
    request: Request
    form: Query

    def answer(self) -> Response:
        """Answer in a thread of the pool, with a store of its own."""
        return answered(self._answer, self._fault_page)

    def _answer(self) -> Response:
        with self.desk.stores.lent() as store:
            asked = self._asked(store)
            if refusal := self._refusal(asked):
                return refusal
            return self._respond(asked, self.route.view(asked))

    def _asked(self, store: Store) -> Asked:
        config, request = self.desk.deployed.now(), self.request
        secure = _is_secure(self.desk)
        now = self.desk.clock()
        peer = auth.peer_of(
            request.client.host if request.client else "",
            ",".join(request.headers.getlist("x-forwarded-for")),
            proxy=config.desk.proxy,
        )
        token = request.cookies.get(auth.cookie_name(secure))
        session = auth.session_of(store, token, now=now, peer=peer)
        tag = (session.user.language if session else "") or config.language
        return Asked(
            path={name: str(value) for name, value in request.path_params.items()},
            query=Query(request.query_params.multi_items()),
            form=self.form,
            store=store,
            config=config,
            rules=self.desk.rules,
            now=now,
            peer=peer,
            addresses=self.addresses,
            words=words(tag, config.timezone),
            session=session,
            url_asked=_url_of(request),
            agent=request.headers.get("user-agent", "")[:200],
            is_secure=secure,
            cookies=request.cookies,
        )

    def _refusal(self, asked: Asked) -> Response | None:
        """Say no, in the one place where it is said; None where the view may answer."""
        if not auth.open_to(asked.session, self.route.role, self.route.name):
            return self._closed(asked)
        given = asked.form["csrf"] or self.request.headers.get("x-csrf-token", "")
        if (
            self.route.method == "POST"
            and asked.session
            and not auth.csrf_fits(asked.session, given)
        ):
            sentence = asked.t(
                "This form is too old. Go back, load the page again, and send it once more."
            )
            return self._respond(asked, _fault(asked, 403, sentence))
        return None

    def _closed(self, asked: Asked) -> Response:
        if asked.session is None and self.route.method == "GET":
            return RedirectResponse(
                f"{asked.url('login')}?next={quote(asked.url_asked, safe='')}", 303
            )
        if asked.session is None:
            sentence = asked.t("Your sitting has ended. Sign in and send it once more.")
            return self._respond(asked, _fault(asked, 401, sentence))
        if asked.session.user.first_password:
            return RedirectResponse(asked.url("account"), 303)
        sentence = asked.t("Your role does not allow this. Ask an admin of the desk.")
        return self._respond(asked, _fault(asked, 403, sentence))

    def _respond(self, asked: Asked, answer: Answer) -> Response:
        match answer:
            case Page():
                return self._page(asked, answer)
            case Redirect():
                response = RedirectResponse(answer.url, 303)
                if answer.flash:
                    set_cookie(response, Cookie(FLASH, quote(answer.flash), 60, strict=True), asked)
                for cookie in answer.cookies:
                    set_cookie(response, cookie, asked)
                return response
            case Download():
                return Response(
                    answer.body,
                    media_type=answer.kind,
                    headers={"Content-Disposition": f'attachment; filename="{answer.filename}"'},
                )
            case Plain():
                return Response(answer.body, answer.status, media_type=answer.kind)

    def _page(self, asked: Asked, page: Page) -> Response:
        flash = unquote(asked.cookies.get(FLASH, ""))
        text = html(page.template, dict(page.values), asked, flash=flash)
        response = Response(text, page.status, media_type="text/html")
        if flash:
            set_cookie(response, Cookie(FLASH, "", 0, strict=True), asked)
        return response

    def _fault_page(self, status: int, sentence: str) -> Response:
        """Show what went wrong; in bare words where not even the page can be had."""
        try:
            with self.desk.stores.lent() as store:
                asked = self._asked(store)
                return self._respond(asked, _fault(asked, status, sentence))
        except Exception as error:
            return PlainTextResponse(f"{sentence}\n({type(error).__name__})\n", status)


def set_cookie(response: Response, cookie: Cookie, asked: Asked) -> None:
    """Set a cookie that no script reads and no other host gets."""
    response.set_cookie(
        cookie.name,
        cookie.value,
        max_age=cookie.max_age,
        path="/",
        secure=asked.is_secure,
        httponly=True,
        samesite="strict" if cookie.strict else "lax",
    )


def _fault(asked: Asked, status: int, sentence: str) -> Page:
    return Page("fault.html", {"status": status, "sentence": sentence}, status)


def _url_of(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
