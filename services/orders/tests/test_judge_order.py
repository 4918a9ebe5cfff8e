"""A rule that fails on what it is asked ends its order; it never stands in the way of others."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from test_order import JUDGING

from harness.people import (
    ANNA,
    BORIS,
    HER_NUMBER,
    MONDAY,
    NEW_SIM,
    OLD_SIM,
    SEEN,
    usual_facts,
)
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.order import Origin
from orders.ordering.domain.process import rule
from orders.ordering.domain.values import AccountId
from orders.ordering.usecases.judge_order import judge
from orders.processes import process
from orders.processes.sim_swap import SimSwap

SWAP = SimSwap(NEW_SIM.iccid, old_iccid=OLD_SIM.iccid)


def too_late(request: SimSwap, facts: Facts) -> datetime:
    return MONDAY + timedelta(days=10**9)


def of_none(request: SimSwap, facts: Facts) -> Any:
    nobody: dict[SimSwap, Any] = {}
    return nobody[request]


def has_no_such(request: SimSwap, facts: Facts) -> Any:
    return request.colour  # type: ignore[attr-defined]  # it has none


@pytest.mark.parametrize(
    ("fails", "kind"),
    [(too_late, "OverflowError"), (of_none, "KeyError"), (has_no_such, "AttributeError")],
)
def test_what_no_rule_can_judge_is_rejected_and_says_where(fails: Any, kind: str) -> None:
    @rule("FAILS", "It fails.", "失败。")
    def broken(request: SimSwap, facts: Facts) -> bool:
        return bool(fails(request, facts))

    form = replace(process("sim_swap"), rules=(broken,))
    order = judge(
        replace(JUDGING, request=SWAP), form, Facts(MONDAY, HER_NUMBER.id, AccountId("an account"))
    )

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "NOT_JUDGED")
    assert order.note.startswith(f"{kind} in test_judge_order.py:")


SHOWN = Origin(proofs=(SEEN.id,))


@pytest.mark.parametrize(
    ("origin", "code"), [(SHOWN, "NOT_YOURS"), (Origin(), None), (Origin(opener="a timer"), None)]
)
def test_who_was_let_in_and_holds_the_number_no_more_is_refused(
    origin: Origin, code: str | None
) -> None:
    asked = replace(JUDGING, request=SWAP, customer=ANNA.id, origin=origin)
    his = replace(usual_facts(), known_subscriber=replace(HER_NUMBER, holder=BORIS.id))
    form = replace(process("sim_swap"), rules=())

    order = judge(asked, form, his)

    assert order.refused_with == code
    assert order.customer == (ANNA.id if code else BORIS.id)
