"""What happened to an order in the network; the wire knows the messages and their topics."""

from dataclasses import dataclass
from datetime import datetime

from provisioning.vault.domain.audited import Audited


@dataclass(frozen=True, slots=True)
class OrderDone:
    """Every change of the order is verified."""

    order_id: str
    subscriber_id: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderRefused:
    """The network is as it was before the order, and why."""

    order_id: str
    subscriber_id: str
    version: int
    code: str
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CardSeen:
    """The network has met the card for the first time: the change is in force."""

    subscriber_id: str
    msisdn: str
    imsi: str
    at: datetime


Event = OrderDone | OrderRefused | CardSeen | Audited
