"""Who somebody is, and whether they may: passwords, second factors, sittings. Knows no pages."""

from monitor.web.auth.doors import (
    cookie_name,
    csrf_fits,
    device_cookie_name,
    flash_name,
    held,
    lacks_factor,
    open_to,
    peer_of,
    same_origin,
)
from monitor.web.auth.entry import Tried, Unproven, enter, reenter, session_of, sign_in
from monitor.web.auth.members import Enrolled, Hand, enroll
from monitor.web.auth.passwords import invented, weakness

__all__ = [
    "Enrolled",
    "Hand",
    "Tried",
    "Unproven",
    "cookie_name",
    "csrf_fits",
    "device_cookie_name",
    "enroll",
    "enter",
    "flash_name",
    "held",
    "invented",
    "lacks_factor",
    "open_to",
    "peer_of",
    "reenter",
    "same_origin",
    "session_of",
    "sign_in",
    "weakness",
]
