"""The only importer of httpx: requests to public addresses only, capped in time and size."""

from monitor.net.client import Answer, Client, Limits, trusted
from monitor.net.guard import PORTS, Guard, Resolve
from monitor.net.target import Target, join

__all__ = ["PORTS", "Answer", "Client", "Guard", "Limits", "Resolve", "Target", "join", "trusted"]
