"""What orders may have the stock do."""

from dataclasses import dataclass

from kernel.numbering import Iccid, Msisdn


@dataclass(frozen=True, slots=True)
class ReserveNumber:
    msisdn: Msisdn
    customer_id: str = ""
    """For whom, where it may be held for somebody."""


@dataclass(frozen=True, slots=True)
class ReserveSim:
    iccid: Iccid
