"""Allowances, as messages."""

from billing.accounts.wire.values import moment_message
from billing.allowances.usecases.list_allowances import Standing
from billing.catalogue.wire.offering import included_message
from boss.billing.v1 import questions_pb2


def allowance_message(standing: Standing) -> questions_pb2.Allowance:
    one = standing.allowance
    rolled = standing.source != one.source
    return questions_pb2.Allowance(
        id=one.id,
        offering=one.offering,
        name=one.name,
        kind=one.kind,
        source=standing.source.value,
        total=standing.total,
        used=standing.used,
        left=standing.left,
        valid_from=moment_message(one.valid_to if rolled else one.valid_from),
        valid_to=moment_message(one.usable_to if rolled else one.valid_to),
        renews=one.renews,
        included=included_message(one.included),
    )
