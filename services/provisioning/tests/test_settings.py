"""What is set for a number beside its card: opened, barred, provided, compared and repaired."""

from itertools import product
from typing import Any

import pytest
from adapter import Adapter
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from boss.provisioning.v1 import changes_pb2, commands_pb2, events_pb2, questions_pb2
from kernel.errors import Invalid
from kernel.ids import new_id
from provisioning.bootstrap import commands_of, questions_of
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.provide_service import ProvideService, Provision
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.changes.kinds.set_barring import SetBarring
from provisioning.changes.kinds.set_packet_profile import SetPacketProfile
from provisioning.changes.kinds.set_permissions import SetPermissions
from provisioning.changes.storage.settings import setting_of, written
from provisioning.changes.wire.changes import what_of
from provisioning.elements.domain.barring import (
    Abroad,
    Level,
    Outgoing,
    Packet,
    Permissions,
    Roaming,
    bars_of,
    level_of,
)
from provisioning.elements.domain.setting import BEGINNING, Operated, Service, Setting

EVERYWHERE = SetPermissions(ANNA.isdn, ANNA.imsi, Abroad.OPEN, Abroad.OPEN)
WITH_CLIP = ProvideService(ANNA.isdn, ANNA.imsi, Service.CLIP, Provision.PROVIDED)
FAST = SetPacketProfile(ANNA.isdn, ANNA.imsi, "2")
ALL = (EVERYWHERE, WITH_CLIP, FAST)
SHOWN = ("ODBOC", "ODBIC", "ODBROAM", "ODBPS", "GPRSTPLID", "SS")
OPENED = ("NOBOC", "NOBIC", "NOBAR", "NOBPS", "2", "CLIP")


@pytest.fixture
async def anna(adapter: Adapter) -> Adapter:
    """Anna is in the network as a new number is."""
    await adapter.opens(ANNA)
    return adapter


def barred(level: Level) -> SetBarring:
    return SetBarring(ANNA.isdn, ANNA.imsi, level)


async def shown(network: PretendNetwork) -> tuple[str, ...]:
    found = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    return tuple(found[name] for name in SHOWN)


async def differences(adapter: Adapter) -> list[str]:
    servicer: Any = questions_of(adapter.database, adapter.uow, adapter.element)
    found = await servicer.Compare(questions_pb2.CompareRequest(), None)
    return [one.kind for one in found.differences]


async def repairs(adapter: Adapter) -> list[str]:
    servicer: Any = commands_of(adapter.database, adapter.uow, adapter.element, adapter.clock)
    answer = await servicer.Repair(commands_pb2.RepairRequest(request_id=new_id()), None)
    return [one.msisdn for one in answer.repaired]


@pytest.mark.parametrize(
    ("level", "bars"),
    [
        (Level.NONE, ("BOIC", "NOBIC", "BROHPLMNC", "NOBPS")),
        (Level.DATA_ONLY, ("BOIC", "NOBIC", "BROHPLMNC", "BAPS")),
        (Level.ONE_WAY, ("BAOC", "NOBIC", "BROHPLMNC", "BAPS")),
        (Level.TWO_WAY, ("BAOC", "BAIC", "BROHPLMNC", "BAPS")),
    ],
)
async def test_each_level_reaches_the_network(
    anna: Adapter, network: PretendNetwork, level: Level, bars: tuple[str, ...]
) -> None:
    """Rules 3.5; data alone leaves calls and texts as they were."""
    done = await anna.carries_out(barred(level))

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert (await shown(network))[:4] == bars
    assert await differences(anna) == []


async def test_what_was_opened_shows_when_a_stopped_number_is_back(
    anna: Adapter, network: PretendNetwork
) -> None:
    for change in (barred(Level.TWO_WAY), *ALL):
        await anna.carries_out(change)
    while_stopped = await shown(network)
    agreed = await differences(anna)

    await anna.carries_out(barred(Level.NONE))

    assert while_stopped == ("BAOC", "BAIC", "NOBAR", "BAPS", "2", "CLIP")
    assert await shown(network) == OPENED
    assert (agreed, await differences(anna)) == ([], [])


async def test_another_card_keeps_what_was_opened(anna: Adapter, network: PretendNetwork) -> None:
    for change in ALL:
        await anna.carries_out(change)
    await anna.knows_keys(ANNA_NEW)
    await anna.carries_out(ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi))

    assert await shown(network) == OPENED
    assert await differences(anna) == []


async def test_a_number_that_begins_again_has_nothing_of_what_was_opened(
    anna: Adapter, network: PretendNetwork
) -> None:
    for change in ALL:
        await anna.carries_out(change)
    await anna.carries_out(DeleteSubscription(ANNA.isdn, ANNA.imsi))

    await anna.opens(ANNA, subscriber="boris")

    assert await shown(network) == ("BOIC", "NOBIC", "BROHPLMNC", "NOBPS", "1", "NONE")
    assert await differences(anna) == []


SPOILT = [
    ("MOD ODB:ISDN={},ODBOC=BOIC", "permissions_differ"),
    ("MOD ODB:ISDN={},ODBROAM=BROHPLMNC", "permissions_differ"),
    ("MOD ODB:ISDN={},ODBPS=BAPS", "level_differs"),
    ("MOD ODB:ISDN={},ODBOC=BAOC", "level_differs"),
    ("MOD LCK:ISDN={},IC=TRUE", "level_differs"),
    ("MOD TPLGPRS:ISDN={},PROV=TRUE,TPLID=1", "packet_profile_differs"),
    ("MOD TPLGPRS:ISDN={},PROV=FALSE", "packet_profile_differs"),
    ("MOD SS:ISDN={},SS=CLIP,PROV=FALSE", "services_differ"),
    ("MOD SS:ISDN={},SS=HOLD,PROV=TRUE", "services_differ"),
    ("RMV SUB:ISDN={},RMVKI=TRUE", "missing_in_network"),
]


@pytest.mark.parametrize(("command", "kind"), SPOILT)
async def test_a_repair_leads_back_to_all_that_orders_asked_for(
    anna: Adapter, network: PretendNetwork, command: str, kind: str
) -> None:
    """It never closes what an order opened."""
    for change in ALL:
        await anna.carries_out(change)
    await network.does(command.format(ANNA.isdn))
    if "MOD LCK" in command:
        # A lock is no bar of ours: it is found, and a person takes it off.
        assert await differences(anna) == [kind]
        return

    before = await differences(anna)
    repaired = await repairs(anna)

    assert (before, repaired) == ([kind], [ANNA.isdn])
    assert await shown(network) == OPENED
    assert await differences(anna) == []


async def test_a_service_is_withdrawn_and_no_other_is_touched(
    anna: Adapter, network: PretendNetwork
) -> None:
    hold = ProvideService(ANNA.isdn, ANNA.imsi, Service.HOLD, Provision.PROVIDED)
    for change in (WITH_CLIP, hold):
        await anna.carries_out(change)

    await anna.carries_out(ProvideService(ANNA.isdn, ANNA.imsi, Service.CLIP, Provision.WITHDRAWN))

    assert (await shown(network))[-1] == "HOLD"


@pytest.mark.parametrize("change", ALL)
async def test_what_is_set_is_read_back_after_a_lost_answer(
    anna: Adapter, network: PretendNetwork, change: Any
) -> None:
    await network.falls_ill("DEAF", command="MOD", remaining=1)

    done = await anna.carries_out(change)

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert await differences(anna) == []


@pytest.mark.parametrize("change", ALL)
async def test_what_the_element_refuses_for_good_changes_nothing(
    anna: Adapter, network: PretendNetwork, change: Any
) -> None:
    before = await shown(network)
    await network.falls_ill("REFUSE", command="MOD", code="ERR3201")

    failed = await anna.carries_out(change)
    await network.recovers()

    assert isinstance(failed, events_pb2.ProvisioningFailed)
    assert failed.reason == "NETWORK_FULL"
    assert await shown(network) == before
    assert await differences(anna) == []


async def test_the_profile_shows_all_of_it(anna: Adapter) -> None:
    for change in ALL:
        await anna.carries_out(change)
    servicer: Any = questions_of(anna.database, anna.uow, anna.element)

    found = await servicer.GetProfile(questions_pb2.GetProfileRequest(msisdn=ANNA.isdn), None)

    for profile in (found.desired, found.actual):
        assert (profile.idd, profile.roaming) == (changes_pb2.ABROAD_OPEN, changes_pb2.ABROAD_OPEN)
        assert (profile.packet_profile, list(profile.services)) == ("2", [changes_pb2.SERVICE_CLIP])


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (
            changes_pb2.NetworkChange(
                set_permissions=changes_pb2.SetPermissions(idd=changes_pb2.ABROAD_OPEN)
            ),
            "roaming",
        ),
        (
            changes_pb2.NetworkChange(
                set_permissions=changes_pb2.SetPermissions(roaming=changes_pb2.ABROAD_OPEN)
            ),
            "idd",
        ),
        (
            changes_pb2.NetworkChange(set_packet_profile=changes_pb2.SetPacketProfile(profile="x")),
            "profile",
        ),
        (
            changes_pb2.NetworkChange(
                provide_service=changes_pb2.ProvideService(provision=changes_pb2.PROVISION_PROVIDED)
            ),
            "service",
        ),
        (
            changes_pb2.NetworkChange(
                provide_service=changes_pb2.ProvideService(service=changes_pb2.SERVICE_CLIP)
            ),
            "provision",
        ),
    ],
)
def test_a_change_that_says_nothing_is_refused_with_its_field(
    message: changes_pb2.NetworkChange, field: str
) -> None:
    inner = getattr(message, str(message.WhichOneof("change")))
    inner.msisdn, inner.imsi = ANNA.isdn, ANNA.imsi

    with pytest.raises(Invalid) as refused:
        what_of(message)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", field)


def test_a_level_never_opens_and_a_permission_never_lifts_a_stop() -> None:
    for level, idd, roaming in product(Level, Abroad, Abroad):
        bars = bars_of(level, Permissions(idd, roaming))
        assert level_of(bars) is level
        assert (bars.packet is Packet.ALL) is (level is not Level.NONE)
        assert (bars.roaming is Roaming.NONE) is (roaming is Abroad.OPEN)
        if level in (Level.ONE_WAY, Level.TWO_WAY):
            assert bars.outgoing is Outgoing.ALL
        else:
            assert (bars.outgoing is Outgoing.NONE) is (idd is Abroad.OPEN)


def test_a_setting_comes_back_from_its_row() -> None:
    for level, idd, roaming, packets, services in product(
        Level, Abroad, Abroad, ("", "1", "7"), ((), (Service.CLIP,), tuple(Service))
    ):
        setting = Setting(level, Permissions(idd, roaming), packets, frozenset(services))
        assert setting_of(level.value, written(setting)) == setting
    operated = (
        Operated(Service.CFNRY, is_active=False, number=BORIS.isdn, seconds=15),
        Operated(Service.CW),
    )
    both = frozenset({Service.CFNRY, Service.CW})
    setting = Setting(services=both, operated=frozenset(operated))
    assert setting_of(Level.NONE.value, written(setting)) == setting
    assert written(BEGINNING) == ""
