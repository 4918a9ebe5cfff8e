"""Questions about the catalogue, over gRPC."""

from typing import Any

import grpc

from billing.accounts.ports import Customers
from billing.catalogue.ports import CatalogueReads
from billing.catalogue.usecases.list_offerings import OfferingsAsked, list_offerings
from billing.catalogue.wire.number_grades import number_grade_message
from billing.catalogue.wire.offering import (
    country_group_messages,
    fee_message,
    offering_message,
    pack_message,
    rate_message,
)
from boss.billing.v1 import questions_pb2
from kernel.civil import civil_date
from kernel.clock import Clock
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class CatalogueQuestions:
    """The part of boss.billing.v1.QuestionService about what is sold."""

    def __init__(self, catalogues: CatalogueReads, *, customers: Customers, clock: Clock) -> None:
        self._catalogues = catalogues
        self._customers = customers
        self._clock = clock

    async def ListOfferings(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListOfferingsRequest, context: Context
    ) -> questions_pb2.ListOfferingsResponse:
        today = civil_date(self._clock.now())
        catalogue = (await self._catalogues.all()).on(today)
        asked = OfferingsAsked(
            channel=request.channel,
            customer_id=request.customer_id,
            caller=current_caller(),
        )
        sold = await list_offerings(asked, catalogue=catalogue, on=today, customers=self._customers)
        return questions_pb2.ListOfferingsResponse(
            offerings=[offering_message(one, catalogue=catalogue, on=today) for one in sold],
            catalogue_version=catalogue.version,
        )

    async def ListCatalogue(  # noqa: N802 - gRPC's name
        self, request: questions_pb2.ListCatalogueRequest, context: Context
    ) -> questions_pb2.ListCatalogueResponse:
        today = civil_date(self._clock.now())
        catalogue = (await self._catalogues.all()).on(today)
        return questions_pb2.ListCatalogueResponse(
            catalogue_version=catalogue.version,
            valid_from=catalogue.valid_from.isoformat(),
            offerings=[
                offering_message(one, catalogue=catalogue, on=today)
                for one in catalogue.offerings.values()
            ],
            fees=[fee_message(code, amount) for code, amount in catalogue.fees.items()],
            rates=map(rate_message, catalogue.rows),
            packs=[
                pack_message(one, catalogue=catalogue, on=today) for one in catalogue.packs.values()
            ],
            country_groups=country_group_messages(catalogue.countries),
            number_grades=map(number_grade_message, catalogue.number_grades.values()),
        )
