"""Supplementary services through the chain: from the counter to the switch, and read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from harness.chain import Town
from harness.record_files import by_number, records
from launch.handsets import cause_of
from launch.operations import bossctl
from launch.story import Anna

LET_THROUGH = "let through"
FORWARDING = ("cfu", "cfb", "cfnry", "cfnrc")
AGREES = "everything agrees"


def asks(town: Town, anna: Anna, service: str, act: str, **fields: Any) -> str:
    """Ask at the counter; return the state of the order, or the code it is refused with."""
    order = town.asks_for(anna, "supplementary_services", service=service, act=act, **fields)
    refusal = order.content.get("refusal") or {}
    return str(refusal.get("code") or order.state)


def has(town: Town, anna: Anna, *services: str, **fields: Any) -> None:
    """Have services provided, and a number registered where there is one to say."""
    for service in services:
        assert asks(town, anna, service, "provide") == "completed"
        if fields:
            assert asks(town, anna, service, "register", **fields) == "completed"


def dials(town: Town, caller: Anna, called: Anna, *, seconds: int = 60) -> tuple[str, str]:
    """Return what the network answered, and whose handset rang."""
    call = town.scene.handsets.ringing.call(caller.sim, to=called.number, seconds=seconds)
    return cause_of(call), call.reached


def three(town: Town) -> Sequence[Anna]:
    return [town.opens_for_somebody(prepaid=20_000) for _ in range(3)]


@pytest.mark.holds("R-SS-6")
def test_calls_are_forwarded_for_each_reason_and_charged_as_a_call(town: Town) -> None:
    anna, boris, clara = three(town)
    town.is_quiet()
    handsets = town.scene.handsets
    has(town, boris, *FORWARDING, number=clara.number)
    town.is_quiet()
    paid_before = {one.number: town.balance(one) for one in (anna, boris, clara)}
    told = {}
    for left, how in (("cfu", "answers"), ("cfb", "busy"), ("cfnry", "silent")):
        handsets.ringing.answers(boris.sim, how)
        told[left] = dials(town, anna, boris)
        assert asks(town, boris, left, "erase") == "completed"
    handsets.detach(boris.sim)
    told["cfnrc"] = dials(town, anna, boris)

    assert told == dict.fromkeys(FORWARDING, (LET_THROUGH, clara.number))
    assert [one.forwarded_by for one in handsets.ringing.received(clara.sim)] == [boris.number] * 4
    town.comes_true(lambda: len(by_number(records(town))[boris.number]) == 4)
    forwarded = by_number(records(town))[boris.number]
    assert {(one.type, one.peer) for one in forwarded} == {("VOICE_CF", clara.number)}
    # 15 fen each, for who calls and for who forwards.
    town.comes_true(
        lambda: (
            {one.number: paid_before[one.number] - town.balance(one) for one in (anna, boris)}
            == {anna.number: 60, boris.number: 60}
        )
    )
    assert town.balance(clara) == paid_before[clara.number]
    assert AGREES in bossctl(town.operator, "reconcile")


@pytest.mark.holds("AC-SS-1")
def test_erasing_one_forwarding_touches_no_other_and_nobody_is_forwarded_to_help(
    town: Town,
) -> None:
    anna, boris = town.opens_for_somebody(), town.opens_for_somebody()
    has(town, boris, *FORWARDING, number=anna.number)

    refused = {number: asks(town, boris, "cfu", "register", number=number)
               for number in ("110", "10086", boris.number, "0012125550100")}  # fmt: skip
    assert asks(town, boris, "cfnry", "erase") == "completed"

    assert set(refused.values()) == {"FORWARDING_NOT_ALLOWED"}
    services = {one["service"]: one for one in town.subscriber(boris)["services"]}
    assert {name: one["state"] for name, one in services.items()} == {
        "cfu": "active", "cfb": "active", "cfnry": "provisioned", "cfnrc": "active",
    }  # fmt: skip
    assert services["cfu"]["number"] == anna.number
    assert AGREES in bossctl(town.operator, "reconcile")


def test_a_call_waits_and_one_that_is_barred_is_refused(town: Town) -> None:
    anna, boris = town.opens_for_somebody(), town.opens_for_somebody()
    handsets = town.scene.handsets
    handsets.ringing.answers(boris.sim, "busy")
    busy = dials(town, anna, boris)
    has(town, boris, "cw", "baoc", "baic", "clip")
    assert asks(town, boris, "cw", "activate") == "completed"
    waiting = dials(town, anna, boris)
    assert asks(town, boris, "baoc", "activate") == "completed"
    forward = (
        asks(town, boris, "cfu", "provide"),
        asks(town, boris, "cfu", "register", number=anna.number),
    )
    out = town.calls(boris, to=anna.number), town.calls(boris, to="110")
    assert asks(town, boris, "baic", "activate") == "completed"
    in_ = dials(town, anna, boris)
    for bar in ("baoc", "baic"):
        assert asks(town, boris, bar, "deactivate") == "completed"

    assert (busy, waiting) == (("called busy", ""), (LET_THROUGH, boris.number))
    assert [(one.waited, one.caller) for one in handsets.ringing.received(boris.sim)] == [
        (True, anna.number)
    ]
    assert forward == ("completed", "SERVICE_CONFLICT")
    assert out == ("barred outgoing", LET_THROUGH)
    assert in_[0] == "called barred"
    assert town.calls(boris, to=anna.number) == LET_THROUGH
    assert AGREES in bossctl(town.operator, "reconcile")


def test_they_stay_through_a_stop_that_bars_before_anything_is_forwarded(town: Town) -> None:
    anna, boris = town.opens_for_somebody(), town.opens_for_somebody()
    has(town, boris, "cfnrc", number=anna.number)
    town.scene.handsets.detach(boris.sim)

    assert town.asks_for(boris, "loss_report").state == "completed"
    stopped = dials(town, anna, boris)
    assert asks(town, boris, "cfnrc", "erase") == "STATE_NOT_ALLOWED"
    assert town.asks_for(boris, "loss_cancellation").state == "completed"
    back = dials(town, anna, boris)
    town.is_quiet()

    assert (stopped[0], back) == ("called barred", (LET_THROUGH, anna.number))
    assert town.subscriber(boris)["services"][0]["state"] == "active"
    assert AGREES in bossctl(town.operator, "reconcile")


def test_what_the_network_refuses_leaves_it_as_it_was(town: Town) -> None:
    anna, boris = town.opens_for_somebody(), town.opens_for_somebody()
    has(town, boris, "cfu", number=anna.number)
    town.network_refuses("REG", code="ERR3113")
    refused = asks(town, boris, "cfu", "register", number="13912345678")

    assert refused in {"failed", "SERVICE_CONFLICT"}
    assert town.subscriber(boris)["services"][0]["number"] == anna.number
    assert AGREES in bossctl(town.operator, "reconcile")
