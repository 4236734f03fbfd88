"""Where reviewers reach the desk: the table [desk]."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.config._values import address_faults, port_faults
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
        faults = [
            *port_faults(self.port),
            *address_faults("address", self.address),
            *(address_faults("proxy", self.proxy) if self.proxy else ()),
        ]
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
