"""What an order is judged by: read in one statement, whoever it is about."""

import pytest
from house_of_billing import ANNA, BORIS, HouseOfBilling
from test_gifts import grants

from boss.billing.v1 import questions_pb2
from runtime.database.connection import Connection


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is run from now on."""
    run, every = Connection.exec_driver_sql, list[str]()

    async def noted(
        self: Connection, statement: str, parameters: tuple[object, ...] = ()
    ) -> object:
        every.append(statement)
        return await run(self, statement, parameters)

    monkeypatch.setattr(Connection, "exec_driver_sql", noted)
    return every


@pytest.mark.parametrize("subscriber", [ANNA.id, BORIS.id, "", "somebody"])
async def test_facts_are_one_read(
    house: HouseOfBilling, statements: list[str], subscriber: str
) -> None:
    await house.has(ANNA, left=700)
    request = questions_pb2.ReadFactsRequest(subscriber_id=subscriber, offerings=["KEEP8"])
    await house.questions.ReadFacts(request, None)
    statements.clear()

    facts = await house.questions.ReadFacts(request, None)

    assert len(statements) == 1
    assert facts.HasField("account") == (subscriber == ANNA.id)
    assert facts.account.balance.minor == (700 if subscriber == ANNA.id else 0)
    assert "KEEP8" in [one.code for one in facts.offerings]


async def test_what_is_no_gift_is_said_beside_the_balance(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=700)
    await grants(house)

    facts = await house.questions.ReadFacts(
        questions_pb2.ReadFactsRequest(subscriber_id=ANNA.id), None
    )

    assert (facts.account.balance.minor, facts.account.cash.minor) == (1000, 700)


async def test_a_new_version_is_seen_at_once(house: HouseOfBilling) -> None:
    request = questions_pb2.ReadFactsRequest(offerings=["KEEP5"])
    before = await house.questions.ReadFacts(request, None)

    sale = [{"code": "KEEP5", "sellable_from": "2026-12-01"}]
    await house.loads_catalogue(valid_from="2026-11-22", sale=sale)

    after = await house.questions.ReadFacts(request, None)
    assert [one.sellable_from for one in before.offerings] == [""]
    assert [one.sellable_from for one in after.offerings] == ["2026-12-01"]
