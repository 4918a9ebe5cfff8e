"""Questions about a catalogue that is not loaded yet, over gRPC."""

from datetime import date, timedelta
from typing import Any

import grpc
from typing_extensions import override

from billing.usecases.trial import Trial
from billing.usecases.try_catalogue import Simulate, diff_catalogue, simulate_catalogue
from billing.wire.catalogue import read_catalogue, read_document
from billing.wire.trial import change_messages, page_message
from billing.wire.values import day_of, id_of, month_of
from boss.billing.v1 import catalogue_pb2, catalogue_pb2_grpc
from kernel.civil import civil_date, first_of_month
from kernel.clock import Clock

Context = grpc.aio.ServicerContext[Any, Any]


class CatalogueServicer(catalogue_pb2_grpc.CatalogueServiceServicer):
    """Answers boss.billing.v1.CatalogueService."""

    def __init__(self, trial: Trial, *, clock: Clock) -> None:
        self._trial = trial
        self._clock = clock

    @override
    async def DiffCatalogue(
        self, request: catalogue_pb2.DiffCatalogueRequest, context: Context
    ) -> catalogue_pb2.DiffCatalogueResponse:
        today = civil_date(self._clock.now())
        at = day_of(request.at, field="at") or today
        _, document = read_catalogue(request.catalogue)
        loaded, found = await diff_catalogue(read_document(document), at=at, trial=self._trial)
        return catalogue_pb2.DiffCatalogueResponse(
            catalogue_version=loaded.version if loaded else 0,
            valid_from=loaded.valid_from.isoformat() if loaded else "",
            changes=change_messages(found),
        )

    @override
    async def SimulateCatalogue(
        self, request: catalogue_pb2.SimulateCatalogueRequest, context: Context
    ) -> catalogue_pb2.SimulateCatalogueResponse:
        today = civil_date(self._clock.now())
        proposed, _ = read_catalogue(request.catalogue)
        after = request.after_subscriber_id
        asked = Simulate(
            proposed,
            month_of(request.month, field="month") if request.month else _last_month(today),
            id_of(after, field="after_subscriber_id") if after else "",
            request.limit,
        )
        page = await simulate_catalogue(asked, trial=self._trial, today=today)
        return page_message(page, month=asked.month)


def _last_month(today: date) -> date:
    return first_of_month(first_of_month(today) - timedelta(days=1))
