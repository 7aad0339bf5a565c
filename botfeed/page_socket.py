"""The socket of the page, bound before anything else starts."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Iterator

from botfeed import lock
from botfeed.core.errors import StartError
from botfeed.settings import Settings


@contextlib.contextmanager
def bound(settings: Settings) -> Iterator[socket.socket]:
    """Bind the page's port before anything else starts, so that a port in use is reported clearly.
    Raises StartError.
    """
    sock = socket.socket(socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.web_host, settings.web_port))
    except OSError as error:
        sock.close()
        raise unusable(settings, error) from None
    with sock:
        yield sock


def unusable(settings: Settings, error: OSError) -> StartError:
    """Return the error for the page's address, saying what to do about it."""
    start = f"Port {settings.web_port} on {settings.web_host} cannot be used ({lock.reason(error)})."
    higher = settings.web_port + 1 if 1024 <= settings.web_port < 65535 else 8080
    another = f"choose another: BOTFEED_WEB_PORT={higher}"
    if error.errno == errno.EACCES:
        return StartError(f"{start} Ports below 1024 are for root; {another}")
    if error.errno == errno.EADDRINUSE:
        return StartError(f"{start} Stop what uses it, or {another}")
    return StartError(f"{start} Set BOTFEED_WEB_HOST to an address of this machine, such as 127.0.0.1.")
