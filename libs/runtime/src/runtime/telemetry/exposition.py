"""The metrics port: a few threads that answer whoever scrapes, and wait for nobody long."""

from collections.abc import Callable
from socket import socket
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore, Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

MOST_AT_ONCE = 16
PATIENCE_SECONDS = 5.0


class _Handler(WSGIRequestHandler):
    """Answers one request, and ends a connection that is silent or does not read."""

    timeout = PATIENCE_SECONDS

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has there
        """Say nothing: a scrape is no news."""


class _Server(ThreadingMixIn, WSGIServer):
    """A thread per connection, up to a limit; what is more is closed at once."""

    daemon_threads = True

    def __init__(self, *given: Any, **named: Any) -> None:
        self._places = BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(*given, **named)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """Say nothing: whoever scrapes was silent or left, and asks again."""

    def process_request_thread(
        self, request: socket | tuple[bytes, socket], client_address: Any
    ) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()


def serve_metrics(host: str, port: int) -> tuple[int, Callable[[], None]]:
    """Serve metrics from threads; answers the port and how to stop. Raises OSError."""
    server = make_server(host, port, make_wsgi_app(), _Server, handler_class=_Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return server.server_port, close
