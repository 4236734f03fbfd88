"""Refuse secrets that somebody wrote into a settings file."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from monitor.config._place import Place

SECRET_NAMES = re.compile(
    r"(?:^|_)(?:password|passwd|passphrase|secret|token|credentials?|api_?key)$", re.IGNORECASE
)
VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,79}")
SECRET_SHAPES = re.compile(
    "|".join(
        (
            r"^whsec_",  # Standard Webhooks signing secret
            r"^(?:ghp|gho|ghs|github_pat|glpat|xox[abpr]|sk|pk|rk)[_-]\w{8}",
            r"(?:^|/bot)\d{8,10}:[\w-]{30,}",  # Telegram bot
            r"-----BEGIN [A-Z ]*PRIVATE KEY",
            r"^https://hooks\.slack\.com/services/.",
            r"^https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/.",
        )
    )
)
DENSE = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
"""The alphabet and least length of generated keys; names and paths rarely are so long without a dot."""

ADVICE = "a secret does not belong here: put it in an environment variable and name that one in "


def refuse_secrets(value: object, place: Place, name: str = "") -> None:
    """Look through a whole table; a fault never repeats what it found."""
    match value:
        case dict():
            for key, inner in value.items():
                refuse_secrets(inner, place.key(key), key)
        case list():
            for index, inner in enumerate(value):
                refuse_secrets(inner, place.key(index), name)
        case str():
            _refuse_text(value, place, name)


def _refuse_text(value: str, place: Place, name: str) -> None:
    if name.endswith("_env"):
        if not VARIABLE.fullmatch(value):
            place.fault("expected the NAME of an environment variable, in capitals (SMTP_PASSWORD)")
    elif names_secret(name):
        place.fault(f'{ADVICE}"{name}_env"')
    elif looks_secret(value):
        place.fault(f'{ADVICE}a key that ends in "_env"')


def names_secret(name: str) -> bool:
    """Tell whether a key of this name would hold a secret itself."""
    return SECRET_NAMES.search(name) is not None


def looks_secret(value: str) -> bool:
    """Tell by its shape alone whether a text is a key, a token or a URL with a password."""
    if SECRET_SHAPES.search(value) or _has_password(value):
        return True
    dense = DENSE.fullmatch(value) is not None
    return dense and all(re.search(kind, value) for kind in ("[a-z]", "[A-Z]", "[0-9]"))


def _has_password(value: str) -> bool:
    try:
        return "://" in value and bool(urlsplit(value).password)
    except ValueError:
        return False
