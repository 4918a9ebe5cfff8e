"""The paths of TMF654: what is left, topping up, adjusting, and a second person's word on it."""

from gateway.apis.tmf654_prepay_balance.bodies import BODIES
from gateway.apis.tmf654_prepay_balance.filters import ACCUMULATED, ADJUSTMENT, BUCKET, TOPUP
from gateway.apis.tmf654_prepay_balance.handlers.adjustments import Adjustments
from gateway.apis.tmf654_prepay_balance.handlers.balances import PrepayBalances
from gateway.apis.tmf654_prepay_balance.mapping.adjustments import RESOURCE
from gateway.apis.tmf654_prepay_balance.mapping.buckets import BASE
from gateway.apis.tmf654_prepay_balance.names import OF_AN_ADJUSTMENT
from gateway.apis.tmf654_prepay_balance.roles import ASK_ADJUSTMENT, DECIDE_ADJUSTMENT
from gateway.apis.tmf654_prepay_balance.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.balance_proof import PROOF
from gateway.records.holdings import WHOSE, Holdings
from gateway.records.names import OF_A_DECISION, OF_A_HOLDING, OF_A_TOPUP, OF_AN_ID
from gateway.records.roles import PAY, READ_ADJUSTMENTS, READ_BALANCE
from gateway.rest.door.api import Api
from gateway.rest.door.path import PAGE, SORTED, Path

DECIDING = "/v1/adjustments/{id}"


def api(services: Services) -> Api:
    """Return TMF654."""
    holdings = Holdings(services)
    balances = PrepayBalances(services, holdings)
    adjustments = Adjustments(services, holdings)
    paths = (
        Path(method="GET", path=f"{BASE}/bucket", act=READ_BALANCE,
             names=OF_A_HOLDING, answer=balances.buckets, gives="Buckets",
             summary="List money, gifts, deposits and allowances as buckets",
             asks=(*WHOSE, PROOF, *SORTED), filters=BUCKET),
        Path(method="GET", path=BASE + "/bucket/{id}", act=READ_BALANCE,
             names=OF_AN_ID, answer=balances.read_bucket, gives="Bucket",
             summary="Read a bucket", asks=(PROOF, "fields")),
        Path(method="GET", path=f"{BASE}/accumulatedBalance", act=READ_BALANCE,
             names=OF_A_HOLDING, answer=balances.totals, gives="AccumulatedBalances",
             summary="List what accounts have in all", asks=(*WHOSE, PROOF, *SORTED),
             filters=ACCUMULATED),
        Path(method="GET", path=BASE + "/accumulatedBalance/{id}", act=READ_BALANCE,
             names=OF_AN_ID, answer=balances.read_total, gives="AccumulatedBalance",
             summary="Read what an account has in all", asks=(PROOF, "fields")),
        Path(method="POST", path=f"{BASE}/topupBalance", act=PAY, names=OF_A_TOPUP,
             answer=balances.top_up, summary="Top up a number, in yuan",
             takes="TopupBalanceCreate", gives="TopupBalance"),
        Path(method="GET", path=f"{BASE}/topupBalance", act=READ_BALANCE,
             names=OF_A_HOLDING, answer=balances.top_ups, gives="TopupBalances",
             summary="List topups, newest first", asks=(*WHOSE, *PAGE), filters=TOPUP),
        Path(method="GET", path=BASE + "/topupBalance/{id}", act=READ_BALANCE,
             names=OF_AN_ID, answer=balances.read_top_up, gives="TopupBalance",
             summary="Read a topup", asks=("fields",)),
        Path(method="POST", path=RESOURCE, act=ASK_ADJUSTMENT, names=OF_AN_ADJUSTMENT,
             answer=adjustments.create, takes="AdjustBalanceCreate", gives="AdjustBalance",
             summary="Add money or, below zero, take it; above a limit it waits for approval"),
        Path(method="GET", path=RESOURCE, act=READ_ADJUSTMENTS, names=OF_AN_ADJUSTMENT,
             answer=adjustments.list, gives="AdjustBalances",
             summary="List adjustments, newest first", asks=PAGE, filters=ADJUSTMENT),
        Path(method="GET", path=RESOURCE + "/{id}", act=READ_ADJUSTMENTS,
             names=OF_A_DECISION, answer=adjustments.read, gives="AdjustBalance",
             summary="Read an adjustment", asks=("fields",)),
        Path(method="POST", path=f"{DECIDING}/approval", act=DECIDE_ADJUSTMENT,
             names=OF_A_DECISION, answer=adjustments.approve, takes="Decision",
             gives="AdjustBalance", summary="Approve what another person asked for"),
        Path(method="POST", path=f"{DECIDING}/rejection", act=DECIDE_ADJUSTMENT,
             names=OF_A_DECISION, answer=adjustments.reject, takes="Rejection",
             gives="AdjustBalance", summary="Reject what another person asked for"),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.BALANCES,
        base=BASE,
        not_offered={
            "deductBalance": "What is used and ordered is charged by rating and by orders.",
            "transferBalance": "Money is not moved from one number to another.",
            "reserveBalance": "Money is reserved by the network, before something is used.",
            "balanceActionHistory": "Read /v1/subscribers/{id}/postings: the whole ledger.",
        },
        unchanged="A balance changes by payments, use and orders; what was booked is never edited.",
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
