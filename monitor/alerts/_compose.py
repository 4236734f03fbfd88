"""Make the bytes of a mail: the same bytes for the same message, at each try."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from monitor.alerts._render import Letter
from monitor.model import Message

_PLAIN_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


def compose(message: Message, letter: Letter, *, sender: Address, to: Sequence[str]) -> bytes:
    """Give a text and an HTML part under headers that no word of a page can add to.

    Quoted-printable keeps every line short and plain ASCII, so that no server on the way has a
    reason to rewrite what the sender's signature (DKIM) covers.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = [Address(addr_spec=address) for address in to]
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(message.formed_at)
    mail["Message-ID"] = message_id(message, sender.domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = letter.lang
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"part-{_digest(message)}")
    return mail.as_bytes()


def message_id(message: Message, domain: str) -> str:
    """Give the Message-ID, made of the message's id alone and of where it comes from."""
    plain = _PLAIN_ID.fullmatch(message.id) is not None
    return f"<{message.id if plain else _digest(message)}@{domain}>"


def _digest(message: Message) -> str:
    return hashlib.sha256(message.id.encode("utf-8", "surrogatepass")).hexdigest()[:40]
