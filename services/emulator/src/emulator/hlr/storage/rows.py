"""The way from a row to a thing."""

from emulator.hlr.domain.subscription import Key, Subscription
from emulator.hlr.domain.written_profile import profile_of
from runtime.database.connection import Row


def subscription_of(row: Row) -> Subscription:
    return Subscription(
        imsi=row.imsi,
        template=row.template,
        profile=profile_of(row),
        serving_node=row.serving_node,
        located_at=row.located_at,
    )


def key_of(row: Row) -> Key:
    return Key(
        imsi=row.imsi,
        k=bytes(row.k),
        opc=bytes(row.opc),
        amf=bytes(row.amf),
        card_type=row.card_type,
        sqn=row.sqn,
    )
