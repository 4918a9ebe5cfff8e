"""The way from a row of the stock to its thing."""

from accounts.stock.domain.phone_number import NumberState, PhoneNumber
from accounts.stock.domain.sim_card import SimCard, SimState
from kernel.numbering import Iccid, Imsi, Msisdn
from runtime.database.rows import Row, instant_or_none


def number_of(row: Row) -> PhoneNumber:
    return PhoneNumber(
        msisdn=Msisdn(row["msisdn"]),
        state=NumberState(row["state"]),
        reserved_for_order=row["reserved_for_order"],
        quarantined_until=instant_or_none(row["quarantined_until"]),
        recycled=row["recycled"],
        held_for=row["held_for"],
        held_until=instant_or_none(row["held_until"]),
        grade=row["grade"],
    )


def card_of(row: Row) -> SimCard:
    return SimCard(
        iccid=Iccid(row["iccid"]),
        imsi=Imsi(row["imsi"]),
        state=SimState(row["state"]),
        reserved_for_order=row["reserved_for_order"],
    )
