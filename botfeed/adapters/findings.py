"""Findings of the checks of platforms and models, in one line each that says what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

_TIME = frozenset({9, 10})  # OpenSSL's numbers of a certificate that is not valid yet, and of one that is no more
_NAME = frozenset({62, 63, 64})  # and of one for another host


@dataclass(frozen=True, slots=True)
class Finding:
    """Outcome of a check. `note`: nothing is wrong, and yet an operator should read it at a start."""

    well: bool
    says: str
    note: bool = False


def unreached(error: BaseException, setting: str = "") -> Finding:
    """Return the finding for a call that failed before it was answered: its first cause, and what to do.
    `setting` holds the address that was called, if one was set.
    """
    ask = f"check the network, and {setting}" if setting else "check the network"
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Finding(False, _certificate(cause))
        if isinstance(cause, ssl.SSLError):
            return Finding(False, "does not speak TLS there; begin the address with http:// if that is meant")
        if "proxy" in type(cause).__name__.lower():
            return Finding(
                False, "is not reached by the proxy; set BOTFEED_PROXY (or HTTPS_PROXY) right, or take it out"
            )
        if isinstance(cause, socket.gaierror):
            return Finding(False, f"does not answer (no such host is known here); {ask}")
        if isinstance(cause, ConnectionRefusedError):
            return Finding(False, f"does not answer (nothing listens there); {ask}")
        if isinstance(cause, TimeoutError):
            return Finding(False, f"does not answer in time; {ask}")
    return Finding(False, f"does not answer ({type(error).__name__}); {ask}")


def is_certificate(error: BaseException) -> bool:
    """Return True if a call failed because the server's certificate was not accepted."""
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error and what caused it, the first cause first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__ or getattr(error, "os_error", None)
    yield from reversed(chain)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in _TIME:
        return "its certificate is not valid at this time; set this machine's clock, or renew it there"
    if error.verify_code in _NAME:
        return "its certificate is for another host; write the name that it was made for"
    return "its certificate is signed by nobody known here; set SSL_CERT_FILE to a file with it and the usual ones"
