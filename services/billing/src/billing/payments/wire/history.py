"""What happened to accounts, as messages: rated use and payments."""

from collections.abc import Sequence
from datetime import datetime

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.wire.values import id_of, moment_message, money_message, one_of
from billing.catalogue.domain.catalogue import DATA
from billing.lifecycle.wire.answers import account_message
from billing.payments.domain.payment import Payment
from billing.payments.ports.histories import LeftWith, ListedPayment, UsageSum, WhichAccounts
from billing.payments.ports.providers import PaymentProviders
from billing.payments.wire.top_ups import top_up_message
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import Difference
from billing.rating.ports.usage import UsageLine
from boss.billing.v1 import questions_pb2
from kernel.errors import Invalid
from kernel.masking import mask_msisdn

_MOST_ACCOUNTS = 100


def usage_message(line: UsageLine, *, masked: bool, country: str = "") -> questions_pb2.RatedUsage:
    """Return a rated record; staff see the other number masked (domain 7.11)."""
    record = line.record
    # What data is let through by is an access point and nobody's number.
    hides = masked and record.kind != DATA
    return questions_pb2.RatedUsage(
        record_id=record.id,
        kind=record.kind,
        peer=mask_msisdn(record.peer) if hides else record.peer,
        started_at=moment_message(record.started_at),
        quantity=record.quantity,
        charged_millifen=line.millifen,
        derivation=line.derivation,
        subscriber_id=record.subscriber_id,
        msisdn=record.msisdn,
        roam_type=record.roam_type,
        allowance_used=line.allowance_used,
        rated_at=moment_message(line.rated_at) if line.rated_at else None,
        differences=map(_difference_message, line.differences),
        visited_plmn=record.visited_plmn,
        visited_country=country,
    )


def _difference_message(one: Difference) -> questions_pb2.UsageDifference:
    return questions_pb2.UsageDifference(
        run_id=one.run_id,
        from_millifen=one.from_millifen,
        to_millifen=one.to_millifen,
        derivation=one.derivation,
        at=moment_message(one.at) if one.at else None,
    )


def sums_message(
    sums: Sequence[UsageSum], *, period: Period, at: datetime
) -> questions_pb2.SumUsageResponse:
    return questions_pb2.SumUsageResponse(
        sums=[
            questions_pb2.UsageSum(
                kind=one.kind,
                records=one.records,
                quantity=one.quantity,
                charged_millifen=one.millifen,
            )
            for one in sums
        ],
        since=moment_message(period.since),
        until=moment_message(period.until) if period.until else None,
        at=moment_message(at),
    )


def payment_message(payment: Payment) -> questions_pb2.Payment:
    message = questions_pb2.Payment(
        id=payment.id,
        account_id=payment.account_id,
        payment_channel=payment.channel,
        reference=payment.reference,
        amount=money_message(payment.amount),
        at=moment_message(payment.at),
        status=payment.status.value,
    )
    if payment.reversed_at is not None:
        message.reversed_at.CopyFrom(moment_message(payment.reversed_at))
    return message


def listed_payment_message(
    listed: ListedPayment, providers: PaymentProviders
) -> questions_pb2.Payment:
    """Return what was paid, or what was asked for as the payment it is to become."""
    message = questions_pb2.Payment()
    if listed.asked is not None:
        asked = top_up_message(listed.asked, providers)
        message = questions_pb2.Payment(
            id=asked.id,
            account_id=asked.account_id,
            payment_channel=asked.payment_channel,
            reference=asked.reference,
            amount=asked.amount,
            at=asked.asked_at,
            status=asked.status,
            asked=asked,
        )
    if listed.payment is not None:
        message.MergeFrom(payment_message(listed.payment))
    return message


def account_ids_of(request: questions_pb2.ListPaymentsRequest) -> list[str]:
    """Return whose payments are asked for; raises `INVALID_ARGUMENT`."""
    if not 0 < len(request.account_ids) <= _MOST_ACCOUNTS:
        sentence = f"Name 1 to {_MOST_ACCOUNTS} accounts."
        raise Invalid("INVALID_ARGUMENT", sentence, field="account_ids")
    return sorted({id_of(one, field="account_ids") for one in request.account_ids})


def which_accounts(request: questions_pb2.ListAccountsRequest) -> WhichAccounts:
    """Return which accounts are asked for; raises `INVALID_ARGUMENT`."""
    known = {state.value for state in AccountState}
    if wrong := sorted(set(request.states) - known):
        sentence = f"{wrong[0]!r} is no state of an account."
        raise Invalid("INVALID_ARGUMENT", sentence, field="states")
    after = request.after_account_id
    return WhichAccounts(
        states=sorted(set(request.states)),
        after=id_of(after, field="after_account_id") if after else "",
        left_with=one_of(LeftWith, request.left_with, field="left_with"),
    )


def listed_account_message(account: Account) -> questions_pb2.Account:
    """Return an account among others, with what of it is no gift."""
    message = account_message(account)
    message.cash.CopyFrom(money_message(account.cash))
    return message
