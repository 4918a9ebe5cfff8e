"""Questions about a catalogue that is not loaded yet, over gRPC."""

from datetime import date, datetime, timedelta
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.wire.values import day_of, id_of, month_of
from billing.catalogue.wire.catalogue import read_catalogue, read_document
from billing.rating.ports.trial import Trial
from billing.rating.usecases.try_catalogue import Simulate, diff_catalogue, simulate_catalogue
from billing.rating.wire.trial import change_messages, page_message
from boss.billing.v1 import catalogue_pb2, catalogue_pb2_grpc
from kernel.civil import civil_date, first_of_month
from kernel.clock import Clock

Context = grpc.aio.ServicerContext[Any, Any]


class CatalogueServicer(catalogue_pb2_grpc.CatalogueServiceServicer):
    """Answers boss.billing.v1.CatalogueService."""

    def __init__(self, trial: Trial, *, clock: Clock, use_kept: timedelta) -> None:
        self._trial = trial
        self._clock = clock
        self._use_kept = use_kept

    @override
    async def DiffCatalogue(
        self, request: catalogue_pb2.DiffCatalogueRequest, context: Context
    ) -> catalogue_pb2.DiffCatalogueResponse:
        today = civil_date(self._clock.now())
        at = day_of(request.at, field="at") or today
        _, document = read_catalogue(request.catalogue)
        loaded, changes = await diff_catalogue(read_document(document), at=at, trial=self._trial)
        return catalogue_pb2.DiffCatalogueResponse(
            catalogue_version=loaded.version if loaded else 0,
            valid_from=loaded.valid_from.isoformat() if loaded else "",
            changes=change_messages(changes),
        )

    @override
    async def SimulateCatalogue(
        self, request: catalogue_pb2.SimulateCatalogueRequest, context: Context
    ) -> catalogue_pb2.SimulateCatalogueResponse:
        now = self._clock.now()
        proposed, _ = read_catalogue(request.catalogue)
        after = request.after_subscriber_id
        asked = Simulate(
            proposed,
            month_of(request.month, field="month") if request.month else _last_month(now),
            id_of(after, field="after_subscriber_id") if after else "",
            request.limit,
            self._use_kept,
        )
        page = await simulate_catalogue(asked, trial=self._trial, now=now)
        return page_message(page, month=asked.month)


def _last_month(now: datetime) -> date:
    return first_of_month(first_of_month(civil_date(now)) - timedelta(days=1))
