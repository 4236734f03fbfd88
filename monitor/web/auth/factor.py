"""The second factor: codes of six digits that an app on one's phone shows for 30 seconds (TOTP)."""

from __future__ import annotations

import io
from datetime import datetime
from secrets import compare_digest

import pyotp
import segno

DRIFT = 1
"""Steps of 30 seconds that a phone's clock may be off, either way."""


def made_up() -> str:
    """Make up a secret, in base32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """Give the step of 30 seconds that a code is of; None for a code of none near now.

    Whoever takes it must refuse this step and all before from then on: a code is good once.
    """
    totp = pyotp.TOTP(secret)
    given = "".join(code.split())
    found = None
    for step in range(totp.timecode(now) - DRIFT, totp.timecode(now) + DRIFT + 1):
        if compare_digest(totp.generate_otp(step).encode(), given.encode("utf-8", "replace")):
            found = step
    return found


def address_of(secret: str, *, name: str, desk: str) -> str:
    """Give the otpauth address that an app reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=desk.replace(":", " "))


def picture_of(address: str) -> bytes:
    """Draw it as a QR code: an SVG without style, script or address of another host."""
    drawn = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        drawn, kind="svg", xmldecl=False, nl=False, border=4, light="white", scale=4
    )
    return drawn.getvalue()
