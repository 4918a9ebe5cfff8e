"""临时挂失 through the chain: on the telephone, by name and paper, and no longer than two days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest

from chain.test_plan_change import turns_to
from harness.books import Books
from harness.chain import Town
from launch.counter import Counter, Order, RefusedAtCounter
from launch.issuer import issue
from launch.story import Anna

NAME = "anna  LIN"
"""As she says it, and not as it was typed."""
TWO_DAYS = timedelta(hours=48)
STOPPED = [{"reason": "lost", "level": "two_way"}]


@contextmanager
def hotline(town: Town) -> Iterator[tuple[httpx.Client, Counter]]:
    """Sign a clerk in who hears people and sees nobody."""
    keys = town.operator.surroundings.keys
    token = issue(keys, subject="clerk-2", roles=("clerk",), channel="hotline")
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=town.operator.rest, headers=headers, timeout=60.0) as http:
        yield http, Counter(town.operator.rest, token=token)


def says(http: httpx.Client, anna: Anna, **besides: str) -> httpx.Response:
    body = {"paperType": "id_card", "paperNumber": anna.paper, **besides}
    return http.post(f"/v1/subscribers/{anna.number}/proofs", json=body)


def reports(town: Town, anna: Anna) -> Order:
    with hotline(town) as (http, counter):
        proof = says(http, anna, name=NAME).raise_for_status().json()["id"]
        order = counter.order(
            "provisional_loss_report",
            customer=anna.customer,
            subscriber=anna.subscriber,
            proofs=[proof],
        )
        return town.ends(order)


@pytest.mark.holds("R-SIM-5")
def test_nobody_confirms_it_and_the_number_works_again(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    begun = town.now()

    assert reports(town, anna).state == "completed"
    assert town.subscriber(anna)["stops"] == STOPPED
    assert town.calls(anna) == "barred outgoing"
    turns_to(town, begun + TWO_DAYS - timedelta(minutes=5))
    town.is_quiet()
    assert town.subscriber(anna)["stops"] == STOPPED

    turns_to(town, town.now() + timedelta(minutes=10))

    town.comes_true(lambda: town.subscriber(anna)["stops"] == [])
    town.comes_true(lambda: town.calls(anna) == "let through")
    assert Books(town).network_differs() == []


@pytest.mark.holds("R-SIM-5")
def test_confirmed_in_a_hall_it_stays(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    begun = town.now()
    reports(town, anna)

    assert town.asks_for(anna, "loss_report").state == "completed"
    turns_to(town, begun + TWO_DAYS + timedelta(minutes=5))
    town.is_quiet()

    assert town.subscriber(anna)["stops"] == STOPPED
    assert town.calls(anna) == "barred outgoing"


def test_what_is_known_of_a_paper_does_nothing_else(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    with hotline(town) as (http, counter):
        assert says(http, anna).json()["field"] == "name"
        assert says(http, anna, name="Boris Wang").json()["code"] == "VERIFICATION_FAILED"
        proof = says(http, anna, name=NAME).raise_for_status().json()["id"]
        with pytest.raises(RefusedAtCounter) as refused:
            counter.order(
                "loss_report",
                customer=anna.customer,
                subscriber=anna.subscriber,
                proofs=[proof],
            )

    assert refused.value.code == "VERIFICATION_REQUIRED"
    assert town.subscriber(anna)["stops"] == []
    assert town.calls(anna) == "let through"
