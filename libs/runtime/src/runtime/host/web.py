"""A web application beside the calls: served by uvicorn, stopped with the rest."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from runtime.errors import Misconfigured
from runtime.http.access import Access
from runtime.http.connections import guarded
from runtime.settings.service_settings import ServiceSettings


class Web:
    """An ASGI application on `http_port`."""

    def __init__(self, settings: ServiceSettings, application: Any) -> None:
        self._settings = settings
        proxies = settings.http_trusted_proxies
        config = uvicorn.Config(
            Access(
                application,
                body_seconds=settings.http_body_seconds,
                of_address=settings.http_requests_of_address,
            ),
            http=guarded(settings),
            ws="none",
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies or None,
            timeout_keep_alive=settings.http_idle_seconds,
            host=settings.host,
            port=settings.http_port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=int(settings.drain_seconds),
        )
        self._server = _Server(config)
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Serve until `stop`; raises `Misconfigured` where the port is taken."""
        try:
            await self._server.serve()
        except SystemExit as error:
            where = f"{self._settings.host}:{self._settings.http_port}"
            raise Misconfigured(f"{where} is taken; set BOSS_HTTP_PORT to a free port.") from error
        finally:
            self._ended.set()

    async def opened(self) -> dict[str, int]:
        """Wait until it serves and answer its port."""
        # uvicorn has no event for it, only a flag.
        while not self._server.started and not self._ended.is_set():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        if not self._server.started:
            return {}
        return {"http": self._server.servers[0].sockets[0].getsockname()[1]}

    async def stop(self) -> None:
        """Take no new requests and finish those in hand."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Leaves signals to the process it is part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
