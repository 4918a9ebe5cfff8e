"""What the way of an order costs here: SQL statements per step, and one for all facts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from shop_of_accounts import Order, Shop

from accounts.customers.domain.steps import ReservePlace
from accounts.proofs.domain.proof import UseProof
from accounts.steps.domain import Step
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.subscribers.domain.steps import (
    ActivateSubscriber,
    AddStop,
    AssignSim,
    LiftStop,
    TerminateSubscriber,
)
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from runtime.database.connection import Connection, Result

LOST = Stop(StopReason.LOST, Level.TWO_WAY)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note every statement sent inside the block."""
    sent: list[str] = []
    send = Connection.exec_driver_sql

    async def note(self: Connection, statement: str, parameters: tuple[Any, ...] = ()) -> Result:
        sent.append(statement)
        return await send(self, statement, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "exec_driver_sql", note)
        yield sent


async def test_no_step_of_an_order_takes_more_than_a_few_statements(
    postgres_shop: Shop,
) -> None:
    shop = postgres_shop
    anna, order, swap = await shop.registers(), shop.order(), shop.order()
    proof = await shop.checks(anna)
    msisdn, iccid = await shop.stocks()
    _, other = await shop.stocks()
    opening = await shop.holds(order, anna.customer.id)
    ready, new = shop.order(), opening.subscriber_id
    costs: dict[str, int] = {}
    steps: list[tuple[Order, Step]] = [
        (ready, UseProof(proof.id)),
        (ready, ReservePlace(anna.customer.id)),
        (ready, ReserveNumber(msisdn)),
        (ready, ReserveSim(iccid)),
        (order, opening),
        (order, ActivateSubscriber(new)),
        (order, AddStop(new, LOST, None)),
        (order, LiftStop(new, LOST)),
        (swap, ReserveSim(other)),
        (swap, AssignSim(new, other, instead_of=opening.iccid)),
        (order, TerminateSubscriber(new)),
    ]

    for one, step in steps:
        with statements() as sent:
            await one.does(step)
        costs[type(step).__name__] = len(sent)

    assert costs == {
        "UseProof": 3,
        "ReservePlace": 3,
        "ReserveNumber": 3,
        "ReserveSim": 3,
        "OpenSubscriber": 3,
        "ActivateSubscriber": 4,
        "AddStop": 4,
        "LiftStop": 4,
        "AssignSim": 5,
        "TerminateSubscriber": 5,
    }


@pytest.mark.parametrize("many", [1, 20])
async def test_facts_are_one_statement(postgres_shop: Shop, many: int) -> None:
    anna = await postgres_shop.registers()
    number = await postgres_shop.opens(anna.customer.id)
    stock = [await postgres_shop.stocks() for _ in range(many)]

    with statements() as sent:
        facts = await postgres_shop.facts(
            subscriber_id=number.id, msisdns=[msisdn.value for msisdn, _ in stock]
        )

    assert len(facts.numbers) == many
    assert len(sent) == 1
