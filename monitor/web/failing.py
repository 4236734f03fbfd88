"""What becomes of an error in a request: a sentence for the person, and a line in the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from starlette.responses import Response

from monitor.errors import MonitorError, Overtaken, StoreError
from monitor.pipeline.bugs import trace
from monitor.web.answers import DeskError

log = logging.getLogger("monitor.web")

Failed = Callable[[int, str], Response]


def answered(answer: Callable[[], Response], failed: Failed) -> Response:
    """Answer, or say what went wrong with a status that fits."""
    try:
        return answer()
    except DeskError as error:
        return failed(error.status, str(error))
    except Overtaken as error:
        return failed(409, str(error))
    except StoreError as error:
        log.error("desk store fault=%s", error)
        return failed(503, str(error))
    except MonitorError as error:
        return failed(400, str(error))
    except Exception as error:
        number = secrets.token_hex(4)
        log.error("bug desk id=%s %s", number, trace(error))
        return failed(500, f"Something went wrong that should not. It is in the log as {number}.")
