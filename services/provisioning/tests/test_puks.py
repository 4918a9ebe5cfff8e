"""PUKs: sealed in the vault, granted to an order, read for ten minutes by who has it; audited."""

import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from adapter import Adapter
from pretend_network import ANNA, ANNA_NEW, BORIS

from boss.audit.v1.events_pb2 import AuditRecorded
from boss.provisioning.v1 import commands_pb2 as pb
from boss.provisioning.v1 import puks_pb2, steps_pb2
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from provisioning.bootstrap import commands_of
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.vault.domain.puk import Puk
from provisioning.vault.edge import PukServicer, StepServicer
from provisioning.vault.storage.puks import SealedPuks
from provisioning.vault.storage.resealing import SealedPukRows
from provisioning.vault.storage.vault import Seal
from runtime.rpc.calling import acting

PUK = "48151623"
HERS = "anna-1"
CLERK = Caller("clerk-1", frozenset({"clerk"}), "hall", staff=True)


class Desk:
    """Loads cards, has orders take steps, and reads PUKs."""

    def __init__(self, adapter: Adapter) -> None:
        self.adapter = adapter
        self.commands: Any = commands_of(
            adapter.database, adapter.uow, adapter.element, adapter.clock
        )
        self.steps = StepServicer(adapter.uow, adapter.clock)
        self.puks = PukServicer(adapter.uow, adapter.clock)
        self.order = new_id()

    async def loads(self, puk: str = PUK, *, card: Any = ANNA) -> None:
        keys = pb.CardKeys(imsi=card.imsi, ki=card.k, opc=card.opc, puk=puk)
        await self.commands.LoadKeys(pb.LoadKeysRequest(request_id=new_id(), cards=[keys]), None)

    def stage(self, request: Any, **changes: str) -> Any:
        said = {"subscriber_id": HERS, "imsi": ANNA.imsi} | changes
        step = pb.ProvisioningStep(grant_puk=pb.GrantPuk(**said))
        numbered = steps_pb2.NumberedStep(step_no=2, step=step)
        return request(request_id=new_id(), order_id=self.order, stage="prepare", steps=[numbered])

    async def grants(self, **changes: str) -> None:
        await self.steps.CarryOutStage(self.stage(steps_pb2.CarryOutStageRequest, **changes), None)

    async def reads(self, *, order: str = "", of: str = HERS) -> str:
        request = puks_pb2.ReadPukRequest(order_id=order or self.order, subscriber_id=of)
        with acting(CLERK):
            return (await self.puks.ReadPuk(request, None)).puk

    async def refuses(self, act: Any) -> str:
        with pytest.raises(Refusal) as refusal:
            await act
        return refusal.value.code


@pytest.fixture
async def desk(adapter: Adapter) -> Desk:
    """Anna is in the network, with her card."""
    desk = Desk(adapter)
    await adapter.opens(ANNA, subscriber=HERS)
    return desk


async def test_it_is_read_by_the_order_and_every_look_is_audited(desk: Desk) -> None:
    await desk.loads()
    await desk.grants()

    assert [await desk.reads(), await desk.reads()] == [PUK, PUK]
    said = [one.message for one in await desk.adapter.said()]
    looks = [one for one in said if isinstance(one, AuditRecorded) and one.action == "ReadPuk"]
    assert [(one.actor, one.channel, one.object_id) for one in looks] == [
        ("clerk-1", "hall", HERS)
    ] * 2


async def test_it_is_kept_sealed(desk: Desk) -> None:
    await desk.loads()

    (row,) = await desk.adapter.rows("SELECT * FROM card_puk")
    assert PUK.encode() not in bytes(row.sealed) + bytes(row.nonce)
    kept = await desk.adapter.rows("SELECT payload::text AS said FROM outbox")
    assert PUK not in json.dumps([one.said for one in kept])


async def test_nobody_reads_it_without_an_order_or_too_late(desk: Desk) -> None:
    await desk.loads()

    assert await desk.refuses(desk.reads()) == "PUK_NOT_GRANTED"
    await desk.grants()
    assert await desk.refuses(desk.reads(of="boris-1")) == "PUK_NOT_GRANTED"
    assert await desk.refuses(desk.reads(order=new_id())) == "PUK_NOT_GRANTED"
    desk.adapter.network.clock.pass_by(timedelta(minutes=10))
    assert await desk.refuses(desk.reads()) == "PUK_NOT_GRANTED"


async def test_of_a_card_that_was_replaced_nobody_reads_it(desk: Desk) -> None:
    """Not though its ten minutes are not over: whoever has the old card could open it."""
    await desk.loads()
    await desk.grants()
    await desk.adapter.knows_keys(ANNA_NEW)
    swap = ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi)
    await desk.adapter.carries_out(swap, subscriber=HERS)

    assert await desk.refuses(desk.reads()) == "PUK_NOT_GRANTED"


async def test_of_a_number_that_has_left_nobody_reads_it(desk: Desk) -> None:
    await desk.loads()
    await desk.grants()
    gone = DeleteSubscription(ANNA.isdn, ANNA.imsi)
    await desk.adapter.carries_out(gone, subscriber=HERS)

    assert await desk.refuses(desk.reads()) == "PUK_NOT_GRANTED"


async def test_a_card_without_one_is_told_before_anything_is_done(desk: Desk) -> None:
    await desk.loads("", card=BORIS)

    assert await desk.refuses(desk.grants(imsi=BORIS.imsi)) == "PUK_NOT_KNOWN"
    assert await desk.refuses(desk.reads()) == "PUK_NOT_GRANTED"


async def test_an_order_that_turns_back_has_it_read_no_more(desk: Desk) -> None:
    await desk.loads()
    await desk.grants()

    back = desk.stage(steps_pb2.TakeBackStageRequest)
    await desk.steps.TakeBackStage(back, None)

    assert await desk.refuses(desk.reads()) == "PUK_NOT_GRANTED"


@pytest.mark.parametrize("change", [{"imsi": ""}, {"imsi": "4600x"}, {"subscriber_id": ""}])
async def test_a_step_that_names_nobody_is_refused(desk: Desk, change: dict[str, str]) -> None:
    await desk.loads()

    assert await desk.refuses(desk.grants(**change)) in {"FIELD_NOT_VALID", "FIELD_MISSING"}


@pytest.mark.parametrize("puk", ["1234567", "123456789", "1234567x", "１２３４５６７８"])
async def test_what_is_none_is_not_loaded(desk: Desk, puk: str) -> None:
    assert await desk.refuses(desk.loads(puk)) == "FIELD_NOT_VALID"
    assert await desk.adapter.rows("SELECT * FROM card_puk") == []
    assert await desk.adapter.rows("SELECT * FROM card_key WHERE false") == []


async def test_a_cards_puk_never_changes_and_may_come_later(desk: Desk) -> None:
    await desk.loads("")
    await desk.loads()
    await desk.loads()

    assert await desk.refuses(desk.loads("11112222")) == "KEYS_DIFFER"


async def test_what_an_older_key_sealed_is_sealed_again(adapter: Adapter) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    await SealedPuks(adapter.database, Seal([old])).load([Puk(ANNA.imsi, PUK)])
    table = SealedPukRows(adapter.database, Seal([new, old]))

    left, done = await table.left(), [(await table.reseal(10)).rows for _ in range(2)]

    assert (left, done, await table.left()) == (1, [1, 0], 0)
    assert await SealedPuks(adapter.database, Seal([new])).get(ANNA.imsi) == Puk(ANNA.imsi, PUK)
    with pytest.raises(Refusal) as refused:
        await SealedPuks(adapter.database, Seal([old])).get(ANNA.imsi)
    assert refused.value.code == "KEY_NOT_HERE"


async def test_one_that_does_not_open_keeps_no_other_from_its_new_key(adapter: Adapter) -> None:
    old, other, new = (secrets.token_bytes(32) for _ in range(3))
    await SealedPuks(adapter.database, Seal([other])).load([Puk(ANNA.imsi, PUK)])
    await SealedPuks(adapter.database, Seal([old])).load([Puk(BORIS.imsi, PUK)])
    table = SealedPukRows(adapter.database, Seal([new, old]))

    done = await table.reseal(1)

    assert (done.rows, dict(done.shut), await table.left()) == (1, {"KEY_NOT_HERE": 1}, 1)
