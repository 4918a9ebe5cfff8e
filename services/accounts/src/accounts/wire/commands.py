"""What accounts is told, read from protobuf; every refusal names its field."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from accounts.domain.customer import Market, Person, read_capture, read_day
from accounts.domain.identity_paper import IdentityPaper
from accounts.domain.steps import (
    ActivateSubscriber,
    AddStop,
    AssignSim,
    Errand,
    LiftStop,
    OpenSubscriber,
    ReserveNumber,
    ReservePlace,
    ReserveSim,
    Step,
    TerminateSubscriber,
    UseProof,
)
from accounts.domain.stock import Delivery
from accounts.domain.subscriber import Agreement
from accounts.usecases.classify_customer import Classification
from accounts.usecases.record_proof import Checking
from accounts.usecases.register_customer import Registration
from accounts.wire.values import stop_of
from boss.accounts.v1 import commands_pb2, questions_pb2, steps_pb2
from kernel.errors import Invalid, within
from kernel.ids import is_id
from kernel.numbering import Iccid, Imsi, Msisdn
from runtime.rpc.stages import must_be_stage

StepRequest = commands_pb2.CarryOutRequest | commands_pb2.TakeBackRequest
StageRequest = steps_pb2.CarryOutStageRequest | steps_pb2.TakeBackStageRequest


def registration_of(request: commands_pb2.RegisterCustomerRequest) -> Registration:
    """Read who is registered; raises `ID_TYPE_NOT_ALLOWED` or `Invalid` with the field."""
    return Registration(
        person=Person(
            request.name,
            request.contact_phone,
            request.address,
            request.family_name,
            request.given_name,
        ),
        paper=IdentityPaper.read(request.paper_type, request.paper_number),
        valid_until=read_day(request.paper_valid_until),
        captured_by=read_capture(request.captured_by),
        market=Market(request.segment, request.region),
    )


def classification_of(request: commands_pb2.ClassifyCustomerRequest) -> Classification:
    return Classification(
        customer_id=request.customer_id,
        segment=request.segment if request.HasField("segment") else None,
        region=request.region if request.HasField("region") else None,
        reason=request.reason,
    )


def checking_of(request: commands_pb2.RecordProofRequest) -> Checking:
    return Checking(
        customer_id=request.customer_id,
        kinds=tuple(request.kinds),
        paper_type=request.paper_type,
        paper_number=request.paper_number,
    )


def delivery_of(request: commands_pb2.LoadStockRequest) -> Delivery:
    """Read a delivery; raises `Invalid` with the field of the row."""
    cards = [(card.iccid, card.imsi) for card in request.sim_cards]
    return Delivery.read(request.msisdns, cards)


def errand_of(request: StepRequest, *, now: datetime) -> Errand:
    """Read for which order a step is done; raises `Invalid` with the field."""
    if not request.order_id:
        raise Invalid("ORDER_MISSING", "A step is done for an order.", field="order_id")
    if not is_id(request.order_id):
        raise Invalid("ORDER_INVALID", "This is no id of an order.", field="order_id")
    if request.step_no < 0:
        raise Invalid("STEP_NUMBER_INVALID", "Steps count from 0.", field="step_no")
    return Errand(request.order_id, request.step_no, digest_of(request.step), now)


def stage_of(request: StageRequest, *, now: datetime) -> Sequence[tuple[Step, Errand]]:
    """Read the steps of a stage; raises `Invalid` with the field of what cannot be read."""
    if not is_id(request.order_id):
        raise Invalid("ORDER_INVALID", "This is no id of an order.", field="order_id")
    must_be_stage(request)
    steps = []
    for place, asked in enumerate(request.steps):
        with within(f"steps[{place}]"):
            step = step_of(asked.step)
        errand = Errand(request.order_id, asked.step_no, digest_of(asked.step), now)
        steps.append((step, errand))
    return steps


def digest_of(step: commands_pb2.AccountsStep) -> str:
    """Return what stands for a step's content."""
    return hashlib.sha256(step.SerializeToString(deterministic=True)).hexdigest()


def step_of(message: commands_pb2.AccountsStep) -> Step:
    """Read a step; raises `Invalid` with the field of what cannot be read."""
    kind = message.WhichOneof("step")
    if kind is None:
        raise Invalid("STEP_UNKNOWN", "This step is none of ours.", field="step")
    return _STEPS[kind](getattr(message, kind))


def subscriber_key(request: questions_pb2.GetSubscriberRequest) -> str | Msisdn | Imsi:
    """Read which subscriber is asked about; raises `Invalid` with the field."""
    match request.WhichOneof("by"):
        case "msisdn":
            return _msisdn(request.msisdn, field="msisdn")
        case "imsi":
            imsi: Imsi = _read(Imsi, request.imsi, field="imsi")
            return imsi
        case "id":
            return request.id
    raise Invalid("SUBSCRIBER_MISSING", "Say which: id, msisdn or imsi.", field="id")


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
        raise Invalid("NUMBER_INVALID", f"{error}.", field=field) from None


def _open(step: commands_pb2.OpenSubscriber) -> OpenSubscriber:
    if not is_id(step.subscriber_id):
        raise Invalid("ID_MISSING", "It needs an id.", field="step.subscriber_id")
    return OpenSubscriber(
        subscriber_id=step.subscriber_id,
        customer_id=step.customer_id,
        msisdn=_msisdn(step.msisdn),
        iccid=_iccid(step.iccid),
        offering=step.offering,
        agreement=_agreement(step.agreement),
    )


def _agreement(message: commands_pb2.Agreement) -> Agreement:
    for part in ("service_types", "service_items", "tariff_plan", "payment_plan"):
        if not getattr(message, part):
            field = f"step.agreement.{part}"
            raise Invalid("AGREEMENT_INCOMPLETE", "An agreement has four parts.", field=field)
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


def _add_stop(step: commands_pb2.AddStop) -> AddStop:
    until = step.until.ToDatetime(UTC) if step.HasField("until") else None
    return AddStop(step.subscriber_id, stop_of(step.stop), until)


_STEPS: Mapping[str, Callable[[Any], Step]] = {
    "use_proof": lambda step: UseProof(step.proof_id),
    "reserve_place": lambda step: ReservePlace(step.customer_id),
    "reserve_number": lambda step: ReserveNumber(_msisdn(step.msisdn)),
    "reserve_sim": lambda step: ReserveSim(_iccid(step.iccid)),
    "open_subscriber": _open,
    "activate_subscriber": lambda step: ActivateSubscriber(step.subscriber_id),
    "assign_sim": _assign,
    "add_stop": _add_stop,
    "lift_stop": lambda step: LiftStop(step.subscriber_id, stop_of(step.stop)),
    "terminate_subscriber": lambda step: TerminateSubscriber(step.subscriber_id),
}
