"""What an order may ask of the network. Never taken back: refused means nothing was changed."""

from dataclasses import dataclass
from typing import TypeAlias

from kernel.numbering import Imsi, Msisdn
from orders.ordering.domain.facts import Subscriber
from orders.ordering.domain.values import Abroad, Barring, Provision, Service, ServiceState


@dataclass(frozen=True, slots=True)
class CreateSubscription:
    """Keys, then the subscription from the template, with the default bars of rules 2.1."""

    msisdn: Msisdn
    imsi: Imsi
    done_by = "provisioning"


@dataclass(frozen=True, slots=True)
class DeleteSubscription:
    msisdn: Msisdn
    imsi: Imsi
    done_by = "provisioning"


@dataclass(frozen=True, slots=True)
class SetBarring:
    """Operator determined barring: never covers emergency calls. 3GPP TS 23.015."""

    msisdn: Msisdn
    imsi: Imsi
    level: Barring
    done_by = "provisioning"


@dataclass(frozen=True, slots=True)
class ReplaceImsi:
    """The number moves to another card; the old one is evicted."""

    msisdn: Msisdn
    old_imsi: Imsi
    new_imsi: Imsi
    done_by = "provisioning"


@dataclass(frozen=True, slots=True)
class SetPermissions:
    """Calls to other countries and roaming, beside whatever level the number is barred to."""

    msisdn: Msisdn
    imsi: Imsi
    idd: Abroad
    roaming: Abroad
    done_by = "provisioning"


@dataclass(frozen=True, slots=True)
class SetPacketProfile:
    """Which profile of packet services; empty: none."""

    msisdn: Msisdn
    imsi: Imsi
    profile: str = ""
    done_by = "provisioning"


@dataclass(frozen=True, slots=True)
class ProvideService:
    """One supplementary service is provided or withdrawn; no other one is touched."""

    msisdn: Msisdn
    imsi: Imsi
    service: Service
    provision: Provision
    done_by = "provisioning"


@dataclass(frozen=True, slots=True)
class SetService:
    """One supplementary service is brought to a state; no other one is touched."""

    msisdn: Msisdn
    imsi: Imsi
    service: Service
    state: ServiceState
    number: str = ""
    seconds: int = 0
    done_by = "provisioning"


NetworkChange: TypeAlias = (
    CreateSubscription
    | DeleteSubscription
    | SetBarring
    | ReplaceImsi
    | SetPermissions
    | SetPacketProfile
    | ProvideService
    | SetService
)


def bar(
    subscriber: Subscriber, *, to: Barring, card: Imsi | None = None
) -> tuple[NetworkChange, ...]:
    """Bring the network to this level; nothing to do if it is there already.

    `card` is another one than theirs, where a change before this one moves the number.
    """
    if subscriber.barring is to:
        return ()
    return (SetBarring(subscriber.msisdn, card or subscriber.sim.imsi, to),)
