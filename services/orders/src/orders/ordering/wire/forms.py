"""Processes as forms: user interfaces build from what is said here, and know none by name."""

from dataclasses import MISSING, fields
from enum import Enum
from typing import Any, assert_never, get_type_hints

from boss.orders.v1.process_pb2 import (
    CheckDescription,
    FieldDescription,
    OpenerDescription,
    ProcessDescription,
    RuleDescription,
)
from kernel.money import Money
from kernel.numbering import Iccid, Msisdn
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.names import request_name_of
from orders.ordering.domain.process import AnyProcess, Asked, OnEvent, OnTimer, Opener
from orders.ordering.domain.values import (
    AppointedBy,
    CustomerId,
    GuarantorId,
    NewHolderId,
    OfferingCode,
    PreparedPassword,
    SubscriberId,
)
from orders.ordering.wire.mapper import without_none

KINDS: dict[Any, str] = {
    Msisdn: "msisdn",
    Iccid: "iccid",
    CustomerId: "customer",
    OfferingCode: "offering",
    SubscriberId: "subscriber",
    GuarantorId: "guarantor",
    NewHolderId: "new_holder",
    PreparedPassword: "password",
    Money: "money",
    str: "text",
    AppointedBy: "text",
    int: "number",
    Agreement: "agreement",
}


def description(process: AnyProcess) -> ProcessDescription:
    """Return a process as a form."""
    return ProcessDescription(
        name=process.name,
        title=process.title,
        term=process.term,
        request_type=request_name_of(process.request),
        fields=field_descriptions(process),
        opened_by=[opener_description(opener) for opener in process.opened_by],
        rules=[RuleDescription(code=one.code, sentence=one.sentence) for one in process.rules],
        fees=[fee.value for fee in process.fees],
        steps=verbs_of(process),
        opens_subscriber=process.opens_subscriber,
        ends_subscriber=process.ends_subscriber,
    )


def field_descriptions(process: AnyProcess) -> list[FieldDescription]:
    hints, said_by = get_type_hints(process.request), dict(process.words_of)
    return [
        FieldDescription(
            name=one.name,
            kind=kind_of(hints[one.name]),
            required=one.default is MISSING,
            choices=choices_of(hints[one.name]),
            said_by=said_by.get(one.name, ""),
        )
        for one in fields(process.request)
    ]


def kind_of(hint: Any) -> str:
    return "choice" if choices_of(hint) else KINDS[without_none(hint)[0]]


def choices_of(hint: Any) -> list[str]:
    kind, _ = without_none(hint)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(one.value) for one in kind]
    return []


def opener_description(opener: Opener) -> OpenerDescription:
    match opener:
        case Asked(channel=channel, role=role, proofs=proofs, only_for=kinds):
            return OpenerDescription(
                channel=channel.value,
                capacity=role.value,
                proofs=sorted(check.proof for check in proofs if check.of is role),
                checks=[CheckDescription(of=one.of, proof=one.proof) for one in sorted(proofs)],
                only_for=kinds,
            )
        case OnEvent(event=event):
            return OpenerDescription(event=event)
        case OnTimer(timer=timer):
            return OpenerDescription(timer=timer)
        case _:
            assert_never(opener)


def verbs_of(process: AnyProcess) -> list[str]:
    """Return the steps and changes a process may make, by name."""
    return sorted(verb.__name__ for verb in (*process.steps, *process.changes))
