"""Builds the gateway and connects it to the services."""

from starlette.applications import Starlette

from gateway.apis.business_clock.paths import api as business_clock
from gateway.apis.desk.paths import api as desk
from gateway.apis.holder_check.paths import api as holder_check
from gateway.apis.number_stock.paths import api as number_stock
from gateway.apis.payment_providers.paths import api as payment_providers
from gateway.apis.self_service.paths import api as self_service
from gateway.apis.till.paths import api as till
from gateway.apis.tmf620_product_catalog.paths import api as product_catalog
from gateway.apis.tmf622_product_ordering.handlers.progress import Live
from gateway.apis.tmf622_product_ordering.paths import api as product_ordering
from gateway.apis.tmf629_customer_management.paths import api as customer_management
from gateway.apis.tmf632_party_management.paths import api as party_management
from gateway.apis.tmf635_usage.paths import api as usage
from gateway.apis.tmf654_prepay_balance.paths import api as prepay_balance
from gateway.apis.tmf676_payment.paths import api as payment
from gateway.apis.tmf677_usage_consumption.paths import api as usage_consumption
from gateway.apis.tmf681_communication.paths import api as communication
from gateway.clients.order_watch import OrderWatch
from gateway.clients.services import Services
from gateway.domain.at_once import AtOnce
from gateway.domain.rate_limit import Buckets
from gateway.rest.application import application
from gateway.rest.door.api import Apis
from gateway.rest.door.door import Door
from gateway.rest.door.limits import CallerLimits
from gateway.rest.door.sign_in import KeySet
from gateway.settings import GatewaySettings
from runtime.host.doors import Parts, Plumbing, Service


def apis(settings: GatewaySettings, services: Services, watch: OrderWatch) -> Apis:
    """Return every API of this door; a new one is its folder and its line here."""
    streams = AtOnce(settings.streams_of_one, settings.streams)
    live = Live(watch, streams, settings.stream_seconds)
    return Apis((
        product_ordering(services, live=live, seconds=settings.order_seconds),
        customer_management(services),
        party_management(services),
        desk(services),
        number_stock(services),
        self_service(services),
        product_catalog(services),
        usage(services),
        usage_consumption(services),
        communication(services),
        prepay_balance(services),
        payment(services),
        till(services),
        payment_providers(services),
        business_clock(services, quiet_seconds=settings.quiet_seconds),
        holder_check(services),
    ))  # fmt: skip


def rest(settings: GatewaySettings, served: Apis) -> Starlette:
    """Build the REST door before these APIs."""
    keys = KeySet(
        settings.token_keys_file,
        issuer=settings.token_issuer,
        audience=settings.token_audience,
    )
    return application(Door(keys, limits_of(settings)), served)


def limits_of(settings: GatewaySettings) -> CallerLimits:
    """Return what one caller may ask of this process."""
    return CallerLimits(
        Buckets(settings.calls_per_second, settings.call_burst),
        Buckets(settings.failed_sign_ins_per_second, settings.failed_sign_in_burst),
        AtOnce(settings.calls_at_once, settings.max_calls),
        Buckets(settings.open_calls_per_second, settings.open_call_burst),
    )


def build(plumbing: Plumbing[GatewaySettings]) -> Parts:
    """Connect the REST door to the services and to the topic it watches."""
    settings = plumbing.settings
    watch = OrderWatch(settings)
    services = Services(plumbing.channels, tuple(settings.peers))
    door = rest(settings, apis(settings, services, watch))
    return Parts(http=door, background={"order watch": watch.run})


SERVICE = Service(name="gateway", settings_type=GatewaySettings, build=build)
