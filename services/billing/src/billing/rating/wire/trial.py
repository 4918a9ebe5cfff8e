"""Catalogues that are tried, as messages."""

from collections.abc import Mapping, Sequence
from datetime import date

from billing.catalogue.domain.catalogue_diff import Change
from billing.rating.domain.simulation import Compared, Simulated
from billing.rating.usecases.try_catalogue import SimulatedPage
from boss.billing.v1 import catalogue_pb2


def change_messages(changes: Sequence[Change]) -> list[catalogue_pb2.CatalogueChange]:
    return [
        catalogue_pb2.CatalogueChange(
            section=one.section,
            code=one.code,
            field=one.field,
            loaded=one.loaded,
            proposed=one.proposed,
        )
        for one in changes
    ]


def page_message(page: SimulatedPage, *, month: date) -> catalogue_pb2.SimulateCatalogueResponse:
    return catalogue_pb2.SimulateCatalogueResponse(
        month=f"{month:%Y-%m}",
        changed=map(_simulated_message, page.changed),
        totals=_kind_messages(page.totals),
        subscribers=page.subscribers,
        next_subscriber_id=page.next_after,
    )


def _simulated_message(simulated: Simulated) -> catalogue_pb2.SimulatedSubscriber:
    changed = {kind: each for kind, each in simulated.kinds.items() if each.is_changed}
    return catalogue_pb2.SimulatedSubscriber(
        subscriber_id=simulated.subscriber_id,
        offering=simulated.offering,
        kinds=_kind_messages(changed),
    )


def _kind_messages(kinds: Mapping[str, Compared]) -> list[catalogue_pb2.SimulatedKind]:
    return [
        catalogue_pb2.SimulatedKind(
            kind=kind,
            records=one.records,
            charged_millifen=one.charged,
            now_millifen=one.now,
            then_millifen=one.then,
            now_waiting=one.now_waiting,
            then_waiting=one.then_waiting,
        )
        for kind, one in sorted(kinds.items())
    ]
