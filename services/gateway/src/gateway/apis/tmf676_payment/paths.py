"""The paths of TMF676: payments, and what is paid back."""

from gateway.apis.tmf676_payment.bodies import BODIES
from gateway.apis.tmf676_payment.filters import PAYMENT, REFUND
from gateway.apis.tmf676_payment.handlers.payments import Payments
from gateway.apis.tmf676_payment.handlers.refunds import Refunds
from gateway.apis.tmf676_payment.mapping.refunds import RESOURCE as REFUNDS
from gateway.apis.tmf676_payment.names import OF_A_REFUND, OF_A_TMF_PAYMENT
from gateway.apis.tmf676_payment.roles import PAY_OUT
from gateway.apis.tmf676_payment.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.holdings import WHOSE, Holdings
from gateway.records.names import OF_A_DECISION, OF_A_HOLDING, OF_AN_ID
from gateway.records.payments import BASE
from gateway.records.roles import PAY, READ_ADJUSTMENTS, READ_BALANCE
from gateway.rest.door.api import Api
from gateway.rest.door.path import PAGE, Path


def api(services: Services) -> Api:
    """Return TMF676."""
    payments, refunds = Payments(services, Holdings(services)), Refunds(services)
    paths = (
        Path(method="POST", path=f"{BASE}/payment", act=PAY, names=OF_A_TMF_PAYMENT,
             answer=payments.create, summary="Pay into an account, in yuan",
             takes="TmfPaymentCreate", gives="TmfPayment"),
        Path(method="GET", path=f"{BASE}/payment", act=READ_BALANCE,
             names={**OF_A_HOLDING, "account_id": "account.id"}, answer=payments.list,
             gives="TmfPayments", summary="List payments, newest first",
             asks=(*WHOSE, *PAGE), filters=PAYMENT),
        Path(method="GET", path=BASE + "/payment/{id}", act=READ_BALANCE,
             names=OF_AN_ID, answer=payments.read, summary="Read a payment",
             gives="TmfPayment", asks=("fields",)),
        Path(method="POST", path=REFUNDS, act=PAY_OUT, names=OF_A_REFUND,
             answer=refunds.create, takes="RefundCreate", gives="Refund",
             summary="Pay out what is owed after an account closed"),
        Path(method="GET", path=REFUNDS, act=READ_ADJUSTMENTS, names=OF_A_REFUND,
             answer=refunds.list, gives="Refunds", summary="List refunds, newest first",
             asks=PAGE, filters=REFUND),
        Path(method="GET", path=REFUNDS + "/{id}", act=READ_ADJUSTMENTS,
             names=OF_A_DECISION, answer=refunds.read, gives="Refund", summary="Read a refund",
             asks=("fields",)),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.PAYMENTS,
        base=BASE,
        unchanged="What was paid in or out is never edited.",
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
