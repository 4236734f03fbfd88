"""Politeness around the network: robots.txt, one request a host at a time, conditional requests."""
