"""How requests and plans are stored: as JSON, verbs under their protobuf name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from orders.ordering.domain.names import VERBS, name_of
from orders.ordering.domain.plan import Appointment, Plan

VERB = "verb"
Read = Callable[[Any], Any]


def written(value: object) -> str:
    """Write a dataclass as JSON text."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def read(kind: Any, text: str) -> Any:
    """Read a dataclass of this kind back; raise ValueError for what it cannot be."""
    return reader(kind)(json.loads(text))


def plain_plan(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON; an order in flight finishes on it, whatever becomes of its process."""
    places = {
        place: [{VERB: name_of(type(one)), **plain(one)} for one in getattr(plan, place)]
        for place in ("prepare", "network", "settle")
    }
    appointment = plan.appointment and plain(plan.appointment)
    return {**places, "appointment": appointment, "brings_back": plan.brings_back}


def read_plan(text: str) -> Plan:
    """Read a plan back; raise KeyError for a verb nobody knows any more."""
    stored = json.loads(text)
    places = {
        place: tuple(read_verb(one) for one in stored[place])
        for place in ("prepare", "network", "settle")
    }
    appointment = stored.get("appointment")
    kept: Any = Appointment
    return Plan(
        **places,
        appointment=reader(kept)(appointment) if appointment else None,
        brings_back=stored.get("brings_back", 0),
    )


def read_verb(stored: dict[str, Any]) -> Any:
    verb: Any = VERBS[stored.pop(VERB)]
    return reader(verb)(stored)


def plain(value: Any) -> Any:
    """Return what JSON can hold of a value."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value


@cache
def reader(kind: Any) -> Read:
    """Return what reads a value of this kind back."""
    if get_origin(kind) in (Union, UnionType):
        return optional(kind)
    if hasattr(kind, "__supertype__"):
        return reader(kind.__supertype__)
    if is_dataclass(kind):
        return whole(kind)
    if kind is datetime:
        return datetime.fromisoformat
    return kind  # type: ignore[no-any-return]  # str, int, bool or an enumeration


def optional(kind: Any) -> Read:
    (inner,) = [reader(one) for one in get_args(kind) if one is not type(None)]
    return lambda value: None if value is None else inner(value)


def whole(kind: Any) -> Read:
    hints, every = get_type_hints(kind), fields(kind)
    inside: Mapping[str, Read] = {one.name: reader(hints[one.name]) for one in every}
    # What was stored before it had a field of its own is read as one that said nothing there.
    may_lack = {one.name for one in every if one.default is not MISSING}
    return lambda value: kind(
        **{
            name: read(value[name])
            for name, read in inside.items()
            if name in value or name not in may_lack
        }
    )
