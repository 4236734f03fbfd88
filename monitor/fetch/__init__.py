"""Politeness around the network: robots.txt, one request a host at a time, conditional requests."""

from monitor.fetch.capture import Fetcher, Fetches
from monitor.fetch.conditional import Validators, validators_of
from monitor.fetch.polite import Surroundings
from monitor.fetch.retry import http_date, wait_asked
from monitor.fetch.settings import Politeness

__all__ = [
    "Fetcher",
    "Fetches",
    "Politeness",
    "Surroundings",
    "Validators",
    "http_date",
    "validators_of",
    "wait_asked",
]
