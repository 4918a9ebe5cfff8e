"""For whom, as requests say it."""

from typing import Literal, assert_never

from billing.accounts.ports import ByAccount, ByNumber, BySubscriber, Payee
from billing.accounts.wire.values import id_of, msisdn_of
from boss.billing.v1 import commands_pb2, questions_pb2, top_ups_pb2
from kernel.errors import Invalid


def user_of(
    request: commands_pb2.BuyPackRequest | questions_pb2.ListAllowancesRequest,
) -> Payee:
    """Return who is meant; raises `FIELD_NOT_VALID`."""
    by = request.WhichOneof("by")
    match by:
        case "subscriber_id":
            return BySubscriber(id_of(request.subscriber_id, field="subscriber_id"))
        case "msisdn":
            return ByNumber(msisdn_of(request.msisdn, field="msisdn"))
        case None:
            raise Invalid("FIELD_MISSING", "Say for whom.", field="subscriber_id")
        case _:
            assert_never(by)


NamesPayee = (
    commands_pb2.PostPaymentRequest | questions_pb2.GetBalanceRequest | top_ups_pb2.AskTopUpRequest
)


def payee_of(request: questions_pb2.GetBalanceRequest) -> Payee:
    """Return whose balance is asked for; raises `FIELD_NOT_VALID`."""
    return payee_said(request.WhichOneof("by"), request)


def payee_said(
    name: Literal["subscriber_id", "msisdn", "account_id"] | None, request: NamesPayee
) -> Payee:
    """Return for whom; raises `FIELD_MISSING` where nobody is named."""
    match name:
        case "subscriber_id":
            return BySubscriber(id_of(request.subscriber_id, field="subscriber_id"))
        case "msisdn":
            return ByNumber(msisdn_of(request.msisdn, field="msisdn"))
        case "account_id":
            return ByAccount(id_of(request.account_id, field="account_id"))
        case None:
            raise Invalid("FIELD_MISSING", "Say for whom.", field="subscriber_id")
        case _:
            assert_never(name)
