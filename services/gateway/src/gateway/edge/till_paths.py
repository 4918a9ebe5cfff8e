"""The paths of money that moves at somebody's word: adjustments, refunds, and the till."""

from gateway.apis.till.handlers.credit import Credit
from gateway.apis.till.handlers.till import Batches, Till
from gateway.apis.tmf654_prepay_balance.handlers.adjustments import RESOURCE as ADJUSTMENTS
from gateway.apis.tmf654_prepay_balance.handlers.adjustments import Adjustments
from gateway.apis.tmf676_payment.handlers.refunds import RESOURCE as REFUNDS
from gateway.apis.tmf676_payment.handlers.refunds import Refunds
from gateway.domain.roles import Act
from gateway.edge.list_attributes import ADJUSTMENT, REFUND
from gateway.rest.door.door import Path
from gateway.rest.grammar.field_names import (
    OF_A_DECISION,
    OF_A_GIFT,
    OF_A_LIMIT,
    OF_A_REFUND,
    OF_A_REVERSAL,
    OF_AN_ADJUSTMENT,
)

PAGE = ("fields", "offset", "limit")
OF_A_PAYMENT_MADE = frozenset({"channel"})
"""A payment is named as its own channel named it, whoever takes it back."""
ACCOUNT = "/v1/accounts/{id}"
DECIDING = "/v1/adjustments/{id}"


def adjustment_paths(adjustments: Adjustments, refunds: Refunds) -> tuple[Path, ...]:
    """TMF654 AdjustBalance, TMF676 refunds, and a second person's word on both."""
    return (
        Path(method="POST", path=ADJUSTMENTS, act=Act.ASK_ADJUSTMENT, names=OF_AN_ADJUSTMENT,
             answer=adjustments.create, takes="AdjustBalanceCreate", gives="AdjustBalance",
             summary="Add money or, below zero, take it; above a limit it waits for approval"),
        Path(method="GET", path=ADJUSTMENTS, act=Act.READ_ADJUSTMENTS, names=OF_AN_ADJUSTMENT,
             answer=adjustments.list, gives="AdjustBalances",
             summary="List adjustments, newest first", asks=PAGE, filters=ADJUSTMENT),
        Path(method="GET", path=ADJUSTMENTS + "/{id}", act=Act.READ_ADJUSTMENTS,
             names=OF_A_DECISION, answer=adjustments.read, gives="AdjustBalance",
             summary="Read an adjustment", asks=("fields",)),
        Path(method="POST", path=f"{DECIDING}/approval", act=Act.DECIDE_ADJUSTMENT,
             names=OF_A_DECISION, answer=adjustments.approve, takes="Decision",
             gives="AdjustBalance", summary="Approve what another person asked for"),
        Path(method="POST", path=f"{DECIDING}/rejection", act=Act.DECIDE_ADJUSTMENT,
             names=OF_A_DECISION, answer=adjustments.reject, takes="Rejection",
             gives="AdjustBalance", summary="Reject what another person asked for"),
        Path(method="POST", path=REFUNDS, act=Act.PAY_OUT, names=OF_A_REFUND,
             answer=refunds.create, takes="RefundCreate", gives="Refund",
             summary="Pay out what is owed after an account closed"),
        Path(method="GET", path=REFUNDS, act=Act.READ_ADJUSTMENTS, names=OF_A_REFUND,
             answer=refunds.list, gives="Refunds", summary="List refunds, newest first",
             asks=PAGE, filters=REFUND),
        Path(method="GET", path=REFUNDS + "/{id}", act=Act.READ_ADJUSTMENTS,
             names=OF_A_DECISION, answer=refunds.read, gives="Refund", summary="Read a refund",
             asks=("fields",)),
    )  # fmt: skip


def credit_paths(credit: Credit) -> tuple[Path, ...]:
    """Plain endpoints about who pays later, in fen."""
    return (
        Path(method="POST", path=f"{ACCOUNT}/credit-limit", act=Act.SET_CREDIT_LIMIT,
             names=OF_A_LIMIT, answer=credit.set_limit, takes="CreditLimit", gives="Balance",
             gives_waiting="Waiting",
             summary="Say how far below zero an account may go"),
        Path(method="POST", path=f"{ACCOUNT}/high-use/confirmation", act=Act.CONFIRM_HIGH_USE,
             names=OF_A_LIMIT, answer=credit.confirm_high_use, takes="Reason", gives="Balance",
             summary="Confirm that use far above what is usual is hers"),
    )  # fmt: skip


def till_paths(till: Till) -> tuple[Path, ...]:
    """Plain endpoints, in fen."""
    return (
        Path(method="GET", path=f"{ACCOUNT}/books", act=Act.READ_BALANCE, names=OF_A_GIFT,
             answer=till.books, gives="Books",
             summary="Read cash and the books beside it, in the order in which they pay"),
        Path(method="POST", path=f"{ACCOUNT}/deposits", act=Act.TAKE_DEPOSIT, names=OF_A_GIFT,
             answer=till.take_deposit, takes="DepositCreate", gives="Book",
             summary="Take a deposit"),
        Path(method="POST", path=ACCOUNT + "/deposits/{book}/return", act=Act.HANDLE_DEPOSIT,
             names=OF_A_GIFT, answer=till.return_deposit, takes="Reason", gives="Returned",
             gives_waiting="Waiting",
             summary="Give a deposit back"),
        Path(method="POST", path=f"{ACCOUNT}/gifts", act=Act.GRANT_GIFT, names=OF_A_GIFT,
             answer=till.grant_gift, takes="GiftCreate", gives="Gift", gives_waiting="Waiting",
             summary="Give money that is not paid out"),
        Path(method="POST", path="/v1/payments/reversals", act=Act.REVERSE_PAYMENT,
             names=OF_A_REVERSAL, of_things=OF_A_PAYMENT_MADE, answer=till.reverse_payment,
             takes="ReversalCreate", gives="Payment",
             summary="Take back a payment made by mistake"),
        Path(method="POST", path="/v1/vouchers/blocks", act=Act.BLOCK_VOUCHERS,
             answer=till.block_vouchers, takes="VoucherBlock", gives="Blocked",
             summary="Block lost or stolen vouchers"),
    )  # fmt: skip


def batch_paths(batches: Batches) -> tuple[Path, ...]:
    """Batches of vouchers that wait for a second person."""
    return (
        Path(method="GET", path="/v1/vouchers/waiting", act=Act.RELEASE_VOUCHERS,
             answer=batches.waiting, gives="WaitingBatches",
             summary="List batches of vouchers that wait for a second person"),
        Path(method="POST", path="/v1/vouchers/releases", act=Act.RELEASE_VOUCHERS,
             answer=batches.release, takes="VoucherRelease", gives="Released",
             summary="Release a batch of vouchers another person loaded"),
    )  # fmt: skip
