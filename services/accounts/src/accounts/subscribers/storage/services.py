"""Supplementary services as a row keeps them: words, one for each that is provisioned."""

from accounts.subscribers.domain.supplementary import (
    Service,
    Services,
    ServiceSetting,
    ServiceState,
)


def written(services: Services) -> str:
    return " ".join(
        f"{name}:{one.state}:{one.number}:{one.seconds}" for name, one in sorted(services.items())
    )


def services_of(text: str) -> Services:
    return dict(_read(word) for word in text.split())


def _read(word: str) -> tuple[Service, ServiceSetting]:
    name, state, number, seconds = word.split(":")
    return Service(name), ServiceSetting(ServiceState(state), number, int(seconds))
