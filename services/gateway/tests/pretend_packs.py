"""What pretend billing says of packs and allowances."""

from typing import Any

from pretend_money import NOON, account, fen, stamp

from boss.billing.v1 import commands_pb2 as commands
from boss.billing.v1 import questions_pb2 as billing

ALLOWANCE = "0193e000-0000-7000-8000-0000000000a1"


class PretendPacks:
    """Sells one pack; Anna has it, and minutes of her plan."""

    notes: Any

    async def BuyPack(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.BuyPackResponse(allowance=data(), account=account())

    async def CancelPack(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.CancelPackResponse(allowance=data(), given_back=fen(500), account=account())

    async def OpenDataAgain(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.OpenDataAgainResponse()

    async def ListAllowances(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return billing.ListAllowancesResponse(allowances=[data(), minutes()])


def data() -> billing.Allowance:
    return _allowance(
        id=ALLOWANCE, offering="DATA5", kind="data", source="pack", total=512_000, used=2000,
        left=510_000, included=_included("data", 512_000),
    )  # fmt: skip


def minutes() -> billing.Allowance:
    return _allowance(
        id=ALLOWANCE.replace("a1", "a2"), offering="KEEP8", kind="voice", source="plan", total=30,
        used=30, left=0, included=_included("voice", 30),
    )  # fmt: skip


def pack(code: str, **changes: Any) -> billing.Pack:
    usual: dict[str, Any] = {
        "name": f"{code}: 500 MB",
        "price": fen(500),
        "included": _included("data", 512_000),
        "to_end_of_month": True,
        "sellable": True,
        "channels": ["app", "hall"],
    }
    return billing.Pack(code=code, **(usual | changes))


def _included(kind: str, units: int) -> billing.IncludedUse:
    return billing.IncludedUse(
        code=kind, kind=kind, units=units, roam_types=["home", "domestic"], zones=["domestic"]
    )


def _allowance(**said: Any) -> billing.Allowance:
    return billing.Allowance(
        name=f"{said['offering']} {said['kind']}",
        valid_from=stamp(NOON),
        valid_to=stamp(NOON),
        **said,
    )
