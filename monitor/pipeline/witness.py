"""Who is told what the pipeline does, beside the log: the metrics of `serve`."""

from __future__ import annotations

from typing import Protocol

from monitor.model import Run
from monitor.pipeline.deliver import Delivered


class Witness(Protocol):
    """Is told at once, on the loop's thread; must not raise and must not wait."""

    def ran(self, run: Run) -> None:
        """Note a look that has ended and is kept."""

    def delivered(self, delivered: Delivered) -> None:
        """Note a round over all channels."""

    def ticked(self) -> None:
        """Note that the schedule has looked at what is due."""


class Unseen:
    """A witness who keeps nothing."""

    def ran(self, run: Run) -> None:
        """Forget it."""

    def delivered(self, delivered: Delivered) -> None:
        """Forget it."""

    def ticked(self) -> None:
        """Forget it."""
