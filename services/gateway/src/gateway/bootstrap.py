"""Builds the gateway and connects it to the services."""

from starlette.applications import Starlette

from gateway.apis.business_clock.handlers import ClockDesk
from gateway.apis.desk.handlers import Shop
from gateway.apis.payment_providers.handlers import ProviderNotices, provider_paths
from gateway.apis.self_service.handlers.packs import Packs
from gateway.apis.self_service.handlers.subscribers import Subscribers
from gateway.apis.till.handlers.credit import Credit
from gateway.apis.till.handlers.till import Batches, Till
from gateway.apis.tmf620_product_catalog.handlers import ProductCatalogue
from gateway.apis.tmf622_product_ordering.handlers.orders import ProductOrders
from gateway.apis.tmf622_product_ordering.handlers.progress import Live
from gateway.apis.tmf622_product_ordering.mapping.process_requests import Processes
from gateway.apis.tmf635_usage.handlers.usage import UsageDesk
from gateway.apis.tmf654_prepay_balance.handlers.adjustments import Adjustments
from gateway.apis.tmf654_prepay_balance.handlers.balances import PrepayBalances
from gateway.apis.tmf676_payment.handlers.payments import Payments
from gateway.apis.tmf676_payment.handlers.refunds import Refunds
from gateway.apis.tmf677_usage_consumption.handlers.queries import UsageQueries
from gateway.apis.tmf677_usage_consumption.handlers.reports import Consumption
from gateway.clients.order_watch import OrderWatch
from gateway.clients.services import Services
from gateway.domain.at_once import AtOnce
from gateway.domain.rate_limit import Buckets
from gateway.edge.money_paths import (
    balance_paths,
    catalogue_paths,
    payment_paths,
    query_paths,
    usage_paths,
)
from gateway.edge.pack_paths import pack_paths
from gateway.edge.till_paths import adjustment_paths, batch_paths, credit_paths, till_paths
from gateway.records.customers import Customers
from gateway.records.holdings import Holdings
from gateway.rest.application import (
    application,
    clock_paths,
    customer_paths,
    order_paths,
    shop_paths,
)
from gateway.rest.door.door import Door
from gateway.rest.door.limits import CallerLimits
from gateway.rest.door.sign_in import KeySet
from gateway.settings import GatewaySettings
from runtime.host.doors import Parts, Plumbing, Service


def rest(settings: GatewaySettings, services: Services, watch: OrderWatch) -> Starlette:
    """Build the REST door."""
    processes, holdings = Processes(services), Holdings(services)
    keys = KeySet(
        settings.token_keys_file,
        issuer=settings.token_issuer,
        audience=settings.token_audience,
    )
    door = Door(keys, limits_of(settings))
    streams = AtOnce(settings.streams_of_one, settings.streams)
    live = Live(watch, streams, settings.stream_seconds)
    paths = (
        *order_paths(ProductOrders(services, processes, live, settings.order_seconds)),
        *customer_paths(Customers(services)),
        *shop_paths(Shop(services, processes), Subscribers(services)),
        *catalogue_paths(ProductCatalogue(services)),
        *usage_paths(UsageDesk(services, holdings), Consumption(services, holdings)),
        *query_paths(UsageQueries(services, holdings)),
        *balance_paths(PrepayBalances(services, holdings)),
        *payment_paths(Payments(services, holdings)),
        *adjustment_paths(Adjustments(services, holdings), Refunds(services)),
        *till_paths(Till(services)),
        *batch_paths(Batches(services)),
        *provider_paths(ProviderNotices(services)),
        *credit_paths(Credit(services)),
        *pack_paths(Packs(services)),
        *clock_paths(ClockDesk(services, settings.quiet_seconds)),
    )
    return application(door, paths)


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
    return Parts(http=rest(settings, services, watch), background={"order watch": watch.run})


SERVICE = Service(name="gateway", settings_type=GatewaySettings, build=build)
