"""Allowances, as messages."""

from billing.accounts.wire.values import moment_message
from billing.allowances.usecases.list_allowances import Standing
from billing.catalogue.wire.offering import included_message
from boss.billing.v1 import questions_pb2


def allowance_message(standing: Standing) -> questions_pb2.Allowance:
    allowance = standing.allowance
    rolled = standing.source != allowance.source
    return questions_pb2.Allowance(
        id=allowance.id,
        offering=allowance.offering,
        name=allowance.name,
        kind=allowance.kind,
        source=standing.source.value,
        total=standing.total,
        used=standing.used,
        left=standing.left,
        valid_from=moment_message(allowance.valid_to if rolled else allowance.valid_from),
        valid_to=moment_message(allowance.usable_to if rolled else allowance.valid_to),
        renews=allowance.renews,
        included=included_message(allowance.included),
    )
