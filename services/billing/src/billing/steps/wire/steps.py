"""Steps of orders, from their messages."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from google.protobuf.message import Message

from billing.accounts.domain.step_ref import StepRef
from billing.accounts.wire.values import code_of, id_of, moment_asked, money_of, msisdn_of, word_of
from billing.lifecycle.domain import steps
from billing.lifecycle.domain.steps import AccountStep
from billing.steps.usecases.carry_out import AskedStep
from boss.billing.v1 import commands_pb2, steps_pb2
from kernel.errors import Invalid, within
from runtime.rpc.stages import must_be_stage

_FIELD = "step"


def step_of(message: commands_pb2.BillingStep) -> AccountStep:
    """Return the step; raises `FIELD_NOT_VALID` with the field that is wrong."""
    name = message.WhichOneof("step")
    if name is None:
        raise Invalid("FIELD_MISSING", "Say which step.", field=_FIELD)
    return _READ[name](getattr(message, name))


def ref_of(request: commands_pb2.CarryOutRequest | commands_pb2.TakeBackRequest) -> StepRef:
    """Return which step of which order; raises `FIELD_NOT_VALID`."""
    if request.step_no < 0:
        raise Invalid("FIELD_NOT_VALID", "Steps are counted from 0.", field="step_no")
    return StepRef(id_of(request.order_id, field="order_id"), request.step_no)


def stage_of(
    request: steps_pb2.CarryOutStageRequest | steps_pb2.TakeBackStageRequest,
) -> Sequence[AskedStep]:
    """Return the steps of a stage; raises `FIELD_NOT_VALID`, `FIELD_MISSING` with the field."""
    must_be_stage(request)
    order_id, steps = id_of(request.order_id, field="order_id"), []
    for place, asked in enumerate(request.steps):
        with within(f"steps[{place}]"):
            step = step_of(asked.step)
        ref = StepRef(order_id, asked.step_no)
        steps.append(AskedStep(step, ref, digest_of(asked.step)))
    return steps


def digest_of(message: Message) -> str:
    """Return what stands for a step's content."""
    return hashlib.sha256(message.SerializeToString(deterministic=True)).hexdigest()


def _new_number(step: Callable[..., AccountStep], name: str) -> Callable[[Any], AccountStep]:
    """Return what reads a step about a number an account is to pay for."""
    at = f"{_FIELD}.{name}"
    return lambda message: step(
        account_id=_account(message),
        customer_id=id_of(message.customer_id, field=f"{at}.customer_id"),
        subscriber_id=id_of(message.subscriber_id, field=f"{at}.subscriber_id"),
        msisdn=msisdn_of(message.msisdn, field=f"{at}.msisdn"),
        offering=word_of(message.offering, field=f"{at}.offering"),
        segment=code_of(message.segment, field=f"{at}.segment"),
        region=code_of(message.region, field=f"{at}.region"),
        customer_version=message.customer_version,
    )


def _of_line(step: Callable[..., AccountStep]) -> Callable[[Any], AccountStep]:
    """Return what reads a step about one number of an account."""
    return lambda message: step(account_id=_account(message), subscriber_id=message.subscriber_id)


def _take_fee(message: Any) -> AccountStep:
    return steps.TakeFee(
        account_id=_account(message),
        fee=message.fee,
        amount=money_of(message.amount, field=f"{_FIELD}.take_fee.amount"),
        from_balance=message.from_balance,
    )


def _take_prepayment(message: Any) -> AccountStep:
    return steps.TakePrepayment(
        account_id=_account(message),
        amount=money_of(message.amount, field=f"{_FIELD}.take_prepayment.amount"),
    )


def _start_keeping(message: Any) -> AccountStep:
    return steps.StartKeeping(
        account_id=_account(message),
        subscriber_id=message.subscriber_id,
        until=moment_asked(message, field="until"),
    )


def _change_plan(message: Any) -> AccountStep:
    at = f"{_FIELD}.change_plan"
    return steps.ChangePlan(
        account_id=_account(message),
        subscriber_id=message.subscriber_id,
        offering=word_of(message.offering, field=f"{at}.offering"),
        since=moment_asked(message, field="since"),
        instead_of=message.instead_of,
    )


def _withdraw_plan_change(message: Any) -> AccountStep:
    at = f"{_FIELD}.withdraw_plan_change"
    since = moment_asked(message, field="since")
    if since is None:
        raise Invalid("FIELD_MISSING", "Say when it was to begin.", field=f"{at}.since")
    return steps.WithdrawPlanChange(
        account_id=_account(message),
        subscriber_id=message.subscriber_id,
        offering=word_of(message.offering, field=f"{at}.offering"),
        since=since,
    )


def _reopen_account(message: Any) -> AccountStep:
    return steps.ReopenAccount(
        account_id=_account(message),
        subscriber_id=message.subscriber_id,
        closed_by=id_of(message.closed_by, field=f"{_FIELD}.reopen_account.closed_by"),
    )


def _hand_over_account(message: Any) -> AccountStep:
    at = f"{_FIELD}.hand_over_account"
    return steps.HandOverAccount(
        account_id=_account(message),
        new_account_id=id_of(message.new_account_id, field=f"{at}.new_account_id"),
        subscriber_id=id_of(message.subscriber_id, field=f"{at}.subscriber_id"),
        customer_id=id_of(message.customer_id, field=f"{at}.customer_id"),
        prepayment=money_of(message.prepayment, field=f"{at}.prepayment"),
        money_goes_along=message.money_goes_along,
        segment=code_of(message.segment, field=f"{at}.segment"),
        region=code_of(message.region, field=f"{at}.region"),
        customer_version=message.customer_version,
    )


def _account(message: Any) -> str:
    return id_of(message.account_id, field=f"{_FIELD}.account_id")


_READ: Mapping[str, Callable[[Any], AccountStep]] = {
    "open_account": _new_number(steps.OpenAccount, "open_account"),
    "join_account": _new_number(steps.JoinAccount, "join_account"),
    "close_to_cards": lambda message: steps.CloseToCards(account_id=_account(message)),
    "clear_voucher_tries": lambda message: steps.ClearVoucherTries(account_id=_account(message)),
    "take_fee": _take_fee,
    "take_prepayment": _take_prepayment,
    "start_plan": _of_line(steps.StartPlan),
    "start_keeping": _start_keeping,
    "end_keeping": _of_line(steps.EndKeeping),
    "change_plan": _change_plan,
    "withdraw_plan_change": _withdraw_plan_change,
    "close_account": _of_line(steps.CloseAccount),
    "reopen_account": _reopen_account,
    "hand_over_account": _hand_over_account,
}
