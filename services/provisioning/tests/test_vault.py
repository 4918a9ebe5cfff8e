"""The vault, and what the uow may ask of it."""

import secrets
from dataclasses import replace
from typing import Any

import pytest
from adapter import Adapter, eventually, keys_of
from cryptography.exceptions import InvalidTag
from pretend_network import ANNA, ANNA_NEW, BORIS

from boss.audit.v1.events_pb2 import AuditRecorded
from boss.provisioning.v1 import commands_pb2 as pb
from boss.provisioning.v1 import events_pb2, steps_pb2
from kernel.errors import Invalid, Refusal
from kernel.ids import new_id
from provisioning.bootstrap import commands_of, read_seal
from provisioning.changes.domain.change import ChangeState
from provisioning.changes.kinds.create_subscription import CreateSubscription
from provisioning.vault.domain.authentication import CardKeys, Vector, is_made_with
from provisioning.vault.domain.milenage import Milenage, xor
from provisioning.vault.edge import StepServicer
from provisioning.vault.storage.resealing import SealedCardKeys
from provisioning.vault.storage.vault import Seal, SealedKeys, SealedVault


@pytest.fixture
def uow(adapter: Adapter) -> Any:
    return commands_of(adapter.database, adapter.uow, adapter.element, adapter.clock)


ORDER = "01909c6f-7b1e-7c3a-9f8e-0123456789ab"


def load(*cards: pb.CardKeys) -> pb.LoadKeysRequest:
    return pb.LoadKeysRequest(request_id=new_id(), cards=cards)


ANNAS = pb.CardKeys(imsi=ANNA.imsi, ki=ANNA.k, opc=ANNA.opc)
BORISS = pb.CardKeys(imsi=BORIS.imsi, ki=BORIS.k, opc=BORIS.opc)


def has_keys(imsi: str, *, order_id: str = ORDER, step_no: int = 4) -> pb.CarryOutRequest:
    step = pb.ProvisioningStep(has_keys=pb.HasKeys(imsi=imsi))
    return pb.CarryOutRequest(request_id=new_id(), order_id=order_id, step_no=step_no, step=step)


async def test_keys_are_loaded_once_and_sealed(uow: Any, adapter: Adapter) -> None:
    first = await uow.LoadKeys(load(ANNAS, BORISS), None)
    again = await uow.LoadKeys(load(ANNAS), None)

    (row, *_) = await adapter.rows("SELECT nonce, sealed FROM card_key")
    audited = [one.message for one in await adapter.said()]
    assert [(first.added, first.known), (again.added, again.known)] == [(2, 0), (0, 1)]
    assert bytes.fromhex(ANNA.k) not in bytes(row.sealed) + bytes(row.nonce)
    assert [one.action for one in audited if isinstance(one, AuditRecorded)] == ["LoadKeys"] * 2


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        (pb.CardKeys(imsi="46", ki=ANNA.k, opc=ANNA.opc), "FIELD_NOT_VALID", "cards[1].imsi"),
        (
            pb.CardKeys(imsi=BORIS.imsi, ki="zz" * 16, opc=ANNA.opc),
            "FIELD_NOT_VALID",
            "cards[1].ki",
        ),
        (pb.CardKeys(imsi=BORIS.imsi, ki=ANNA.k, opc="ab"), "FIELD_NOT_VALID", "cards[1].opc"),
        (ANNAS, "CARD_TWICE", "cards[1].imsi"),
    ],
)
async def test_a_file_with_a_fault_loads_nothing(
    uow: Any, adapter: Adapter, bad: pb.CardKeys, code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await uow.LoadKeys(load(ANNAS, bad), None)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert await adapter.rows("SELECT 1 FROM card_key") == []


async def test_other_keys_for_a_known_card_are_refused(uow: Any, adapter: Adapter) -> None:
    await uow.LoadKeys(load(ANNAS), None)
    other = pb.CardKeys(imsi=ANNA.imsi, ki=ANNA_NEW.k, opc=ANNA.opc)

    with pytest.raises(Refusal) as refused:
        await uow.LoadKeys(load(BORISS, other), None)

    assert (refused.value.code, refused.value.field) == ("KEYS_DIFFER", "cards[1].imsi")
    assert len(await adapter.rows("SELECT 1 FROM card_key")) == 1


async def test_an_order_goes_on_only_with_keys(uow: Any) -> None:
    with pytest.raises(Refusal) as refused:
        await uow.CarryOut(has_keys(ANNA.imsi), None)
    await uow.LoadKeys(load(ANNAS), None)
    await uow.CarryOut(has_keys(ANNA.imsi), None)

    assert refused.value.code == "KEYS_MISSING"


async def test_a_step_that_was_taken_back_unseen_is_refused_when_it_comes(uow: Any) -> None:
    await uow.LoadKeys(load(ANNAS), None)
    took = pb.TakeBackRequest(request_id=new_id(), order_id=ORDER, step_no=4)

    await uow.TakeBack(took, None)

    with pytest.raises(Refusal) as refused:
        await uow.CarryOut(has_keys(ANNA.imsi, order_id=ORDER), None)
    assert refused.value.code == "STEP_TAKEN_BACK"


@pytest.mark.parametrize(
    ("order_id", "step_no", "field"),
    [("", 4, "order_id"), ("' OR 1=1", 4, "order_id"), (ORDER, -1, "step_no")],
)
async def test_a_step_of_no_order_is_neither_done_nor_remembered(
    uow: Any, adapter: Adapter, order_id: str, step_no: int, field: str
) -> None:
    took = pb.TakeBackRequest(request_id=new_id(), order_id=order_id, step_no=step_no)

    for asked in (
        uow.TakeBack(took, None),
        uow.CarryOut(has_keys(ANNA.imsi, order_id=order_id, step_no=step_no), None),
    ):
        with pytest.raises(Invalid) as refused:
            await asked
        assert refused.value.field == field
    assert await adapter.rows("SELECT 1 FROM step_log") == []


def stage(request: Any, *imsis: str) -> Any:
    steps = [
        steps_pb2.NumberedStep(
            step_no=4 + place, step=pb.ProvisioningStep(has_keys=pb.HasKeys(imsi=imsi))
        )
        for place, imsi in enumerate(imsis)
    ]
    return request(request_id=new_id(), order_id=ORDER, stage="prepare", steps=steps)


async def test_a_stage_is_done_whole_or_not_at_all_and_names_the_step(
    uow: Any, adapter: Adapter
) -> None:
    steps = StepServicer(adapter.uow, adapter.clock)
    await uow.LoadKeys(load(ANNAS), None)
    asked = stage(steps_pb2.CarryOutStageRequest, ANNA.imsi, BORIS.imsi)

    with pytest.raises(Refusal) as refused:
        await steps.CarryOutStage(asked, None)
    kept = await adapter.rows("SELECT 1 FROM step_log")
    await uow.LoadKeys(load(BORISS), None)
    for _ in range(2):
        await steps.CarryOutStage(asked, None)

    assert (refused.value.code, refused.value.field) == ("KEYS_MISSING", "steps[1]")
    assert kept == []
    assert len(await adapter.rows("SELECT 1 FROM step_log WHERE state = 'done'")) == 2


async def test_a_stage_taken_back_unseen_is_refused_when_it_comes_even_step_by_step(
    uow: Any, adapter: Adapter
) -> None:
    steps = StepServicer(adapter.uow, adapter.clock)
    await uow.LoadKeys(load(ANNAS), None)

    await steps.TakeBackStage(stage(steps_pb2.TakeBackStageRequest, ANNA.imsi), None)

    for late in (
        steps.CarryOutStage(stage(steps_pb2.CarryOutStageRequest, ANNA.imsi), None),
        uow.CarryOut(has_keys(ANNA.imsi), None),
    ):
        with pytest.raises(Refusal) as refused:
            await late
        assert refused.value.code == "STEP_TAKEN_BACK"


@pytest.mark.parametrize(
    ("numbers", "field"), [([], "steps"), ([1, 1], "steps[1].step_no"), ([-1], "steps[0].step_no")]
)
async def test_a_stage_that_is_none_is_refused(
    adapter: Adapter, numbers: list[int], field: str
) -> None:
    step = pb.ProvisioningStep(has_keys=pb.HasKeys(imsi=ANNA.imsi))
    numbered = [steps_pb2.NumberedStep(step_no=number, step=step) for number in numbers]
    asked = steps_pb2.CarryOutStageRequest(request_id="r", order_id=ORDER, steps=numbered)

    with pytest.raises(Invalid) as refused:
        await StepServicer(adapter.uow, adapter.clock).CarryOutStage(asked, None)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", field)


async def test_only_a_held_change_can_be_retried_and_only_with_a_reason(uow: Any) -> None:
    with pytest.raises(Refusal) as unknown:
        request = pb.RetryChangeRequest(request_id=new_id(), change_id="none", reason="x")
        await uow.RetryChange(request, None)
    with pytest.raises(Refusal) as silent:
        await uow.RefuseChange(pb.RefuseChangeRequest(request_id=new_id(), change_id="n"), None)

    assert (unknown.value.code, silent.value.code) == ("CHANGE_NOT_FOUND", "REASON_MISSING")


async def test_an_older_key_still_opens_what_it_sealed(adapter: Adapter) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    await SealedVault(adapter.database, Seal([old])).load([keys_of(ANNA)])

    opened = await SealedVault(adapter.database, Seal([new, old])).keys_of([ANNA.imsi])
    with pytest.raises(Refusal) as refused:
        await SealedVault(adapter.database, Seal([new])).keys_of([ANNA.imsi])

    assert opened[ANNA.imsi] == keys_of(ANNA)
    assert refused.value.code == "KEY_NOT_HERE"


async def test_a_card_whose_keys_do_not_open_yet_waits_and_stops_nobody(adapter: Adapter) -> None:
    strange = secrets.token_bytes(32)
    await SealedVault(adapter.database, Seal([strange])).load([keys_of(ANNA)])
    shut = await adapter.hears(CreateSubscription(ANNA.isdn, ANNA.imsi))

    await adapter.opens(BORIS, subscriber="boris")
    waiting = await adapter.change(shut)
    ours = read_seal(adapter.settings.vault_key_file)
    resealed = ours.close(keys_of(ANNA))
    await put(adapter, resealed)
    done = await adapter.outcome(shut)

    assert (waiting.state, waiting.element_code) == (ChangeState.SENT, "KEY_NOT_HERE")
    assert isinstance(done, events_pb2.ProvisioningCompleted)


async def test_a_card_whose_row_is_damaged_waits_for_a_person_and_stops_nobody(
    adapter: Adapter,
) -> None:
    await adapter.knows_keys(ANNA)
    sealed = read_seal(adapter.settings.vault_key_file).close(keys_of(ANNA))
    await put(adapter, replace(sealed, sealed=sealed.sealed[::-1]))
    damaged = await adapter.hears(CreateSubscription(ANNA.isdn, ANNA.imsi))

    await adapter.opens(BORIS, subscriber="boris")

    await eventually(lambda: is_held(adapter, damaged))
    assert (await adapter.change(damaged)).element_code == "KEYS_DAMAGED"


async def is_held(adapter: Adapter, order_id: str) -> bool:
    return (await adapter.change(order_id)).state is ChangeState.HELD


async def put(adapter: Adapter, kept: SealedKeys) -> None:
    async with adapter.database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE card_key SET key_id = $1, nonce = $2, sealed = $3 WHERE imsi = $4",
            (kept.key_id, kept.nonce, kept.sealed, kept.imsi),
        )


async def test_what_an_older_key_sealed_is_sealed_again_a_batch_at_a_time(adapter: Adapter) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    cards = [keys_of(ANNA), keys_of(BORIS)]
    await SealedVault(adapter.database, Seal([old])).load(cards)
    table = SealedCardKeys(adapter.database, Seal([new, old]))

    left_before, first = await table.left(), (await table.reseal(1)).rows
    left_between = await table.left()
    second, third = (await table.reseal(1000)).rows, (await table.reseal(1000)).rows

    opened = await SealedVault(adapter.database, Seal([new])).keys_of([one.imsi for one in cards])
    assert (left_before, first, left_between, second, third) == (2, 1, 1, 1, 0)
    assert list(opened.values()) == cards


async def test_what_no_key_here_opens_is_not_sealed_again(adapter: Adapter) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    await SealedVault(adapter.database, Seal([old])).load([keys_of(ANNA)])
    before = await adapter.rows("SELECT * FROM card_key")

    done = await SealedCardKeys(adapter.database, Seal([new])).reseal(10)

    assert (done.rows, dict(done.shut)) == (0, {"KEY_NOT_HERE": 1})
    assert await adapter.rows("SELECT * FROM card_key") == before


async def test_a_card_that_does_not_open_keeps_no_other_from_being_sealed_again(
    adapter: Adapter,
) -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    cards = [CardKeys(f"46000000000000{place}", bytes(16), bytes(16)) for place in range(4)]
    await SealedVault(adapter.database, Seal([old])).load(cards[1:])
    await SealedVault(adapter.database, Seal([secrets.token_bytes(32)])).load(cards[:1])
    sealed = Seal([old]).close(cards[1])
    await put(adapter, replace(sealed, sealed=sealed.sealed[::-1]))
    await put(adapter, replace(Seal([old]).close(cards[2]), nonce=b""))
    table = SealedCardKeys(adapter.database, Seal([new, old]))

    first, second = await table.reseal(1), await table.reseal(1)

    assert (first.rows, second.rows) == (1, 0)
    assert dict(second.shut) == {"KEY_NOT_HERE": 1, "ROW_DAMAGED": 2}
    assert await SealedVault(adapter.database, Seal([new])).keys_of([cards[3].imsi])


async def test_cards_are_not_loaded_beside_one_whose_keys_do_not_open(adapter: Adapter) -> None:
    seal = Seal([secrets.token_bytes(32)])
    await SealedVault(adapter.database, seal).load([keys_of(ANNA)])
    kept = seal.close(keys_of(ANNA))
    await put(adapter, replace(kept, sealed=kept.sealed[::-1]))

    with pytest.raises(Refusal) as damaged:
        await SealedVault(adapter.database, seal).load([keys_of(BORIS), keys_of(ANNA)])
    with pytest.raises(Refusal) as keyless:
        other = Seal([secrets.token_bytes(32)])
        await SealedVault(adapter.database, other).load([keys_of(ANNA)])

    assert (damaged.value.code, damaged.value.field) == ("KEYS_DAMAGED", "cards[1].imsi")
    assert (keyless.value.code, keyless.value.field) == ("KEY_NOT_HERE", "cards[0].imsi")
    assert not await SealedVault(adapter.database, seal).has(BORIS.imsi)


async def test_what_is_sealed_for_one_card_opens_for_no_other() -> None:
    seal = Seal([secrets.token_bytes(32)])
    sealed = seal.close(keys_of(ANNA))

    with pytest.raises(InvalidTag):
        seal.open(replace(sealed, imsi=BORIS.imsi))


# 3GPP TS 35.208, test set 1.
K, OPC = "465b5ce8b199b49faa5f0a2ee238a6bc", "cd63cb71954a9f4e48a5994e37a02baf"
RAND, SQN, AMF = "23553cbe9637a89d218ae64dae47bf35", "ff9bb4d0b607", "b9b9"


def test_the_standards_challenge_is_made_with_the_standards_keys() -> None:
    keys = keys_of(ANNA)
    assert (keys.ki.hex(), keys.opc.hex()) == (K, OPC)
    outputs = Milenage(k=keys.ki, opc=keys.opc).outputs(
        bytes.fromhex(RAND), sqn=bytes.fromhex(SQN), amf=bytes.fromhex(AMF)
    )
    autn = xor(bytes.fromhex(SQN), outputs.ak) + bytes.fromhex(AMF) + outputs.mac

    vector = Vector(bytes.fromhex(RAND), autn, bytes.fromhex("a54211d5e3ba50bf"))

    assert is_made_with(vector, keys)
    assert not is_made_with(vector, keys_of(ANNA_NEW))
