"""What orders may have the stock do."""

from dataclasses import dataclass

from kernel.numbering import Iccid, Msisdn


@dataclass(frozen=True, slots=True)
class ReserveNumber:
    msisdn: Msisdn


@dataclass(frozen=True, slots=True)
class ReserveSim:
    iccid: Iccid
