"""What happened to accounts, as messages: rated use and payments."""

from billing.accounts.wire.values import id_of, moment_message, money_message
from billing.payments.domain.payment import Payment
from billing.payments.ports.payments import ListedPayment
from billing.payments.ports.providers import PaymentProviders
from billing.payments.wire.top_ups import top_up_message
from boss.billing.v1 import questions_pb2
from kernel.errors import Invalid

_MOST_ACCOUNTS = 100


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
    """Return whose payments are asked for; raises `FIELD_NOT_VALID`."""
    if not 0 < len(request.account_ids) <= _MOST_ACCOUNTS:
        sentence = f"Name 1 to {_MOST_ACCOUNTS} accounts."
        raise Invalid("FIELD_NOT_VALID", sentence, field="account_ids")
    return sorted({id_of(one, field="account_ids") for one in request.account_ids})
