"""Where reviewers reach the desk: the table [desk]."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from monitor.errors import ConfigError

PORT = 8700
"""Of `advert-monitor desk` where the settings name none."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Table [desk]: where reviewers reach the desk."""

    port: int | None = None
    """Where `serve` opens the desk beside its work; without one it opens none."""
    address: str = "127.0.0.1"
    """On which of the machine's addresses. Leave it, and put a reverse proxy with TLS in front."""
    proxy: str = ""
    """Numeric address of that proxy, whose X-Forwarded-For is believed; empty when there is none."""

    def __post_init__(self) -> None:
        """Raise ConfigError that lists every value that cannot be used."""
        faults = []
        if self.port is not None and not 0 < self.port < 65_536:
            faults.append(f"port: found {self.port}, expected 1 to 65535")
        for key, text in (("address", self.address), ("proxy", self.proxy or self.address)):
            if not _is_address(text):
                faults.append(f'{key}: found "{text}", expected a numeric address')
        if faults:
            raise ConfigError(faults)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
