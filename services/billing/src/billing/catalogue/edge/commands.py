"""Loading the catalogue, over gRPC."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.wire.values import reason_of
from billing.catalogue.ports import UnitOfWork
from billing.catalogue.usecases.load_catalogue import LoadCatalogue, check_catalogue, load_catalogue
from billing.catalogue.wire.catalogue import read_catalogue
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class CatalogueCommands(Answering):
    """The part of boss.billing.v1.CommandService that loads what is sold."""

    def __init__(
        self, database: Database, *, new_uow: Callable[[], UnitOfWork], clock: Clock
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock

    async def LoadCatalogue(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.LoadCatalogueRequest, context: Context
    ) -> commands_pb2.LoadCatalogueResponse:
        asked, now = load_of(request), self._clock.now()
        load = check_catalogue if request.dry_run else load_catalogue

        async def act() -> commands_pb2.LoadCatalogueResponse:
            version = await load(asked, uow=self._new_uow(), now=now)
            return commands_pb2.LoadCatalogueResponse(
                catalogue_version=version, offerings=sorted(asked.catalogue.offerings)
            )

        return await self.once(request, commands_pb2.LoadCatalogueResponse, act)


def load_of(request: commands_pb2.LoadCatalogueRequest) -> LoadCatalogue:
    """Return what is to be loaded; raises `CATALOGUE_INVALID`, `FIELD_NOT_VALID`."""
    catalogue, document = read_catalogue(request.catalogue)
    corrector = current_caller() if request.correction else None
    return LoadCatalogue(catalogue, document, corrector, reason_of(request.reason))
