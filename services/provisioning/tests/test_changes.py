"""Changes against a network that obeys: sent, accepted, verified, said."""

from collections.abc import Iterator

import pytest
from adapter import Adapter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pretend_network import ANNA, BORIS, PretendNetwork

from boss.provisioning.v1 import events_pb2
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.elements.domain.barring import Level
from runtime.telemetry import tracing


async def test_a_number_is_opened_with_its_usual_bars(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.knows_keys(ANNA)

    done = await adapter.carries_out(CreateSubscription(ANNA.isdn, ANNA.imsi))

    shown = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert (done.subscriber_id, done.version) == ("anna", 7)
    assert (shown["IMSI"], shown["ODBOC"], shown["ODBROAM"]) == (ANNA.imsi, "BOIC", "BROHPLMNC")


async def test_a_stopped_number_is_barred_and_a_resumed_one_is_not(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)

    await adapter.carries_out(SetBarring(ANNA.isdn, ANNA.imsi, Level.TWO_WAY))
    stopped = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    await adapter.carries_out(SetBarring(ANNA.isdn, ANNA.imsi, Level.NONE))
    resumed = await network.does(f"LST SUB:ISDN={ANNA.isdn}")

    assert [stopped[name] for name in ("ODBOC", "ODBIC", "ODBPS")] == ["BAOC", "BAIC", "BAPS"]
    assert [resumed[name] for name in ("ODBOC", "ODBIC", "ODBPS")] == ["BOIC", "NOBIC", "NOBPS"]


async def test_a_number_that_left_is_forgotten_by_the_switch_too(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await network.attaches(ANNA)

    await adapter.carries_out(DeleteSubscription(ANNA.isdn, ANNA.imsi))

    gone = await network.operator.says(f"LST SUB:ISDN={ANNA.isdn}")
    keys = await network.operator.says(f"LST KI:IMSI={ANNA.imsi}")
    assert (gone.code, keys.code) == ("ERR3101", "ERR3104")
    assert not await network.is_attached(ANNA)


async def test_an_order_that_is_heard_twice_is_carried_out_once(adapter: Adapter) -> None:
    await adapter.knows_keys(ANNA)
    what = CreateSubscription(ANNA.isdn, ANNA.imsi)

    order_id = await adapter.hears(what)
    await adapter.hears(what, order_id=order_id)
    await adapter.outcome(order_id)

    assert len(await adapter.changes(order_id)) == 1


async def test_an_order_without_changes_is_passed_over(adapter: Adapter) -> None:
    order_id = await adapter.hears()

    assert await adapter.changes(order_id) == []


async def test_a_number_somebody_has_fails_the_order_and_leaves_no_keys(
    adapter: Adapter, network: PretendNetwork
) -> None:
    await adapter.opens(ANNA)
    await adapter.knows_keys(BORIS)

    refused = await adapter.carries_out(CreateSubscription(ANNA.isdn, BORIS.imsi))

    assert isinstance(refused, events_pb2.ProvisioningFailed)
    assert refused.reason == "MSISDN_IN_USE"
    assert (await network.operator.says(f"LST KI:IMSI={BORIS.imsi}")).code == "ERR3104"


async def test_keys_are_in_no_log(adapter: Adapter) -> None:
    await adapter.opens(ANNA)

    logged = [tuple(row) for row in await adapter.rows("SELECT command, says FROM element_log")]

    assert any("KIVALUE" in command for command, _ in logged)
    assert ANNA.k not in str(logged)
    assert ANNA.opc not in str(logged)


async def test_every_command_is_a_span_of_its_order(
    adapter: Adapter, spans: InMemorySpanExporter
) -> None:
    await adapter.knows_keys(ANNA)
    order_id = await adapter.hears(CreateSubscription(ANNA.isdn, ANNA.imsi))
    await adapter.outcome(order_id)

    told = [one for one in spans.get_finished_spans() if one.name.startswith("MML ")]
    assert [one.name for one in told] == [
        "MML ADD KI",
        "MML ADD TPLSUB",
        "MML MOD ODB",
        "MML LST SUB",
    ]
    assert {dict(one.attributes or {})[tracing.ORDER] for one in told} == {order_id}
    assert len({one.context.trace_id for one in told}) == 1
    assert ANNA.k not in str([dict(one.attributes or {}) for one in told])


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(tracing.OrderNaming())
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracing.use(provider)
    yield kept
    tracing.use(None)
