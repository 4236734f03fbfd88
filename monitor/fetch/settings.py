"""How gently we ask: the `[politeness]` table of a deployment's settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from monitor import __version__
from monitor.errors import ConfigError
from monitor.net import PORTS, Guard, Limits

PRODUCT = "advert-monitor"

# What a header may hold, and no bracket that would end the comment it stands in (RFC 9110, 5.6.5).
_CONTACT = re.compile(r"[ -'*-\[\]-~]{0,200}")


@dataclass(frozen=True, slots=True)
class Politeness:
    """Manners towards every server, and the limits of every page."""

    contact: str = ""
    """An address or URL shown in the user agent. Empty shows none: who is watched would see it."""
    min_delay: timedelta = timedelta(seconds=5)
    """Least time between two requests to one host; a source may set its own."""
    jitter: float = 0.25
    """Up to this share of the delay is added by chance, so that no rhythm shows."""
    patience: timedelta = timedelta(minutes=2)
    """A host that is to be left alone for longer is not waited for; the fetch fails as `held`."""
    most_back_off: timedelta = timedelta(minutes=15)
    """A host that fails is asked ever more seldom, down to this."""
    allow: tuple[str, ...] = ()
    """Exceptions to "public addresses only", each an exact host and port ("127.0.0.1:8080")."""
    ports: tuple[int, ...] = PORTS
    connect_timeout: timedelta = timedelta(seconds=5)
    read_timeout: timedelta = timedelta(seconds=10)
    """Longest silence."""
    total_timeout: timedelta = timedelta(seconds=20)
    """Of one request, however it drips; what came until then is kept."""
    max_bytes: int = 5_000_000
    """Of one page, on the wire and unpacked."""

    def __post_init__(self) -> None:
        """Raise ConfigError that lists every value that cannot be used."""
        faults = [fault for fault in (self._contact_fault(), *self._number_faults()) if fault]
        try:
            Guard(self.allow)
        except ConfigError as e:
            faults += e.faults
        if faults:
            raise ConfigError(faults)

    @property
    def user_agent(self) -> str:
        """The product's honest name, and the contact where there is one."""
        name = f"{PRODUCT}/{__version__}"
        return f"{name} ({self.contact})" if self.contact else name

    @property
    def limits(self) -> Limits:
        """The limits of one request, in seconds and bytes."""
        return Limits(
            connect=self.connect_timeout.total_seconds(),
            read=self.read_timeout.total_seconds(),
            total=self.total_timeout.total_seconds(),
            wire=self.max_bytes,
            decoded=self.max_bytes,
        )

    def _contact_fault(self) -> str:
        fits = _CONTACT.fullmatch(self.contact)
        return "" if fits else "contact: only plain Latin letters without brackets, 200 at most."

    def _number_faults(self) -> tuple[str, ...]:
        nothing = timedelta(0)
        positive = (self.connect_timeout, self.read_timeout, self.total_timeout)
        return (
            "min_delay: it cannot be negative." if self.min_delay < nothing else "",
            "jitter: a share between 0 and 10." if not 0 <= self.jitter <= 10 else "",
            "patience: it cannot be negative." if self.patience < nothing else "",
            "most_back_off: it cannot be negative." if self.most_back_off < nothing else "",
            "timeouts: each must be longer than 0." if min(positive) <= nothing else "",
            "max_bytes: at least 1,000." if self.max_bytes < 1_000 else "",
            "ports: 1 to 65535." if not all(0 < port < 65_536 for port in self.ports) else "",
        )
