"""Who stands at the counter (rules 1.1): holders, agents with both papers, guardians."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from harness.chain import Town
from kernel.civil import civil_date
from kernel.identity_paper import check_sign
from launch.agreement import agreement
from launch.counter import Order, RefusedAtCounter
from launch.person import Person, somebody
from launch.story import OFFERING, PREPAID, Anna

PROOFS = "/v1/proofs"
ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"


def sees_agent(town: Town, anna: Anna, **instead: Any) -> str:
    """Look at an agent's own paper; return the record of it."""
    agent = somebody()
    content = {
        "customerId": anna.customer,
        "capacity": "agent",
        "kinds": ["id_seen"],
        "name": agent.name,
        "paperType": "id_card",
        "paperNumber": agent.paper,
        **instead,
    }
    seen = town.http.post(PROOFS, json=content)
    assert seen.status_code == 201, seen.text
    return str(seen.json()["id"])


def sees_paper(town: Town, anna: Anna) -> str:
    return town.scene.counter.check(anna.customer, kinds=("id_seen",), paper=anna.paper)


def asks(town: Town, anna: Anna, process: str, *proofs: str, **fields: Any) -> Order:
    """Ask as the proofs say; wait for the end, however it ends."""
    order = town.scene.counter.order(
        process, customer=anna.customer, subscriber=anna.subscriber, proofs=proofs, **fields
    )
    return town.ends(order)


@pytest.mark.holds("R10-2")
def test_an_agent_with_both_papers_keeps_her_number_for_her(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)

    away = asks(
        town, anna, "voluntary_suspension", sees_paper(town, anna), sees_agent(town, anna), months=1
    )

    assert (away.state, away.content["capacity"]) == ("completed", "agent")
    assert not town.can_call_friend(anna)
    assert town.level(anna) == "two_way"


@pytest.mark.holds("R10-2")
def test_an_agent_with_one_paper_is_refused_and_nothing_happens(town: Town) -> None:
    """AC-OPEN-1"""
    anna = town.opens_for_somebody(prepaid=5000)

    with pytest.raises(RefusedAtCounter) as refused:
        asks(town, anna, "voluntary_suspension", sees_agent(town, anna), months=1)

    assert refused.value.code == "AGENT_DOCS_MISSING"
    assert town.can_call_friend(anna)


def test_what_only_she_may_do_her_agent_may_not(town: Town) -> None:
    anna = town.opens_for_somebody()

    with pytest.raises(RefusedAtCounter) as refused:
        asks(town, anna, "termination", sees_paper(town, anna), sees_agent(town, anna))

    assert refused.value.code == "ROLE_NOT_ALLOWED"
    assert town.can_call_friend(anna)


def test_a_child_opens_no_number_alone_and_one_with_their_mother(town: Town) -> None:
    """Rules 1.1: a guardian (监护人) shows their own paper and the household book."""
    counter, child = town.scene.counter, a_child(town)
    anna = replace(town.meets_somebody(), customer=counter.meet(child), paper=child.paper)
    agent = sees_agent(town, anna)

    refused = []
    for proofs in ((sees_paper(town, anna),), (sees_paper(town, anna), agent)):
        with pytest.raises(RefusedAtCounter) as alone:
            opens(town, anna, *proofs)
        refused.append(alone.value.code)
    mother = sees_agent(town, anna, capacity="guardian", kinds=["id_seen", "relation_seen"])
    opened = town.ends(opens(town, anna, sees_paper(town, anna), mother))

    assert refused == ["AGENT_DOCS_MISSING", "ROLE_NOT_ALLOWED"]
    assert (opened.state, opened.content["capacity"]) == ("completed", "guardian")


def test_an_agent_who_says_to_be_the_holder_is_refused(town: Town) -> None:
    anna = town.opens_for_somebody()

    with pytest.raises(RefusedAtCounter) as refused:
        town.scene.counter.order(
            "sim_swap",
            customer=anna.customer,
            subscriber=anna.subscriber,
            proofs=(sees_paper(town, anna), sees_agent(town, anna)),
            capacity="holder",
            new_iccid=town.scene.counter.free_card(),
            kind="lost",
        )

    assert refused.value.code == "ROLE_NOT_ALLOWED"


def a_child(town: Town) -> Person:
    """Return somebody who is seven, with a card of their own."""
    grown, born = somebody(), civil_date(town.now() - timedelta(days=7 * 366))
    digits = f"{grown.paper[:6]}{born:%Y%m%d}{grown.paper[14:17]}"
    return replace(grown, paper=digits + check_sign(digits), born=born.isoformat())


def opens(town: Town, anna: Anna, *proofs: str) -> Order:
    return town.scene.counter.order(
        "new_subscription",
        customer=anna.customer,
        proofs=proofs,
        msisdn=anna.number,
        iccid=anna.sim.iccid,
        offering=OFFERING,
        prepayment=PREPAID,
        agreement=agreement(OFFERING, paid="prepaid"),
    )
