"""Sign and check webhooks by the Standard Webhooks specification, version 1 (symmetric)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)
"""How old or new a delivery may be; the specification's own libraries use the same."""
_LEAST, _MOST = 24, 64
"""Bytes of a key, by the specification."""


def keys_of(secret: str) -> tuple[bytes, ...]:
    """Read one key, or several apart by spaces while a key is being replaced.

    Raises ValueError with a sentence that repeats no part of the secret.
    """
    keys = tuple(_key(word) for word in secret.split())
    if not keys:
        raise ValueError("it is empty")
    return keys


def _key(word: str) -> bytes:
    if not word.startswith(PREFIX):
        raise ValueError(f"each key begins with {PREFIX}")
    written = word.removeprefix(PREFIX).rstrip("=")
    try:
        key = base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"what follows {PREFIX} is not base64") from None
    if not _LEAST <= len(key) <= _MOST:
        raise ValueError(f"a key has {_LEAST} to {_MOST} bytes, this one {len(key)}")
    return key


def sign(body: bytes, *, delivery: str, at: datetime, keys: Sequence[bytes]) -> dict[str, str]:
    """Give the three headers of a delivery; one signature a key, the first key's first."""
    stamp = str(int(at.timestamp()))
    signatures = (_signature(body, f"{delivery}.{stamp}.", key) for key in keys)
    return {
        "webhook-id": delivery,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def is_signed(body: bytes, *, headers: dict[str, str], secret: str, now: datetime) -> bool:
    """Tell whether a delivery is from who knows the secret, and of these minutes.

    `headers` have lower-case names. Raises ValueError when the secret is none.
    """
    delivery, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not delivery or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return False
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        return False
    given = [word.partition(",") for word in headers.get("webhook-signature", "").split()]
    said = [value.encode() for version, _, value in given if version == "v1"]
    wanted = [_signature(body, f"{delivery}.{stamp}.", key).encode() for key in keys_of(secret)]
    return any(hmac.compare_digest(one, other) for one in said for other in wanted)


def _signature(body: bytes, before: str, key: bytes) -> str:
    digest = hmac.new(key, before.encode() + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
