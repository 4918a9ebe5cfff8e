"""The paths of the till: money that moves at somebody's word, in fen."""

from gateway.apis.till.bodies import BODIES
from gateway.apis.till.handlers.credit import Credit
from gateway.apis.till.handlers.payments import Payments
from gateway.apis.till.handlers.till import Batches, Till
from gateway.apis.till.names import OF_A_GIFT, OF_A_LIMIT, OF_A_PAYMENT, OF_A_REVERSAL
from gateway.apis.till.roles import (
    BLOCK_VOUCHERS,
    CONFIRM_HIGH_USE,
    GRANT_GIFT,
    HANDLE_DEPOSIT,
    RELEASE_VOUCHERS,
    REVERSE_PAYMENT,
    SET_CREDIT_LIMIT,
    TAKE_DEPOSIT,
)
from gateway.apis.till.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.records import headings
from gateway.records.balance_proof import PROOF
from gateway.records.roles import PAY, READ_BALANCE
from gateway.rest.door.api import Api
from gateway.rest.door.path import Path

ACCOUNT = "/v1/accounts/{id}"
OF_A_PAYMENT_MADE = frozenset({"channel"})
"""A payment is named as its own channel named it, whoever takes it back."""


def api(services: Services) -> Api:
    """Return the plain endpoints of the till."""
    till, batches = Till(services), Batches(services)
    credit, payments = Credit(services), Payments(services)
    paths = (
        Path(method="GET", path=f"{ACCOUNT}/books", act=READ_BALANCE, names=OF_A_GIFT,
             answer=till.books, gives="Books", asks=(PROOF,),
             summary="Read cash and the books beside it, in the order in which they pay"),
        Path(method="POST", path=f"{ACCOUNT}/deposits", act=TAKE_DEPOSIT, names=OF_A_GIFT,
             answer=till.take_deposit, takes="DepositCreate", gives="Book",
             summary="Take a deposit"),
        Path(method="POST", path=ACCOUNT + "/deposits/{book}/return", act=HANDLE_DEPOSIT,
             names=OF_A_GIFT, answer=till.return_deposit, takes="Reason", gives="Returned",
             gives_waiting="Waiting",
             summary="Give a deposit back"),
        Path(method="POST", path=f"{ACCOUNT}/gifts", act=GRANT_GIFT, names=OF_A_GIFT,
             answer=till.grant_gift, takes="GiftCreate", gives="Gift", gives_waiting="Waiting",
             summary="Give money that is not paid out"),
        Path(method="POST", path=f"{ACCOUNT}/credit-limit", act=SET_CREDIT_LIMIT,
             names=OF_A_LIMIT, answer=credit.set_limit, takes="CreditLimit", gives="Balance",
             gives_waiting="Waiting",
             summary="Say how far below zero an account may go"),
        Path(method="POST", path=f"{ACCOUNT}/high-use/confirmation", act=CONFIRM_HIGH_USE,
             names=OF_A_LIMIT, answer=credit.confirm_high_use, takes="Reason", gives="Account",
             summary="Confirm that use far above what is usual is the subscriber's own"),
        Path(method="POST", path="/v1/payments", act=PAY, answer=payments.pay, names=OF_A_PAYMENT,
             summary="Pay for a number, in fen", takes="PaymentCreate", gives="Payment",
             heading=headings.PAYMENTS),
        Path(method="POST", path="/v1/payments/reversals", act=REVERSE_PAYMENT,
             names=OF_A_REVERSAL, of_things=OF_A_PAYMENT_MADE, answer=till.reverse_payment,
             takes="ReversalCreate", gives="Payment",
             summary="Take back a payment made by mistake",
             heading=headings.PAYMENTS),
        Path(method="POST", path="/v1/vouchers/blocks", act=BLOCK_VOUCHERS,
             answer=till.block_vouchers, takes="VoucherBlock", gives="Blocked",
             summary="Block lost or stolen vouchers",
             heading=headings.PAYMENTS),
        Path(method="GET", path="/v1/vouchers/waiting", act=RELEASE_VOUCHERS,
             answer=batches.waiting, gives="WaitingBatches",
             summary="List batches of vouchers that wait for a second person",
             heading=headings.PAYMENTS),
        Path(method="POST", path="/v1/vouchers/releases", act=RELEASE_VOUCHERS,
             answer=batches.release, takes="VoucherRelease", gives="Released",
             summary="Release a batch of vouchers another person loaded",
             heading=headings.PAYMENTS),
    )  # fmt: skip
    return Api(
        paths=paths,
        heading=headings.BALANCES,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
