"""What is personal enters neither Kafka nor a log nor a span."""

import asyncio
from pathlib import Path

from aiokafka import AIOKafkaConsumer

from boss.topics import TOPICS
from harness.chain import Town
from launch.operations import bossctl


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
