"""Why a use costs what it costs: `explain RECORD`."""

from boss.billing.v1.questions_pb2 import ExplainUsageRequest, RatedUsage
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.amounts import in_fen
from bossctl.desk import Desk
from bossctl.outcome import DONE
from bossctl.words import Arguments, Parsers, command

PAID_IN = {"voice": "min", "sms": "parts", "mms": "recipients", "data": "KB"}
"""What allowances count in."""


def add_words(parsers: Parsers) -> None:
    act = command(parsers, "explain", about="why a use costs what it costs", run=run)
    act.add_argument("record", help="the id of a usage record")


async def run(arguments: Arguments, desk: Desk) -> int:
    """Print the record, its tariff row, the arithmetic and the rounding; or what it waits for."""
    stub = QuestionServiceStub(desk.channels["billing"])
    request = ExplainUsageRequest(record_id=arguments.record)
    known = await desk.ask("billing", stub.ExplainUsage, request)
    used = known.usage
    begun = used.started_at.ToJsonString()
    print(f"{used.record_id}: {used.kind} to {used.peer}{_abroad(used)}, {begun}")
    print(f"subscriber {known.subscriber_id}")
    print(f"waits for: {known.waits_for}" if known.waits_for else used.derivation)
    if used.allowance_used:
        print(f"paid by allowances: {used.allowance_used} {PAID_IN.get(used.kind, 'units')}")
    for one in used.differences:
        print(
            f"rated again {one.at.ToJsonString()}, run {one.run_id}:"
            f" {in_fen(one.from_millifen)} -> {in_fen(one.to_millifen)} fen"
        )
        print(f"  {one.derivation}")
    if used.differences:
        print(f"charged in all: {in_fen(used.charged_millifen)} fen")
    return DONE


def _abroad(used: RatedUsage) -> str:
    """Tell where somebody was abroad, as far as that is known."""
    if not used.visited_plmn:
        return ""
    return f" from {used.visited_country or 'an unknown country'} ({used.visited_plmn})"
