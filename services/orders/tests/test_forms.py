"""Every process as a form, told by nothing but its file."""

import pytest

from orders.ordering.domain.process import AnyProcess
from orders.ordering.wire.forms import description
from orders.processes import CATALOGUE, process

every_process = pytest.mark.parametrize("form", CATALOGUE.values(), ids=CATALOGUE)


def test_tells_what_a_counter_must_ask() -> None:
    told = description(process("new_subscription"))

    assert (told.title, told.term) == ("New subscription", "新开户")
    assert [(one.name, one.kind, one.required) for one in told.fields] == [
        ("customer", "customer", True),
        ("msisdn", "msisdn", True),
        ("iccid", "iccid", True),
        ("offering", "offering", True),
        ("prepayment", "money", True),
        ("agreement", "agreement", True),
        ("language", "choice", False),
    ]
    assert [
        (one.channel, one.capacity, [f"{check.of}: {check.proof}" for check in one.checks])
        for one in told.opened_by
    ] == [
        ("hall", "holder", ["holder: id_seen"]),
        ("hall", "agent", ["agent: id_seen", "holder: id_seen"]),
        ("hall", "handler", ["handler: id_seen", "handler: letter_seen", "holder: id_seen"]),
        ("hall", "guardian", ["guardian: id_seen", "guardian: relation_seen", "holder: id_seen"]),
    ]
    assert list(told.fees) == ["sim_card"]
    assert {"CARD_LIMIT_EXCEEDED", "ID_EXPIRED"} <= {one.code for one in told.rules}


@every_process
def test_tells_whether_there_is_a_subscriber_more_after_it(form: AnyProcess) -> None:
    told = description(form)

    assert told.opens_subscriber == ("OpenSubscriber" in told.steps)


def test_tells_a_choice_and_what_need_not_be_said() -> None:
    told = description(process("sim_swap"))

    assert [(one.kind, one.required, list(one.choices)) for one in told.fields] == [
        ("iccid", True, []),
        ("choice", False, ["lost", "replaced"]),
        ("iccid", False, []),
        ("text", False, []),
    ]
    assert {one.name: one.said_by for one in told.fields if one.said_by} == {
        "despite_arrears": "supervisor"
    }


def test_tells_which_steps_and_changes_it_may_make() -> None:
    assert list(description(process("sim_swap")).steps) == [
        "AssignSim",
        "HasKeys",
        "LiftStop",
        "ReplaceImsi",
        "ReserveSim",
        "SetBarring",
        "TakeFee",
    ]
    assert list(description(process("arrears_resumption")).steps) == [
        "AddStop",
        "LiftStop",
        "MoveSubscriber",
        "SetBarring",
    ]


def test_tells_what_no_person_asks_for() -> None:
    told = description(process("arrears_suspension"))

    assert {(one.event, one.timer) for one in told.opened_by} == {
        ("boss.billing.v1.ArrearsLevelChanged", ""),
        ("", "compare_arrears"),
    }


@every_process
def test_has_a_title_a_term_and_steps(form: AnyProcess) -> None:
    told = description(form)

    assert told.title
    assert told.term
    assert told.steps
