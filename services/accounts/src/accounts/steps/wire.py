"""Steps of orders, read from protobuf; every refusal names its field."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any

from accounts.customers.domain.steps import ReservePlace
from accounts.proofs.domain.prepared_password import GivePassword, HoldPassword, SetPassword
from accounts.proofs.domain.proof import UseProof
from accounts.proofs.domain.service_password import PasswordAct
from accounts.proofs.domain.unlocking import LockKind, Unlock
from accounts.steps.domain import StageStep, Step, StepRef
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.subscribers.domain.abroad import AbroadService, Permission
from accounts.subscribers.domain.language import Language
from accounts.subscribers.domain.life import SPOKEN
from accounts.subscribers.domain.steps import (
    ActivateSubscriber,
    AddStop,
    AssignSim,
    LiftStop,
    MoveSubscriber,
    OpenSubscriber,
    RestoreSubscriber,
    SetAbroad,
    SetLanguage,
    SetServiceState,
    TerminateSubscriber,
)
from accounts.subscribers.domain.stop import STOPS, Level, Lifter, Stop
from accounts.subscribers.domain.subscriber import Agreement
from accounts.subscribers.domain.supplementary import (
    FORWARDING,
    Service,
    ServiceSetting,
    ServiceState,
)
from accounts.subscribers.wire import LEVELS, REASONS
from boss.accounts.v1 import commands_pb2, steps_pb2
from boss.values.v1 import values_pb2
from kernel.errors import Invalid, within
from kernel.ids import is_id
from kernel.numbering import Iccid, Msisdn
from runtime.rpc.stages import must_be_stage

StageRequest = steps_pb2.CarryOutStageRequest | steps_pb2.TakeBackStageRequest
StepRequest = commands_pb2.CarryOutRequest | commands_pb2.TakeBackRequest
_LEVELS = {
    values_pb2.BarringLevel.Value(name): level
    for level, name in LEVELS.items()
    if level is not Level.NONE
}
_REASONS = {values_pb2.StopReason.Value(name): reason for reason, name in REASONS.items()}
_LIFTERS = {values_pb2.Lifter.Value(f"LIFTER_{one.name}"): one for one in Lifter}
_MOVES = {commands_pb2.SubscriberMove.Value(f"SUBSCRIBER_MOVE_{act.name}"): act for act in SPOKEN}
_PASSWORD_ACTS = {
    commands_pb2.PasswordAct.Value(f"PASSWORD_ACT_{act.name}"): act
    for act in (PasswordAct.CHANGE, PasswordAct.RESET_BY_HOLDER, PasswordAct.RESET_BY_STAFF)
}
_NOBODY = values_pb2.LIFTER_UNSPECIFIED


def step_ref_of(request: StepRequest) -> StepRef:
    """Read which step of which order is meant; raises `Invalid` with the field."""
    if not request.order_id:
        raise Invalid("FIELD_MISSING", "A step is done for an order.", field="order_id")
    if not is_id(request.order_id):
        raise Invalid("FIELD_NOT_VALID", "This is no id of an order.", field="order_id")
    if request.step_no < 0:
        raise Invalid("FIELD_NOT_VALID", "Steps count from 0.", field="step_no")
    return StepRef(request.order_id, request.step_no)


def stage_of(request: StageRequest) -> Sequence[StageStep]:
    """Read the steps of a stage; raises `Invalid` with the field of what cannot be read."""
    if not is_id(request.order_id):
        raise Invalid("FIELD_NOT_VALID", "This is no id of an order.", field="order_id")
    must_be_stage(request)
    steps = []
    for place, asked in enumerate(request.steps):
        with within(f"steps[{place}]"):
            steps.append(StageStep(asked.step_no, digest_of(asked.step), step_of(asked.step)))
    return steps


def digest_of(step: commands_pb2.AccountsStep) -> str:
    """Return what stands for the content of a step."""
    return hashlib.sha256(step.SerializeToString(deterministic=True)).hexdigest()


def step_of(message: commands_pb2.AccountsStep) -> Step:
    """Read a step; raises `Invalid` with the field of what cannot be read."""
    kind = message.WhichOneof("step")
    if kind is None:
        raise Invalid("FIELD_NOT_VALID", "This step is none of ours.", field="step")
    return _STEPS[kind](getattr(message, kind))


def _msisdn(text: str, *, field: str = "step.msisdn") -> Msisdn:
    msisdn: Msisdn = _read(Msisdn, text, field=field)
    return msisdn


def _iccid(text: str, *, field: str = "step.iccid") -> Iccid:
    iccid: Iccid = _read(Iccid, text, field=field)
    return iccid


def _read(kind: Any, text: str, *, field: str) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise Invalid("FIELD_NOT_VALID", f"{error}.", field=field) from None


def _open(step: commands_pb2.OpenSubscriber) -> OpenSubscriber:
    if not is_id(step.subscriber_id):
        raise Invalid("FIELD_MISSING", "It needs an id.", field="step.subscriber_id")
    return OpenSubscriber(
        subscriber_id=step.subscriber_id,
        customer_id=step.customer_id,
        msisdn=_msisdn(step.msisdn),
        iccid=_iccid(step.iccid),
        offering=step.offering,
        agreement=_agreement(step.agreement),
        bound_until=step.bound_until.ToDatetime(UTC) if step.HasField("bound_until") else None,
    )


def _agreement(message: commands_pb2.Agreement) -> Agreement:
    for part in ("service_types", "service_items", "tariff_plan", "payment_plan"):
        if not getattr(message, part):
            field = f"step.agreement.{part}"
            raise Invalid("FIELD_MISSING", "An agreement has four parts.", field=field)
    return Agreement(
        message.service_types,
        message.service_items,
        message.tariff_plan,
        message.payment_plan,
        message.agreement_version,
    )


def _assign(step: commands_pb2.AssignSim) -> AssignSim:
    old = _iccid(step.instead_of, field="step.instead_of")
    return AssignSim(step.subscriber_id, _iccid(step.iccid), instead_of=old)


def _stop(message: values_pb2.Stop) -> Stop:
    """Read a stop; raises `Invalid` with its field where reason or level mean nothing here."""
    if message.reason not in _REASONS:
        raise Invalid("FIELD_NOT_VALID", "There is no such reason.", field="step.stop.reason")
    reason, level = _REASONS[message.reason], _LEVELS.get(message.level)
    if level is None or level not in STOPS[reason].levels:
        sentence = f"No number is stopped so far for {reason}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="step.stop.level")
    return Stop(reason, level)


def _lift_stop(step: commands_pb2.LiftStop) -> LiftStop:
    if step.lifter != _NOBODY and step.lifter not in _LIFTERS:
        raise Invalid("FIELD_NOT_VALID", "Nobody of this kind lifts stops.", field="step.lifter")
    return LiftStop(step.subscriber_id, _stop(step.stop), _LIFTERS.get(step.lifter))


def _move(step: commands_pb2.MoveSubscriber) -> MoveSubscriber:
    if step.move not in _MOVES:
        raise Invalid("FIELD_NOT_VALID", "There is no such move.", field="step.move")
    until = step.until.ToDatetime(UTC) if step.HasField("until") else None
    return MoveSubscriber(step.subscriber_id, _MOVES[step.move], until)


def _add_stop(step: commands_pb2.AddStop) -> AddStop:
    until = step.until.ToDatetime(UTC) if step.HasField("until") else None
    return AddStop(step.subscriber_id, _stop(step.stop), until)


def _password_act(said: commands_pb2.PasswordAct) -> PasswordAct:
    if said not in _PASSWORD_ACTS:
        raise Invalid("FIELD_NOT_VALID", "No password is set so.", field="step.act")
    return _PASSWORD_ACTS[said]


def _lock(said: str) -> LockKind:
    try:
        return LockKind(said)
    except ValueError:
        raise Invalid("FIELD_NOT_VALID", "There is no such lock.", field="step.lock") from None


def _language(said: str) -> Language:
    try:
        return Language(said)
    except ValueError:
        raise Invalid("FIELD_NOT_VALID", "Say zh or en.", field="step.language") from None


def _abroad(step: commands_pb2.SetAbroad) -> SetAbroad:
    try:
        service = AbroadService(step.service)
    except ValueError:
        sentence = "Say long_distance or roaming."
        raise Invalid("FIELD_NOT_VALID", sentence, field="step.service") from None
    until = step.until.ToDatetime(UTC) if step.HasField("until") else None
    if until is not None and not step.open:
        sentence = "What is closed has no end."
        raise Invalid("FIELD_NOT_VALID", sentence, field="step.until")
    return SetAbroad(step.subscriber_id, service, Permission(step.open, until))


def _service_state(step: commands_pb2.SetServiceState) -> SetServiceState:
    try:
        service, state = Service(step.service), ServiceState(step.state)
    except ValueError:
        sentence = "Say a supplementary service, and how far it is."
        raise Invalid("FIELD_NOT_VALID", sentence, field="step.service") from None
    has_number = service in FORWARDING and state in (ServiceState.REGISTERED, ServiceState.ACTIVE)
    if has_number is not bool(step.number):
        raise Invalid("FIELD_NOT_VALID", "Forwarding has a number.", field="step.number")
    setting = ServiceSetting(state, step.number, step.seconds)
    return SetServiceState(step.subscriber_id, service, setting)


_STEPS: Mapping[str, Callable[[Any], Step]] = {
    "use_proof": lambda step: UseProof(step.proof_id),
    "reserve_place": lambda step: ReservePlace(step.customer_id),
    "reserve_number": lambda step: ReserveNumber(_msisdn(step.msisdn), step.customer_id),
    "reserve_sim": lambda step: ReserveSim(_iccid(step.iccid)),
    "open_subscriber": _open,
    "activate_subscriber": lambda step: ActivateSubscriber(step.subscriber_id),
    "assign_sim": _assign,
    "add_stop": _add_stop,
    "lift_stop": _lift_stop,
    "move_subscriber": _move,
    "restore_subscriber": lambda step: RestoreSubscriber(step.subscriber_id, _iccid(step.iccid)),
    "terminate_subscriber": lambda step: TerminateSubscriber(step.subscriber_id),
    "hold_password": lambda step: HoldPassword(
        step.subscriber_id, step.password, _password_act(step.act)
    ),
    "set_password": lambda step: SetPassword(
        step.subscriber_id, step.password, _password_act(step.act)
    ),
    "set_language": lambda step: SetLanguage(step.subscriber_id, _language(step.language)),
    "set_abroad": _abroad,
    "set_service_state": _service_state,
    "unlock": lambda step: Unlock(step.subscriber_id, _lock(step.lock)),
    "give_password": lambda step: GivePassword(step.subscriber_id),
}
