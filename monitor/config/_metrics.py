"""How other programs watch this one: the table [metrics]."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.config._values import address_faults, port_faults
from monitor.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Metrics:
    """Table [metrics]: how other programs watch this one."""

    port: int | None = None
    """Where `serve` answers /healthz and /metrics; none answers nowhere."""
    address: str = "127.0.0.1"
    """On which of the machine's addresses. Whoever reaches it reads the ids of your sources."""
    textfile: str = ""
    """File, from the folder of monitor.toml, that each `run` writes metrics to, for node_exporter."""

    def __post_init__(self) -> None:
        """Raise ConfigError that lists every value that cannot be used."""
        faults = [*port_faults(self.port), *address_faults("address", self.address)]
        if self.textfile and not self.textfile.endswith(".prom"):
            faults.append(f'textfile: found "{self.textfile}", expected a name that ends in .prom')
        if faults:
            raise ConfigError(faults)
