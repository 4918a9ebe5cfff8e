"""How far a supplementary service of a number is (rules 2.14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from orders.ordering.domain.values import Service, ServiceState


@dataclass(frozen=True, slots=True)
class ServiceSetting:
    """`number` and `seconds` of forwarding that is registered or active."""

    state: ServiceState = ServiceState.NOT_PROVISIONED
    number: str = ""
    """To which, with its country code."""
    seconds: int = 0
    """How long it rings before a call nobody answers goes there."""

    @property
    def is_active(self) -> bool:
        return self.state is ServiceState.ACTIVE


NOT_PROVISIONED = ServiceSetting()
PROVISIONED = ServiceSetting(ServiceState.PROVISIONED)


class HasServices(Protocol):
    """A subscriber; `services` are those that are provisioned."""

    @property
    def services(self) -> Mapping[Service, ServiceSetting]: ...


def setting_of(subscriber: HasServices, service: Service) -> ServiceSetting:
    return subscriber.services.get(service, NOT_PROVISIONED)
