"""A TCP port nobody listens on."""

import secrets
import socket

LOOPBACK = "127.0.0.1"
LOWEST, HIGHEST = 15_000, 31_000
"""Below the ports a machine hands out to outgoing connections: a service that restarts finds
its port still free."""


def free_port() -> int:
    """Return a free port of the loopback address, another one each time (nearly always)."""
    while not is_free(port := LOWEST + secrets.randbelow(HIGHEST - LOWEST)):
        continue
    return port


def is_free(port: int) -> bool:
    """Tell whether `port` of the loopback address can be listened on."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def answers(port: int) -> bool:
    """Tell whether somebody listens on `port` of the loopback address."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True
