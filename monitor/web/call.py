"""One request on its way to its view and back.

Whoever has no right to a route is refused here and nowhere else; a route says whom it is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from monitor.store import Store
from monitor.web import auth
from monitor.web.answers import Answer, Cookie, Download, Page, Plain, Redirect
from monitor.web.asked import Addresses, Asked, Query
from monitor.web.desk import Desk
from monitor.web.failing import answered
from monitor.web.render import html
from monitor.web.route import Route
from monitor.web.words import words


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
        secure = self.desk.is_secure
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
            fetcher=self.desk.fetching.by(config.politeness),
            session=session,
            url_asked=_url_of(request),
            agent=request.headers.get("user-agent", "")[:200],
            is_secure=secure,
            cookies=request.cookies,
            is_partial=request.headers.get("hx-request") == "true",
        )

    def _refusal(self, asked: Asked) -> Response | None:
        """Say no, in the one place where it is said; None where the view may answer."""
        settings = asked.config.desk
        if not auth.open_to(asked.session, self.route.role, self.route.name, settings=settings):
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
            return self._respond(asked, _fault(403, sentence))
        return None

    def _closed(self, asked: Asked) -> Response:
        # A part of a page has no place for the login: there it is said that the sitting ended.
        if asked.session is None and self.route.method == "GET" and not asked.is_partial:
            return RedirectResponse(
                f"{asked.url('login')}?next={quote(asked.url_asked, safe='')}", 303
            )
        if asked.session is None:
            sentence = asked.t("Your sitting has ended. Sign in and send it once more.")
            return self._respond(asked, _fault(401, sentence))
        if auth.held(asked.session.user, asked.config.desk):
            return RedirectResponse(asked.url("account"), 303)
        sentence = asked.t("Your role does not allow this. Ask an admin of the desk.")
        return self._respond(asked, _fault(403, sentence))

    def _respond(self, asked: Asked, answer: Answer) -> Response:
        match answer:
            case Page():
                return self._page(asked, answer)
            case Redirect():
                response = RedirectResponse(answer.url, 303)
                if answer.flash:
                    set_cookie(response, _flash(asked, quote(answer.flash), 60), asked)
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
        told = asked.cookies.get(auth.flash_name(asked.is_secure), "")
        flash = "" if asked.is_partial else unquote(told)
        text = html(page.template, dict(page.values), asked, flash=flash)
        response = Response(text, page.status, media_type="text/html")
        if flash:
            set_cookie(response, _flash(asked, "", 0), asked)
        return response

    def _fault_page(self, status: int, sentence: str) -> Response:
        """Show what went wrong; in bare words where not even the page can be had."""
        try:
            with self.desk.stores.lent() as store:
                asked = self._asked(store)
                return self._respond(asked, _fault(status, asked.retell(sentence)))
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


def _flash(asked: Asked, words: str, seconds: int) -> Cookie:
    return Cookie(auth.flash_name(asked.is_secure), words, seconds, strict=True)


def _fault(status: int, sentence: str) -> Page:
    return Page("fault.html", {"status": status, "sentence": sentence}, status)


def _url_of(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
