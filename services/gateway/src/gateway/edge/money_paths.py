"""The paths of what is sold, used, paid and left: TMF620, 635, 654, 676 and 677."""

from gateway.apis.tmf620_product_catalog.handlers import ProductCatalogue
from gateway.apis.tmf620_product_catalog.mapping.catalogue import BASE as CATALOGUE
from gateway.apis.tmf620_product_catalog.mapping.catalogue import RESOURCES, TYPES
from gateway.apis.tmf635_usage.handlers.specifications import BASE as USAGE
from gateway.apis.tmf635_usage.handlers.specifications import RESOURCE as SPECIFICATIONS
from gateway.apis.tmf635_usage.handlers.specifications import (
    list_specifications,
    read_specification,
)
from gateway.apis.tmf635_usage.handlers.usage import SINCE, UNTIL, UsageDesk
from gateway.apis.tmf654_prepay_balance.handlers.balances import PrepayBalances
from gateway.apis.tmf654_prepay_balance.mapping.buckets import BASE as BALANCES
from gateway.apis.tmf676_payment.handlers.payments import BASE as PAYMENTS
from gateway.apis.tmf676_payment.handlers.payments import Payments
from gateway.apis.tmf677_usage_consumption.handlers.queries import RESOURCE as QUERIES
from gateway.apis.tmf677_usage_consumption.handlers.queries import UsageQueries
from gateway.apis.tmf677_usage_consumption.handlers.reports import BASE as CONSUMPTION
from gateway.apis.tmf677_usage_consumption.handlers.reports import Consumption
from gateway.domain.roles import Act
from gateway.edge.list_attributes import (
    ACCUMULATED,
    BUCKET,
    PAYMENT,
    QUERY,
    REPORT,
    TOPUP,
    USAGE_SPECIFICATION,
)
from gateway.edge.list_attributes import CATALOGUE as CATALOGUE_ATTRIBUTES
from gateway.edge.list_attributes import USAGE as USAGE_ATTRIBUTES
from gateway.records.holdings import WHOSE
from gateway.rest.door.door import Path
from gateway.rest.grammar.field_names import OF_A_HOLDING, OF_A_TMF_PAYMENT, OF_A_TOPUP, OF_AN_ID

PAGE = ("fields", "offset", "limit")
SORTED = (*PAGE, "sort")


def catalogue_paths(catalogue: ProductCatalogue) -> tuple[Path, ...]:
    """TMF620: what is sold; loaded as a whole elsewhere, so it is only read here."""
    lists = [
        Path(method="GET", path=f"{CATALOGUE}/{name}", act=Act.READ_OFFERINGS,
             answer=catalogue.lists(name), gives=f"{TYPES[name]}List",
             summary=f"List or find every {name}",
             asks=SORTED, filters=CATALOGUE_ATTRIBUTES[name])
        for name in RESOURCES
    ]  # fmt: skip
    reads = [
        Path(method="GET", path=f"{CATALOGUE}/{name}/{{id}}", act=Act.READ_OFFERINGS,
             answer=catalogue.reads(name), gives=TYPES[name], summary=f"Read a {name}",
             asks=("fields",))
        for name in RESOURCES
    ]  # fmt: skip
    return (*lists, *reads)


def usage_paths(usage: UsageDesk, consumption: Consumption) -> tuple[Path, ...]:
    """TMF635 and TMF677 v4.0.0: every record with its charge; what a month came to."""
    report = f"{CONSUMPTION}/usageConsumptionReport"
    return (
        Path(method="GET", path=f"{USAGE}/usage", act=Act.READ_BALANCE, answer=usage.list,
             names=OF_A_HOLDING, gives="Usages",
             summary="List rated usage of one number, newest first: six months",
             asks=(*WHOSE, "usageType", SINCE, UNTIL, "proof", *PAGE), filters=USAGE_ATTRIBUTES),
        Path(method="GET", path=USAGE + "/usage/{id}", act=Act.READ_BALANCE, answer=usage.read,
             names=OF_AN_ID, summary="Read a rated record", gives="Usage",
             asks=("proof", "fields")),
        Path(method="GET", path=SPECIFICATIONS, act=Act.READ_OFFERINGS,
             answer=list_specifications, gives="UsageSpecifications",
             summary="List what kinds of use there are", asks=SORTED,
             filters=USAGE_SPECIFICATION),
        Path(method="GET", path=SPECIFICATIONS + "/{id}", act=Act.READ_OFFERINGS,
             answer=read_specification, gives="UsageSpecification",
             summary="Read what a use of a kind consists of", asks=("fields",)),
        Path(method="GET", path=report, act=Act.READ_BALANCE, answer=consumption.list,
             names=OF_A_HOLDING, gives="UsageConsumptionReports",
             summary="Calculate what was used this month, by number", asks=(*WHOSE, *SORTED),
             filters=REPORT),
        Path(method="GET", path=report + "/{id}", act=Act.READ_BALANCE, names=OF_AN_ID,
             answer=consumption.read, gives="UsageConsumptionReport",
             summary="Calculate what an account used this month", asks=("fields",)),
    )  # fmt: skip


def query_paths(queries: UsageQueries) -> tuple[Path, ...]:
    """TMF677 v4.0.1: the same month, asked for by a query."""
    return (
        Path(method="POST", path=QUERIES, act=Act.READ_BALANCE, names=OF_A_TOPUP,
             answer=queries.create, takes="QueryUsageConsumptionCreate",
             gives="QueryUsageConsumption", summary="Ask what a number used this month"),
        Path(method="GET", path=QUERIES, act=Act.READ_BALANCE, names=OF_A_HOLDING,
             answer=queries.list, gives="QueryUsageConsumptions",
             summary="List what numbers used this month, as answered queries",
             asks=(*WHOSE, *SORTED), filters=QUERY),
        Path(method="GET", path=QUERIES + "/{id}", act=Act.READ_BALANCE, names=OF_AN_ID,
             answer=queries.read, gives="QueryUsageConsumption",
             summary="Ask the same again of an account", asks=("fields",)),
    )  # fmt: skip


def balance_paths(balances: PrepayBalances) -> tuple[Path, ...]:
    """TMF654: what is left, and topping up."""
    return (
        Path(method="GET", path=f"{BALANCES}/bucket", act=Act.READ_BALANCE,
             names=OF_A_HOLDING, answer=balances.buckets, gives="Buckets",
             summary="List money, gifts, deposits and allowances as buckets",
             asks=(*WHOSE, *SORTED), filters=BUCKET),
        Path(method="GET", path=BALANCES + "/bucket/{id}", act=Act.READ_BALANCE,
             names=OF_AN_ID, answer=balances.read_bucket, gives="Bucket",
             summary="Read a bucket", asks=("fields",)),
        Path(method="GET", path=f"{BALANCES}/accumulatedBalance", act=Act.READ_BALANCE,
             names=OF_A_HOLDING, answer=balances.totals, gives="AccumulatedBalances",
             summary="List what accounts have in all", asks=(*WHOSE, *SORTED),
             filters=ACCUMULATED),
        Path(method="GET", path=BALANCES + "/accumulatedBalance/{id}", act=Act.READ_BALANCE,
             names=OF_AN_ID, answer=balances.read_total, gives="AccumulatedBalance",
             summary="Read what an account has in all", asks=("fields",)),
        Path(method="POST", path=f"{BALANCES}/topupBalance", act=Act.PAY, names=OF_A_TOPUP,
             answer=balances.top_up, summary="Top up a number, in yuan",
             takes="TopupBalanceCreate", gives="TopupBalance"),
        Path(method="GET", path=f"{BALANCES}/topupBalance", act=Act.READ_BALANCE,
             names=OF_A_HOLDING, answer=balances.top_ups, gives="TopupBalances",
             summary="List topups, newest first", asks=(*WHOSE, *PAGE), filters=TOPUP),
        Path(method="GET", path=BALANCES + "/topupBalance/{id}", act=Act.READ_BALANCE,
             names=OF_AN_ID, answer=balances.read_top_up, gives="TopupBalance",
             summary="Read a topup", asks=("fields",)),
    )  # fmt: skip


def payment_paths(payments: Payments) -> tuple[Path, ...]:
    """TMF676: payments."""
    return (
        Path(method="POST", path=f"{PAYMENTS}/payment", act=Act.PAY, names=OF_A_TMF_PAYMENT,
             answer=payments.create, summary="Pay into an account, in yuan",
             takes="TmfPaymentCreate", gives="TmfPayment"),
        Path(method="GET", path=f"{PAYMENTS}/payment", act=Act.READ_BALANCE,
             names={**OF_A_HOLDING, "account_id": "account.id"}, answer=payments.list,
             gives="TmfPayments", summary="List payments, newest first",
             asks=(*WHOSE, *PAGE), filters=PAYMENT),
        Path(method="GET", path=PAYMENTS + "/payment/{id}", act=Act.READ_BALANCE,
             names=OF_AN_ID, answer=payments.read, summary="Read a payment",
             gives="TmfPayment", asks=("fields",)),
    )  # fmt: skip
