"""Say in our own errors what httpx, TLS and the operating system raise."""

from __future__ import annotations

import ssl

import httpx

from monitor.errors import Unanswered

# What a request may end in besides our own errors; ssl.SSLError comes through httpcore unmapped
# when the garbage arrives after the handshake.
RAISED = (httpx.HTTPError, httpx.StreamError, ssl.SSLError, OSError)

_TIMEOUTS = {
    httpx.ConnectTimeout: "could not be reached in time",
    httpx.ReadTimeout: "fell silent",
    httpx.WriteTimeout: "did not take the request in time",
}


def unanswered(error: Exception, host: str) -> Unanswered:
    """Tell the ways apart in which a server did not answer."""
    tls = _tls_fault(error)
    if tls is not None:
        return Unanswered("tls", f"{host} cannot prove who it is: {_words(tls)}.")
    match error:
        case httpx.TimeoutException():
            words = _TIMEOUTS.get(type(error), "did not answer in time")
            return Unanswered("timeout", f"{host} {words}.")
        case httpx.ProxyError():
            return Unanswered("proxy", f"The proxy did not let the request to {host} through.")
        case httpx.ConnectError():
            return Unanswered("connect", f"{host} takes no connection.")
        case httpx.ProtocolError():
            return Unanswered("protocol", f"{host} answered with something that is not HTTP.")
        case _:
            return Unanswered("connection", f"The connection to {host} broke.")


def _tls_fault(error: BaseException | None) -> ssl.SSLError | None:
    """Find a fault of TLS among an error's causes; None when there is none."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _words(fault: ssl.SSLError) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return fault.verify_message
    return str(fault.reason or "the handshake failed").lower().replace("_", " ")
