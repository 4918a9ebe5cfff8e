"""What a holder set on a number goes with them (过户), as on a new one nothing is set (2.14, 2.16).

Forwarding would have another hear who calls, barring and a hidden number are a wish of theirs, and
what is open abroad was judged of them. A new number has none of it.
"""

from orders.ordering.domain.abroad import closed, network_of, settled
from orders.ordering.domain.facts import Subscriber
from orders.ordering.domain.network import NetworkChange, SetPermissions, SetService
from orders.ordering.domain.steps_of_services import SetAbroad, SetServiceState
from orders.ordering.domain.values import AbroadService, Service, ServiceState

CHANGES: tuple[type[NetworkChange], ...] = (SetService, SetPermissions)
NONE = ServiceState.NOT_PROVISIONED


def in_network(subscriber: Subscriber) -> tuple[NetworkChange, ...]:
    """Return what withdraws it in the network; nothing where nothing is set."""
    card = (subscriber.msisdn, subscriber.sim.imsi)
    services = (SetService(*card, one, NONE) for one in _services(subscriber))
    return (*services, *network_of(subscriber, _as_new(subscriber)))


def in_accounts(subscriber: Subscriber) -> tuple[SetServiceState | SetAbroad, ...]:
    """Return what accounts is told of each."""
    services = (SetServiceState(subscriber.id, one, NONE) for one in _services(subscriber))
    return (*services, *settled(subscriber, _as_new(subscriber)))


def _services(subscriber: Subscriber) -> list[Service]:
    return sorted(subscriber.services)


def _as_new(subscriber: Subscriber) -> Subscriber:
    return closed(subscriber, AbroadService)
