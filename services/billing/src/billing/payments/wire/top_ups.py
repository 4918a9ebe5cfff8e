"""Top-ups, from and to their messages."""

from billing.accounts.wire.payee import payee_said
from billing.accounts.wire.values import id_of, moment_message, money_message, money_of, one_of
from billing.payments.domain.collector import Collector
from billing.payments.domain.top_up import TopUp, TopUpState
from billing.payments.ports.providers import PaymentProviders, Sent
from billing.payments.ports.top_ups import WhichTopUps
from billing.payments.usecases.ask_top_up import AskTopUp
from billing.payments.wire.payments import reference_of
from boss.billing.v1 import top_ups_pb2


def top_up_asked(request: top_ups_pb2.AskTopUpRequest, collector: Collector) -> AskTopUp:
    """Return what is asked for; raises `FIELD_NOT_VALID` with the field that is wrong."""
    return AskTopUp(
        payee=payee_said(request.WhichOneof("payee"), request),
        collector=collector,
        reference=reference_of(request.reference),
        amount=money_of(request.amount, field="amount"),
    )


def sent_of(request: top_ups_pb2.NotifyPaymentRequest) -> Sent:
    return Sent(request.timestamp, request.signature, request.content)


def which_top_ups(request: top_ups_pb2.ListTopUpsRequest, *, limit: int) -> WhichTopUps:
    """Return which are asked for; raises `FIELD_NOT_VALID` with the field that is wrong."""
    account_id = request.account_id
    return WhichTopUps(
        state=one_of(TopUpState, request.status, field="status"),
        account_id=id_of(account_id, field="account_id") if account_id else "",
        offset=max(request.offset, 0),
        limit=limit,
    )


def top_up_message(top_up: TopUp, providers: PaymentProviders) -> top_ups_pb2.TopUp:
    """Return it with where to pay, while that is still waited for."""
    message = top_ups_pb2.TopUp(
        id=top_up.id,
        account_id=top_up.account_id,
        amount=money_message(top_up.amount),
        payment_channel=top_up.collector.channel,
        reference=top_up.reference,
        status=top_up.state.value,
        provider=top_up.provider,
        asked_at=moment_message(top_up.asked_at),
        expires_at=moment_message(top_up.expires_at),
        asked_by=top_up.collector.space,
    )
    provider = providers.get(top_up.provider)
    if provider is not None and top_up.state is TopUpState.PENDING:
        message.pay_link = provider.pay_link(top_up)
    if top_up.paid is not None:
        message.paid.CopyFrom(money_message(top_up.paid))
    if top_up.besides.minor:
        message.owed_back.CopyFrom(money_message(top_up.besides))
    if top_up.ended_at is not None:
        message.ended_at.CopyFrom(moment_message(top_up.ended_at))
    return message
