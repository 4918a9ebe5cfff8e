"""A TCP port nobody listens on."""

import socket

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a free port of the loopback address; whoever asks must take it soon."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((LOOPBACK, 0))
        return int(door.getsockname()[1])


def is_free(port: int) -> bool:
    """Tell whether `port` of the loopback address can be listened on."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
