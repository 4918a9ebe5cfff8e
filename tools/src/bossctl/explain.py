"""Why a use costs what it costs: `explain RECORD`."""

import asyncio
from typing import TYPE_CHECKING

from boss.billing.v1.questions_pb2 import (
    ExplainUsageRequest,
    ExplainUsageResponse,
    RatedUsage,
    UsageDifference,
)
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.amounts import in_fen
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import say
from bossctl.quantities import decimal
from bossctl.words import Arguments, Parsers, command
from kernel.clock import monotonic
from kernel.errors import NotFound

if TYPE_CHECKING:
    from boss.billing.v1.questions_pb2_grpc import QuestionServiceAsyncStub

AGAIN_SECONDS = 0.2
PAID_IN = {"voice": "min", "sms": "parts", "mms": "recipients", "data": "KB"}
"""What allowances count in."""


def add_words(parsers: Parsers) -> None:
    act = command(parsers, "explain", about="why a use costs what it costs", run=run)
    act.add_argument("record", help="the id of a usage record, as `handset call` says it")
    act.add_argument(
        "--within",
        type=decimal,
        default=0.0,
        metavar="SECONDS",
        help="how long it may be on its way from the switch (0)",
    )


async def run(arguments: Arguments, client: Client) -> int:
    """Print the record, its tariff row, the arithmetic and the rounding; or what it waits for."""
    stub = QuestionServiceStub(client.channels["billing"])
    request = ExplainUsageRequest(record_id=arguments.record)
    known = await _known(client, stub, request, within=arguments.within)
    used = known.usage
    begun = used.started_at.ToJsonString()
    say(
        f"{used.record_id}: {used.kind} to {used.peer}{_abroad(used)}, {begun}",
        record_id=used.record_id,
        kind=used.kind,
        peer=used.peer,
        started_at=begun,
        visited_plmn=used.visited_plmn,
    )
    say(f"subscriber {known.subscriber_id}", subscriber_id=known.subscriber_id)
    if known.waits_for:
        say(f"waits for: {known.waits_for}", waits_for=known.waits_for)
    else:
        say(used.derivation, derivation=used.derivation, charged_millifen=used.charged_millifen)
    if used.allowance_used:
        unit = PAID_IN.get(used.kind, "units")
        say(
            f"paid by allowances: {used.allowance_used} {unit}",
            allowance_used=used.allowance_used,
            allowance_unit=unit,
        )
    if used.differences:
        lines = [line for one in used.differences for line in _rated_again(one)]
        say("\n".join(lines), differences=[_difference(one) for one in used.differences])
        charged = used.charged_millifen
        say(f"charged in all: {in_fen(charged)} fen", charged_millifen=charged)
    return DONE


async def _known(
    client: Client, stub: "QuestionServiceAsyncStub", request: ExplainUsageRequest, *, within: float
) -> ExplainUsageResponse:
    """Ask until it is known; raises the refusal where it is not so in time."""
    until = monotonic() + within
    while True:
        try:
            return await client.ask("billing", stub.ExplainUsage, request)
        except NotFound:
            if monotonic() >= until:
                raise
        await asyncio.sleep(AGAIN_SECONDS)


def _rated_again(difference: UsageDifference) -> tuple[str, str]:
    moved = f"{in_fen(difference.from_millifen)} -> {in_fen(difference.to_millifen)} fen"
    head = f"rated again {difference.at.ToJsonString()}, run {difference.run_id}: {moved}"
    return head, f"  {difference.derivation}"


def _difference(difference: UsageDifference) -> dict[str, object]:
    return {
        "at": difference.at.ToJsonString(),
        "run_id": difference.run_id,
        "from_millifen": difference.from_millifen,
        "to_millifen": difference.to_millifen,
        "derivation": difference.derivation,
    }


def _abroad(used: RatedUsage) -> str:
    """Tell where somebody was abroad, as far as that is known."""
    if not used.visited_plmn:
        return ""
    return f" from {used.visited_country or 'an unknown country'} ({used.visited_plmn})"
