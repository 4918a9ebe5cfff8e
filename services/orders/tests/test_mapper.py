"""Message and dataclass of every step, change and request match by name and field."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest
from google.protobuf import any_pb2

from harness.people import SIGNED
from kernel.errors import Invalid
from kernel.money import MOST_AT_ONCE, Money, fen
from kernel.numbering import Iccid, Imsi, Msisdn
from orders import processes
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.names import CHANGES, STEPS, VERBS, name_of, request_name_of
from orders.ordering.domain.plan import Appointment, Plan
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.steps import OpenAccount
from orders.ordering.domain.values import (
    Barring,
    CustomerId,
    Language,
    Lifter,
    OfferingCode,
    StopReason,
)
from orders.ordering.storage.stored_form import plain_plan, read, read_plan, written
from orders.ordering.wire.mapper import read as read_message
from orders.ordering.wire.mapper import without_limit, without_none
from orders.ordering.wire.requests import empty, packed, unpacked
from orders.ordering.wire.verbs import change_message, in_snake_case, step_message
from orders.processes import CATALOGUE
from orders.processes.sim_swap import SwapKind

SAMPLES: dict[Any, Any] = {
    str: "text",
    int: 3,
    bool: True,
    Msisdn: Msisdn("8613800000000"),
    Imsi: Imsi("460000000000001"),
    Iccid: Iccid("8986000000000000001"),
    Agreement: SIGNED,
    Stop: Stop(StopReason.LOST, Barring.TWO_WAY),
    Lifter | None: Lifter.HOLDER,
    Language | None: Language.ENGLISH,
    int | None: 30,
    CustomerId | None: CustomerId("anna"),
    Iccid | None: Iccid("8986000000000000003"),
    type(fen(1)): fen(50_00),
    OfferingCode | None: OfferingCode("another"),
    datetime: datetime(2030, 5, 1, tzinfo=UTC),
    datetime | None: datetime(2030, 4, 1, tzinfo=UTC),
}
every_step = pytest.mark.parametrize("verb", STEPS.values(), ids=STEPS)
every_change = pytest.mark.parametrize("verb", CHANGES.values(), ids=CHANGES)
every_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
every_process = pytest.mark.parametrize("process", CATALOGUE.values(), ids=CATALOGUE)


def sample(kind: type[Any]) -> Any:
    """Return one of this kind with every field set to something."""
    hints = get_type_hints(kind)
    return kind(**{one.name: value_of(hints[one.name]) for one in fields(kind)})


def value_of(hint: Any) -> Any:
    """Return a value of a field; of a set of words the last, which no field has by itself."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)[-1]
    return SAMPLES[getattr(hint, "__supertype__", hint)]


@every_step
def test_step_comes_back_from_its_owners_message(verb: type[Any]) -> None:
    step = sample(verb)

    inside = getattr(step_message(step), in_snake_case(verb.__name__))

    assert inside.DESCRIPTOR.full_name == name_of(verb)
    assert {one.name for one in inside.DESCRIPTOR.fields} == {one.name for one in fields(verb)}
    assert read_message(verb, inside) == step


@every_change
def test_change_comes_back_from_provisionings_message(verb: type[Any]) -> None:
    change = sample(verb)

    inside = getattr(change_message(change), in_snake_case(verb.__name__))

    assert inside.DESCRIPTOR.full_name == name_of(verb)
    assert {one.name for one in inside.DESCRIPTOR.fields} == {one.name for one in fields(verb)}
    assert read_message(verb, inside) == change


@every_process
def test_request_comes_back_from_its_message(process: AnyProcess) -> None:
    request = sample(process.request)

    wrapped = packed(process.name, request)

    assert wrapped.TypeName() == request_name_of(process.request)
    assert {one.name for one in empty(process).DESCRIPTOR.fields} == {
        one.name for one in fields(process.request)
    }
    assert unpacked(process, wrapped) == request


@every_process
def test_request_comes_back_from_the_database(process: AnyProcess) -> None:
    request = sample(process.request)

    assert read(process.request, written(request)) == request


@every_verb
def test_verb_comes_back_from_the_database_under_its_protobuf_name(verb: type[Any]) -> None:
    one = sample(verb)
    plan = Plan(network=(one,)) if verb in CHANGES.values() else Plan(settle=(one,))

    stored = plain_plan(plan)

    assert (stored["network"] + stored["settle"])[0]["verb"] == name_of(verb)
    assert read_plan(as_json(stored)) == plan


def test_plan_stored_before_a_verb_had_a_field_is_read() -> None:
    step = sample(OpenAccount)
    stored = plain_plan(Plan(prepare=(step,)))
    for name in ("segment", "region", "customer_version"):
        del stored["prepare"][0][name]

    (found,) = read_plan(as_json(stored)).prepare

    assert found == replace(step, segment="", region="", customer_version=0)
    del stored["prepare"][0]["msisdn"]
    with pytest.raises(KeyError):
        read_plan(as_json(stored))


def test_appointment_comes_back_from_the_database() -> None:
    plan = Plan(appointment=Appointment("term_end", datetime(2030, 4, 1, tzinfo=UTC)))

    assert read_plan(as_json(plain_plan(plan))) == plan


def as_json(stored: Any) -> str:
    return json.dumps(stored)


NEW = processes.process("new_subscription")
SWAP = processes.process("sim_swap")
KEPT = processes.process("voluntary_suspension")


def changed(process: AnyProcess, **values: Any) -> any_pb2.Any:
    """Return a good request with these fields changed; None clears one."""
    message = empty(process)
    message.ParseFromString(packed(process.name, sample(process.request)).value)
    for name, value in values.items():
        outer, _, inner = name.partition("__")
        target = getattr(message, outer) if inner else message
        if value is None:
            target.ClearField(inner or outer)
        else:
            setattr(target, inner or outer, value)
    wrapped = any_pb2.Any()
    wrapped.Pack(message)
    return wrapped


@pytest.mark.parametrize(
    ("process", "change", "code", "field"),
    [
        (NEW, {"customer": ""}, "FIELD_MISSING", "customer"),
        (NEW, {"customer": "a\x00b"}, "FIELD_NOT_VALID", "customer"),
        (NEW, {"customer": "a" * 1000}, "FIELD_NOT_VALID", "customer"),
        (NEW, {"msisdn": "+86 138"}, "FIELD_NOT_VALID", "msisdn"),
        (NEW, {"msisdn": ""}, "FIELD_MISSING", "msisdn"),
        (NEW, {"iccid": "898600"}, "FIELD_NOT_VALID", "iccid"),
        (NEW, {"prepayment": None}, "FIELD_MISSING", "prepayment"),
        (NEW, {"prepayment__currency": "USD"}, "FIELD_NOT_VALID", "prepayment"),
        (NEW, {"prepayment__minor": 10**15}, "FIELD_NOT_VALID", "prepayment"),
        (NEW, {"prepayment__minor": -1}, "FIELD_NOT_VALID", "prepayment"),
        (KEPT, {"months": -1}, "FIELD_NOT_VALID", "months"),
        (KEPT, {"months": 0}, "FIELD_NOT_VALID", "months"),
        (KEPT, {"months": 121}, "FIELD_NOT_VALID", "months"),
        (NEW, {"agreement": None}, "FIELD_MISSING", "agreement"),
        (NEW, {"agreement__tariff_plan": ""}, "FIELD_MISSING", "agreement.tariff_plan"),
        (SWAP, {"kind": "stolen"}, "FIELD_NOT_VALID", "kind"),
    ],
)
def test_wrong_form_is_told_by_its_field(
    process: AnyProcess, change: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        unpacked(process, changed(process, **change))

    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize("process", processes.offered().values(), ids=lambda process: process.name)
def test_every_number_of_a_request_has_a_most(process: AnyProcess) -> None:
    """What is counted from it - a day, a month - has to be a moment of the calendar."""
    hints = get_type_hints(process.request, include_extras=True)
    endless = [
        name
        for name, hint in hints.items()
        if without_none(without_limit(hint)[0])[0] is int
        and ((limit := without_limit(hint)[1]) is None or limit.at_most is None)
    ]

    assert endless == []


@pytest.mark.parametrize(
    "wrong",
    [
        any_pb2.Any(),
        any_pb2.Any(type_url="type.googleapis.com/boss.orders.v1.processes.SimSwap"),
        any_pb2.Any(
            type_url="type.googleapis.com/boss.orders.v1.processes.NewSubscription", value=b"\xff"
        ),
    ],
)
def test_what_is_no_request_is_refused(wrong: any_pb2.Any) -> None:
    with pytest.raises(Invalid):
        unpacked(NEW, wrong)


def test_why_a_card_is_swapped_need_not_be_said() -> None:
    request: Any = unpacked(SWAP, changed(SWAP, kind=""))

    assert request.kind is SwapKind.REPLACED


@pytest.mark.parametrize("name", sorted(processes.CATALOGUE))
def test_every_number_of_a_request_says_the_least_it_may_be(name: str) -> None:
    hints = get_type_hints(processes.process(name).request, include_extras=True)

    bare = [field for field, hint in hints.items() if hint in {int, Money}]

    assert bare == []


AMOUNTS = [
    (name, field)
    for name, process in sorted(processes.CATALOGUE.items())
    for field, hint in get_type_hints(process.request, include_extras=True).items()
    if Money in get_args(hint)
]


@pytest.mark.parametrize(("name", "field"), AMOUNTS)
def test_no_amount_is_taken_that_billing_would_refuse_when_all_else_is_done(
    name: str, field: str
) -> None:
    process = processes.process(name)

    with pytest.raises(Invalid) as refusal:
        unpacked(process, changed(process, **{f"{field}__minor": MOST_AT_ONCE.minor + 1}))

    assert refusal.value.field == field


def test_amounts_of_requests_are_found() -> None:
    assert ("ownership_transfer", "prepayment") in AMOUNTS


def test_what_is_too_little_is_told_with_the_least_it_may_be() -> None:
    told = []
    for process, change in (
        (NEW, {"prepayment__minor": -1}),
        (KEPT, {"months": -1}),
        (KEPT, {"months": 0}),
    ):
        with pytest.raises(Invalid) as refusal:
            unpacked(process, changed(process, **change))
        told.append(refusal.value.sentence)

    assert told == [
        "prepayment must be at least 0.",
        "months must be at least 1.",
        "months must be at least 1.",
    ]
