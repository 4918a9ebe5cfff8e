"""The path of payment providers."""

from gateway.apis.payment_providers.bodies import BODIES
from gateway.apis.payment_providers.handlers import ProviderNotices, provider
from gateway.apis.payment_providers.roles import NOTIFY_PAYMENT
from gateway.apis.payment_providers.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.rest.door.api import Api
from gateway.rest.door.path import Path


def api(services: Services) -> Api:
    """Return where payment providers say what they collected."""
    notices = ProviderNotices(services)
    paths = (
        Path(method="POST", path="/v1/payment-providers/{provider}/notifications",
             act=NOTIFY_PAYMENT, caller=provider, answer=notices.handle,
             takes="PaymentNotification", gives="PaymentNotified", answers=(200,),
             summary="Say what a payment provider collected: its own signature, no token"),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.PAYMENTS,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
