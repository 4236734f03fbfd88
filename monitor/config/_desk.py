"""Where reviewers reach the desk: the table [desk]."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from monitor.errors import ConfigError
from monitor.model import Role

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
    second_factor_from: str = ""
    """From which role on nobody gets further than their account without a second factor: "viewer", "reviewer", "coordinator" or "admin"; empty for nobody."""

    def __post_init__(self) -> None:
        """Raise ConfigError that lists every value that cannot be used."""
        faults = []
        if self.port is not None and not 0 < self.port < 65_536:
            faults.append(f"port: found {self.port}, expected 1 to 65535")
        for key, text in (("address", self.address), ("proxy", self.proxy or self.address)):
            if not _is_address(text):
                faults.append(f'{key}: found "{text}", expected a numeric address')
        known = [role.word for role in Role if role is not Role.ANYONE]
        if self.second_factor_from not in ("", *known):
            faults.append(
                f'second_factor_from: found "{self.second_factor_from}",'
                f" expected one of {', '.join(known)}"
            )
        if faults:
            raise ConfigError(faults)

    def needs_factor(self, role: Role) -> bool:
        """Tell whether somebody of a role must have a second factor."""
        return bool(self.second_factor_from) and role >= Role.of(self.second_factor_from)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
