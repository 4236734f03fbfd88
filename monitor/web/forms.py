"""Read what a form sends, within bounds.

Browsers write our forms in one way, `application/x-www-form-urlencoded`, and no other is read:
`multipart/form-data` lets whoever sends it name any codec of Python's, among them one that makes
lone surrogates and one (punycode) that takes minutes for a megabyte.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException
from starlette.requests import Request

from monitor.web.asked import Query

LARGEST = 1_000_000
"""Bytes of a form: a pasted advert is far smaller."""
MOST_FIELDS = 2_000
"""So many hits may be chosen for one decision."""


async def read_form(request: Request) -> Query:
    """Read the fields of a form; HTTPException 400, 413 or 415 for what is none."""
    body = await _read(request)
    again = Request(request.scope, _replay(body))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        match kind:
            case "application/x-www-form-urlencoded":
                fields = await FormParser(
                    again.headers, again.stream(), max_fields=MOST_FIELDS
                ).parse()
            case "":
                return Query([])
            case _:
                raise HTTPException(415, "a form is wanted")
    except (MultiPartException, UnicodeDecodeError, ValueError) as error:
        raise HTTPException(400, "this is no form") from error
    return Query([(name, str(value)) for name, value in fields.multi_items()])


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413, "too large")
    return bytes(body)


def _replay(body: bytes):  # type: ignore[no-untyped-def]
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
