"""Kinds of network changes: none is forgotten, and none is taken for another one."""

from dataclasses import fields
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints

import pytest
from adapter import Adapter

from boss.provisioning.v1.changes_pb2 import NetworkChange
from kernel.errors import Invalid
from provisioning.changes import kinds
from provisioning.changes.domain.change import lanes_of
from provisioning.changes.domain.course import Notes
from provisioning.changes.domain.kind import Kind
from provisioning.changes.kinds import KINDS, kind_named, kind_of
from provisioning.changes.kinds.restore_profile import RestoreProfile
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.changes.storage import rows
from provisioning.changes.wire.changes import network_change, what_of
from provisioning.elements.domain.barring import Level
from provisioning.elements.domain.commands import Command
from provisioning.elements.domain.setting import Service

NUMBER = "8613900000001"
ASKED_FOR = [member.name for member in NetworkChange.DESCRIPTOR.oneofs_by_name["change"].fields]
ORDERED = [kind for kind in KINDS.values() if kind.read is not None]
EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: str(kind.name))


def sample(kind: Kind[Any]) -> Any:
    """Return a change of this kind, made by the names and types of its fields."""
    types = get_type_hints(kind.what)
    values: dict[str, Any] = {}
    for place, field in enumerate(fields(kind.what)):
        value = types[field.name]
        if field.name == "msisdn":
            values[field.name] = NUMBER
        elif field.name == "profile":
            values[field.name] = "2"
        elif value is Service:
            values[field.name] = Service.CFNRY
        elif value is str:
            values[field.name] = f"46000000000000{place}"
        elif issubclass(value, Enum):
            values[field.name] = list(value)[-1]
        else:
            values[field.name] = value(1)
    return kind.what(**values)


def test_every_change_an_order_may_ask_for_has_its_file() -> None:
    assert {kind.name for kind in ORDERED} == set(ASKED_FOR)


def test_every_file_is_a_kind_of_its_name() -> None:
    files = {path.stem for path in Path(kinds.__path__[0]).glob("*.py")} - {"__init__"}

    assert {kind.name for kind in KINDS.values()} == files == set(KINDS)


@pytest.mark.parametrize("kind", ORDERED, ids=lambda kind: str(kind.name))
def test_a_change_is_read_as_it_was_written(kind: Kind[Any]) -> None:
    what = sample(kind)

    message = network_change(what)

    assert message.WhichOneof("change") == kind.name
    assert what_of(NetworkChange.FromString(message.SerializeToString())) == what


@EVERY
def test_a_change_comes_back_from_its_row(kind: Kind[Any]) -> None:
    what = sample(kind)

    row: Any = SimpleNamespace(**rows.what_columns(what))

    assert row.kind == kind.name
    assert rows.what_of(row) == what


@EVERY
def test_a_change_keeps_to_its_number_and_to_every_card_it_names(kind: Kind[Any]) -> None:
    what = sample(kind)
    cards = {getattr(what, one.name) for one in fields(what) if one.name.endswith("imsi")}

    assert set(lanes_of(what)) == {f"msisdn:{NUMBER}", *(f"imsi:{card}" for card in cards)}
    assert what.keys_of in {"", *cards}


@EVERY
def test_a_course_knows_what_follows_every_command_it_begins_with(kind: Kind[Any]) -> None:
    what = sample(kind)
    course = what.course

    assert set(course.after) <= set(Command.__args__)
    for first in (course.begin, course.look):
        assert type(first(what, Notes()).command) in course.after


def test_a_change_without_a_file_is_not_taken_for_another_one() -> None:
    """Once such a row was restored, such a change shown as a deletion, such a message a swap."""
    row: Any = SimpleNamespace(
        kind="no_such_change", msisdn=NUMBER, imsi="460000000000001", new_imsi="", level="none",
        exists_after=True, detail="",
    )  # fmt: skip
    stranger: Any = SimpleNamespace(msisdn=NUMBER, imsi="460000000000001")
    message: Any = SimpleNamespace(WhichOneof=lambda _: "no_such_change", no_such_change=stranger)

    with pytest.raises(LookupError):
        rows.what_of(row)
    with pytest.raises(LookupError):
        network_change(stranger)
    with pytest.raises(Invalid, match="no change we know"):
        what_of(message)


def test_nobody_orders_a_repair() -> None:
    stranger: Any = SimpleNamespace(
        WhichOneof=lambda _: "restore_profile", restore_profile=SimpleNamespace()
    )

    with pytest.raises(Invalid) as refused:
        what_of(stranger)

    assert refused.value.code == "FIELD_NOT_VALID"


def test_a_repair_is_shown_as_what_it_restores() -> None:
    barred = RestoreProfile(NUMBER, "460000000000001", Level.ONE_WAY, exists=True)
    gone = RestoreProfile(NUMBER, "460000000000001", Level.ONE_WAY, exists=False)

    assert network_change(barred).WhichOneof("change") == "set_barring"
    assert network_change(gone).WhichOneof("change") == "delete_subscription"


def test_kinds_are_found_by_name_and_by_change() -> None:
    stop = SetBarring(NUMBER, "460000000000001", Level.ONE_WAY)

    assert kind_of(stop) is kind_named("set_barring")


async def test_a_change_of_a_later_image_is_left_to_it(adapter: Adapter) -> None:
    await adapter.stops()
    await adapter.hears(SetBarring(NUMBER, "460000000000001", Level.ONE_WAY))
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE network_change SET kind = 'no_such_change'")

    claimed = await adapter.uow().changes.claim(10)

    assert claimed == []
    assert [row.state for row in await adapter.rows("SELECT state FROM network_change")] == [
        "queued"
    ]
