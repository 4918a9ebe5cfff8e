"""The paths of TMF677: a month as a report (v4.0.0) and as an answered query (v4.0.1)."""

from gateway.apis.tmf677_usage_consumption.bodies import BODIES
from gateway.apis.tmf677_usage_consumption.filters import QUERY, REPORT
from gateway.apis.tmf677_usage_consumption.handlers.queries import UsageQueries
from gateway.apis.tmf677_usage_consumption.handlers.reports import Consumption
from gateway.apis.tmf677_usage_consumption.mapping.queries import RESOURCE
from gateway.apis.tmf677_usage_consumption.mapping.reports import BASE
from gateway.apis.tmf677_usage_consumption.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.balance_proof import PROOF
from gateway.records.holdings import WHOSE, Holdings
from gateway.records.names import OF_A_HOLDING, OF_A_TOPUP, OF_AN_ID
from gateway.records.roles import READ_BALANCE
from gateway.rest.door.api import Api
from gateway.rest.door.path import SORTED, Path

REPORTS = f"{BASE}/usageConsumptionReport"


def api(services: Services) -> Api:
    """Return TMF677."""
    holdings = Holdings(services)
    consumption, queries = Consumption(services, holdings), UsageQueries(services, holdings)
    paths = (
        Path(method="GET", path=REPORTS, act=READ_BALANCE, answer=consumption.list,
             names=OF_A_HOLDING, gives="UsageConsumptionReports",
             summary="Calculate what was used this month, by number", asks=(*WHOSE, PROOF, *SORTED),
             filters=REPORT),
        Path(method="GET", path=REPORTS + "/{id}", act=READ_BALANCE, names=OF_AN_ID,
             answer=consumption.read, gives="UsageConsumptionReport",
             summary="Calculate what an account used this month", asks=(PROOF, "fields")),
        Path(method="POST", path=RESOURCE, act=READ_BALANCE, names=OF_A_TOPUP,
             answer=queries.create, asks=(PROOF,), takes="QueryUsageConsumptionCreate",
             gives="QueryUsageConsumption", summary="Ask what a number used this month"),
        Path(method="GET", path=RESOURCE, act=READ_BALANCE, names=OF_A_HOLDING,
             answer=queries.list, gives="QueryUsageConsumptions",
             summary="List what numbers used this month, as answered queries",
             asks=(*WHOSE, PROOF, *SORTED), filters=QUERY),
        Path(method="GET", path=RESOURCE + "/{id}", act=READ_BALANCE, names=OF_AN_ID,
             answer=queries.read, gives="QueryUsageConsumption",
             summary="Ask the same again of an account", asks=(PROOF, "fields")),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.USAGE,
        base=BASE,
        not_offered={
            "usageConsumptionReportRequest": "GET usageConsumptionReport: it is made at once."
        },
        unchanged="A report is calculated when it is read.",
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
