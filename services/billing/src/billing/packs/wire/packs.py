"""Packs and allowances, from their messages and back."""

from billing.accounts.wire.payee import user_of
from billing.accounts.wire.values import word_of
from billing.packs.usecases.buy_pack import BuyPack
from boss.billing.v1 import commands_pb2
from kernel.caller import Caller


def buying_of(request: commands_pb2.BuyPackRequest, *, caller: Caller, channel: str) -> BuyPack:
    """Return who buys what; raises `FIELD_NOT_VALID` with the field that is wrong."""
    return BuyPack(
        request_id=request.request_id,
        user=user_of(request),
        pack=word_of(request.pack, field="pack"),
        renews=request.renews if request.HasField("renews") else None,
        caller=caller,
        channel=channel,
    )
