"""The api door: a service's own servicers, and what every service answers to its operators."""

import asyncio
from collections.abc import Sequence
from typing import Any

from boss.calls import ALLOWED
from boss.runtime.v1.appointments_pb2_grpc import add_AppointmentServiceServicer_to_server
from boss.runtime.v1.guessing_pb2_grpc import add_GuessingServiceServicer_to_server
from boss.runtime.v1.operations_pb2_grpc import add_OperationsServiceServicer_to_server
from boss.runtime.v1.sealing_pb2_grpc import add_SealingServiceServicer_to_server
from runtime.errors import Misconfigured
from runtime.guessing import Guessing
from runtime.host.service import Parts, Plumbing
from runtime.jobs.timers import Timers
from runtime.messaging.handling import MessageHandler
from runtime.operations.appointments import Appointments
from runtime.operations.auditing import Auditing
from runtime.operations.locks import Locks
from runtime.operations.operations import Operations
from runtime.operations.quiet import Stillness
from runtime.operations.sealing import Sealing
from runtime.rpc.server import RpcServer, Servicers


class Answerer:
    """Answers calls until it is stopped."""

    def __init__(
        self, plumbing: Plumbing[Any], parts: Parts, handlers: Sequence[MessageHandler]
    ) -> None:
        settings, database = plumbing.settings, plumbing.database
        by_topic = {each.listener.topic: each for each in handlers}
        self._stillness = Stillness(settings, database, topics=list(by_topic), works=parts.works)
        auditing = Auditing(settings.service, database, plumbing.outbox, plumbing.clock)
        operations = Operations(
            settings,
            database,
            handlers=by_topic,
            stillness=self._stillness,
            auditing=auditing,
        )
        locks = Locks(Guessing(database, settings), auditing)
        timers = [one for one in parts.works if isinstance(one, Timers)]
        names = [name for one in timers for name in one.handlers]
        appointments = Appointments(database, auditing, names=names)
        servicers: Servicers = [
            *parts.servicers,
            (add_OperationsServiceServicer_to_server, operations),
            (add_GuessingServiceServicer_to_server, locks),
            (add_AppointmentServiceServicer_to_server, appointments),
            (add_SealingServiceServicer_to_server, Sealing(parts.sealed)),
        ]
        self._settings = settings
        self._servicers = servicers
        self._opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Answer until `stop`; raises `Misconfigured` where the port is taken."""
        server = RpcServer(self._settings, self._servicers, allowed=ALLOWED)
        try:
            port = await server.start()
        except RuntimeError as error:
            where = f"{self._settings.host}:{self._settings.grpc_port}"
            self._opened.cancel()
            await server.stop(0)
            raise Misconfigured(f"{where} is taken; set BOSS_GRPC_PORT to a free port.") from error
        if not self._opened.done():
            self._opened.set_result(port)
        await self._stopping.wait()
        await server.stop(self._settings.drain_seconds)
        await self._stillness.close()

    async def opened(self) -> dict[str, int]:
        """Wait until calls are answered and give the port."""
        return {"grpc": await self._opened}

    async def stop(self) -> None:
        """Take no new calls and finish those in hand."""
        self._stopping.set()
