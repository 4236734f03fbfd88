"""How other programs watch this one: /healthz and /metrics of `serve`, the textfile of `run`."""

from monitor.metrics.counters import Counters
from monitor.metrics.facts import gather
from monitor.metrics.observed import observed
from monitor.metrics.textfile import Ended, write_textfile

__all__ = ["Counters", "Ended", "gather", "observed", "write_textfile"]
