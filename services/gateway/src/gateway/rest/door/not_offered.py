"""What TM Forum's interfaces have and this door does not, and why."""

from collections.abc import Mapping

from kernel.errors import Refusal

_CATALOGUE = "/tmf-api/productCatalogManagement/v4"
_BALANCES = "/tmf-api/prepayBalanceManagement/v4"
_PAYMENTS = "/tmf-api/paymentManagement/v4"
_CONSUMPTION = "/tmf-api/usageConsumption/v4"
_ORDERS = "/tmf-api/productOrderingManagement/v4"
_CUSTOMERS = "/tmf-api/customerManagement/v4"
_PERSONS = "/tmf-api/party/v4"
_USAGE = "/tmf-api/usageManagement/v4"
_EVENTS = "Events are said on Kafka: docs/events.md."

RESOURCES: Mapping[str, str] = {
    f"{_BALANCES}/deductBalance": "What is used and ordered is charged by rating and by orders.",
    f"{_BALANCES}/transferBalance": "Money is not moved from one number to another.",
    f"{_BALANCES}/reserveBalance": "Money is reserved by the network, before something is used.",
    f"{_BALANCES}/balanceActionHistory": "Read /v1/subscribers/{id}/postings: the whole ledger.",
    f"{_CATALOGUE}/importJob": "The catalogue is loaded as a whole: bossctl catalogue load.",
    f"{_CATALOGUE}/exportJob": "Read the lists: they are the whole catalogue.",
    f"{_CONSUMPTION}/usageConsumptionReportRequest": (
        "GET usageConsumptionReport: it is made at once."
    ),
    **{
        f"{each}/hub": _EVENTS
        for each in (
            _BALANCES,
            _CATALOGUE,
            _CONSUMPTION,
            _CUSTOMERS,
            _ORDERS,
            _PAYMENTS,
            _PERSONS,
            _USAGE,
        )
    },
}
"""Resources that are not there at all: 501."""
METHODS: Mapping[str, str] = {
    _CATALOGUE: "The catalogue is loaded as a whole: bossctl catalogue load.",
    _USAGE: "What was used comes from the network and is never edited.",
    _BALANCES: "A balance changes by payments, use and orders; what was booked is never edited.",
    _PAYMENTS: "What was paid in or out is never edited.",
    _CONSUMPTION: "A report is calculated when it is read.",
    _ORDERS: "An order is placed and, while it may be, cancelled: POST cancelProductOrder.",
    _CUSTOMERS: "A customer is registered, and classified by PATCH; nobody is deleted.",
    _PERSONS: "A person is registered with a paper, and stays as the paper says.",
}
"""Why what is there cannot be made or changed with this method: 405."""


def no_such_path(path: str) -> Refusal:
    """Return why nothing is at this path: `NOT_OFFERED` or `NO_SUCH_PATH`."""
    for resource, sentence in RESOURCES.items():
        if path == resource or path.startswith(f"{resource}/"):
            return Refusal("NOT_OFFERED", sentence)
    return Refusal("NO_SUCH_PATH", "There is nothing at this path; see /openapi.json.")


def no_such_method(method: str, path: str) -> Refusal:
    """Return why this method is not offered at this path: `METHOD_NOT_ALLOWED`."""
    why = next((said for base, said in METHODS.items() if path.startswith(f"{base}/")), "")
    sentence = f"{method} is not offered here; {why or 'see /openapi.json.'}"
    return Refusal("METHOD_NOT_ALLOWED", sentence)
