"""What is personal enters neither Kafka nor a log nor a span."""

import asyncio
from pathlib import Path
from typing import Any

import grpc
from aiokafka import AIOKafkaConsumer

from boss.accounts.v1.questions_pb2 import ListAuditRequest
from boss.accounts.v1.questions_pb2_grpc import QuestionServiceStub
from boss.topics import TOPICS
from harness.chain import Town
from kernel.caller import Caller
from launch.operations import bossctl
from launch.story import Anna
from runtime.rpc.signing import TOKEN, Signer, read_call_key

CLERK = Caller("auditor", frozenset({"operations"}), "system", staff=True)


async def everything_said(bootstrap: str) -> bytes:
    """Return all that is in Kafka: keys, headers, values."""
    consumer = AIOKafkaConsumer(
        *TOPICS, bootstrap_servers=bootstrap, auto_offset_reset="earliest", fetch_max_wait_ms=50
    )
    await consumer.start()
    said = bytearray()
    try:
        while records := await consumer.getmany(timeout_ms=1500):
            for record in (one for some in records.values() for one in some):
                headers = b"".join(name.encode() + value for name, value in record.headers)
                said += b"\n".join((record.key or b"", headers, record.value or b""))
    finally:
        await consumer.stop()
    return bytes(said)


TYPED = {
    "read in full": "Anna Lin 的身份证 11010519491231002X 丢了",
    "adjustment": "Anna Lin was charged twice, says her brother Piotr Lin",
    "gift": "for Piotr Lin of 7 Lotus Street",
    "reference": "till of Piotr Lin 0042",
}
"""What people type where they may: with names and papers in it."""


def types_everywhere(town: Town, anna: Anna) -> None:
    """Give every kind of reason there is at the REST door."""
    account = town.http.get(f"/v1/subscribers/{anna.number}/balance").json()["id"]
    done = [
        town.http.get(
            f"/tmf-api/customerManagement/v4/customer/{anna.customer}",
            params={"reason": TYPED["read in full"]},
        ),
        town.http.post(
            "/tmf-api/prepayBalanceManagement/v4/adjustBalance",
            json={
                "partyAccount": {"id": account},
                "amount": {"amount": 1, "units": "CNY"},
                "reasonCode": "goodwill",
                "reason": TYPED["adjustment"],
            },
        ),
        town.http.post(
            f"/v1/accounts/{account}/gifts",
            json={"kind": "month_gift", "amount": 40, "reason": TYPED["gift"]},
        ),
        town.http.post(
            "/v1/payments",
            json={"accountId": account, "amount": 500, "reference": TYPED["reference"]},
        ),
    ]
    assert [one.status_code for one in done if not one.is_success] == [], [one.text for one in done]


def audited(town: Town, object_id: str) -> list[str]:
    """Return the reasons the audit has of one thing."""
    operator = town.operator
    key = read_call_key(operator.surroundings.keys.key("call"))
    token = Signer(key, service="bossctl").sign(CLERK, audience="accounts")
    with grpc.insecure_channel(operator.grpc["accounts"]) as channel:
        stub: Any = QuestionServiceStub(channel)
        request = ListAuditRequest(object_id=object_id, limit=100)
        found = stub.ListAudit(request, metadata=((TOKEN, token),), timeout=10)
    return [one.reason for one in found.entries]


def test_what_people_type_is_in_the_audit_store_and_nowhere_else(town: Town) -> None:
    anna = town.opens_for_somebody()
    types_everywhere(town, anna)
    town.is_quiet()

    town.comes_true(lambda: TYPED["read in full"] in audited(town, anna.customer))
    logs = town.operator.surroundings.plan.data_dir / "logs"
    places = {
        "Kafka": asyncio.run(everything_said(town.operator.kafka)),
        **{path.name: Path(path).read_bytes() for path in logs.glob("*.log")},
    }

    words = [*TYPED.values(), "Piotr Lin", "Anna Lin", "Lotus Street", "11010519491231002X"]
    found = [
        f"{word} in {where}"
        for where, content in places.items()
        for word in words
        if word.encode() in content
    ]
    assert places["Kafka"]
    assert found == []


def test_planted_secrets_are_nowhere(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.is_quiet()
    planted = {
        "paper": anna.paper,
        "name": "Anna Lin",
        "key": anna.sim.ki,
        "key in capitals": anna.sim.ki.upper(),
        "operator key": anna.sim.opc,
    }
    order = town.http.get(
        "/tmf-api/productOrderingManagement/v4/productOrder",
        params={"relatedParty.id": anna.customer},
    ).json()[0]
    logs = town.operator.surroundings.plan.data_dir / "logs"

    places = {
        "Kafka": asyncio.run(everything_said(town.operator.kafka)),
        "the trace": bossctl(town.operator, "trace", order["id"]).encode(),
        **{path.name: Path(path).read_bytes() for path in logs.glob("*.log")},
    }

    assert places["Kafka"]
    found = [
        f"{what} in {where}"
        for where, content in places.items()
        for what, secret in planted.items()
        if secret.encode() in content
    ]
    assert found == []
