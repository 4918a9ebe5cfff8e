"""A supplementary service is brought to a state and read back; compared, and repaired."""

from typing import Any

import pytest
from adapter import Adapter
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork
from test_settings import differences, repairs

from boss.provisioning.v1 import changes_pb2, events_pb2, questions_pb2
from kernel.errors import Invalid
from provisioning.bootstrap import questions_of
from provisioning.changes.kinds.delete_subscription import DeleteSubscription
from provisioning.changes.kinds.replace_imsi import ReplaceImsi
from provisioning.changes.kinds.set_service import ServiceState, SetService
from provisioning.changes.wire.changes import what_of
from provisioning.elements.domain.setting import FORWARDING, Service

CLARA = "8613900000009"
FORWARDINGS = sorted(FORWARDING)
OTHERS = sorted(set(Service) - FORWARDING)
NOT_PROVISIONED, PROVISIONED, REGISTERED, ACTIVE = ServiceState


@pytest.fixture
async def anna(adapter: Adapter) -> Adapter:
    """Anna is in the network as a new number is."""
    await adapter.opens(ANNA)
    return adapter


def to(service: Service, state: ServiceState, number: str = "") -> SetService:
    seconds = 20 if number and service is Service.CFNRY else 0
    return SetService(ANNA.isdn, ANNA.imsi, service, state, number, seconds)


def forwarded(service: Service, number: str = BORIS.isdn) -> SetService:
    return to(service, ACTIVE, number)


async def shown(network: PretendNetwork) -> tuple[str, str]:
    found = await network.does(f"LST SUB:ISDN={ANNA.isdn}")
    return found["SS"], found["SSREG"]


async def forwarded_everywhere(anna: Adapter) -> None:
    for service in FORWARDINGS:
        for change in (to(service, PROVISIONED), forwarded(service)):
            done = await anna.carries_out(change)
            assert isinstance(done, events_pb2.ProvisioningCompleted)


def word(service: Service, state: str = "ACTIVE") -> str:
    seconds = ":20" if service is Service.CFNRY else ""
    return f"{service.name}:{state}:{BORIS.isdn}{seconds}"


@pytest.mark.parametrize("service", FORWARDINGS)
async def test_a_forwarding_goes_through_all_its_states(
    anna: Adapter, network: PretendNetwork, service: Service
) -> None:
    seen = []
    for change in (
        to(service, PROVISIONED),
        forwarded(service),
        to(service, REGISTERED, BORIS.isdn),
        forwarded(service),
        to(service, PROVISIONED),
        to(service, NOT_PROVISIONED),
    ):
        done = await anna.carries_out(change)
        assert isinstance(done, events_pb2.ProvisioningCompleted)
        seen.append(await shown(network))
        assert await differences(anna) == []

    name, active = service.name, word(service)
    aside = word(service, "REGISTERED")
    assert seen == [
        (name, "NONE"), (name, active), (name, aside), (name, active), (name, "NONE"),
        ("NONE", "NONE"),
    ]  # fmt: skip


@pytest.mark.holds("AC-SS-1")
@pytest.mark.parametrize("erased", FORWARDINGS)
async def test_erasing_one_forwarding_touches_no_other(
    anna: Adapter, network: PretendNetwork, erased: Service
) -> None:
    await forwarded_everywhere(anna)

    await anna.carries_out(to(erased, PROVISIONED))

    left = "&".join(word(one) for one in FORWARDINGS if one is not erased)
    assert (await shown(network))[1] == left
    assert await differences(anna) == []


@pytest.mark.parametrize("service", OTHERS)
async def test_others_are_provided_and_those_that_can_be_are_switched(
    anna: Adapter, network: PretendNetwork, service: Service
) -> None:
    await anna.carries_out(to(service, PROVISIONED))
    provided = await shown(network)
    if service in {Service.CLIP, Service.CLIR, Service.HOLD, Service.MPTY}:
        assert provided == (service.name, "NONE")
        return

    await anna.carries_out(to(service, ACTIVE))
    active = await shown(network)
    await anna.carries_out(to(service, PROVISIONED))

    assert (provided, active) == ((service.name, "NONE"), (service.name, f"{service.name}:ACTIVE"))
    assert await shown(network) == provided


@pytest.mark.parametrize(
    "command",
    [
        "ERA CFU:ISDN={}",
        "DEA CFB:ISDN={}",
        "REG CFU:ISDN={},FTN=8613900000009",
        "REG CFNRY:ISDN={},FTN=8613900000002,NRTIME=5",
        "MOD SS:ISDN={},SS=CFNRC,PROV=FALSE",
        "MOD SS:ISDN={},SS=CW,PROV=TRUE",
    ],
)
async def test_comparison_finds_it_and_a_repair_mends_it(
    anna: Adapter, network: PretendNetwork, command: str
) -> None:
    await forwarded_everywhere(anna)
    before = await shown(network)
    await network.does(command.format(ANNA.isdn))

    found, repaired = await differences(anna), await repairs(anna)

    assert (found, repaired) == (["services_differ"], [ANNA.isdn])
    assert await shown(network) == before
    assert await differences(anna) == []


async def test_what_was_put_aside_is_repaired_as_it_was(
    anna: Adapter, network: PretendNetwork
) -> None:
    for change in (
        to(Service.CFU, PROVISIONED), forwarded(Service.CFU),
        to(Service.CFU, REGISTERED, BORIS.isdn),
    ):  # fmt: skip
        await anna.carries_out(change)
    await network.does(f"MOD SS:ISDN={ANNA.isdn},SS=CFU,PROV=FALSE")

    assert await repairs(anna) == [ANNA.isdn]
    assert (await shown(network))[1] == word(Service.CFU, "REGISTERED")


async def test_another_card_keeps_them_and_a_new_beginning_has_none(
    anna: Adapter, network: PretendNetwork
) -> None:
    await forwarded_everywhere(anna)
    before = await shown(network)
    await anna.knows_keys(ANNA_NEW)
    await anna.carries_out(ReplaceImsi(ANNA.isdn, ANNA.imsi, ANNA_NEW.imsi))
    kept = await shown(network)
    await anna.carries_out(DeleteSubscription(ANNA.isdn, ANNA_NEW.imsi))
    await anna.opens(ANNA, subscriber="boris")

    assert (kept, await shown(network)) == (before, ("NONE", "NONE"))
    assert await differences(anna) == []


@pytest.mark.parametrize("fault", ["DEAF", "DROP"])
@pytest.mark.parametrize("command", ["REG", "LST SUB"])
async def test_it_is_read_back_after_a_lost_answer(
    anna: Adapter, network: PretendNetwork, command: str, fault: str
) -> None:
    await anna.carries_out(to(Service.CFB, PROVISIONED))
    await network.falls_ill(fault, command=command, remaining=1)

    done = await anna.carries_out(forwarded(Service.CFB))

    assert isinstance(done, events_pb2.ProvisioningCompleted)
    assert (await shown(network))[1] == word(Service.CFB)


@pytest.mark.parametrize(
    ("before", "change", "reason"),
    [
        ("ACT BAOC:ISDN={}", forwarded(Service.CFU), "SERVICE_CONFLICT"),
        ("", forwarded(Service.CFU, ANNA.isdn), "FORWARDING_NOT_ALLOWED"),
    ],
)
async def test_what_the_network_refuses_for_good_changes_nothing(
    anna: Adapter, network: PretendNetwork, before: str, change: SetService, reason: str
) -> None:
    for service in (Service.CFU, Service.BAOC):
        await anna.carries_out(to(service, PROVISIONED))
    if before:
        await network.does(before.format(ANNA.isdn))
    was = await shown(network)

    failed = await anna.carries_out(change)

    assert isinstance(failed, events_pb2.ProvisioningFailed)
    assert failed.reason == reason
    assert await shown(network) == was


async def test_the_profile_shows_to_whom(anna: Adapter) -> None:
    await anna.carries_out(to(Service.CFNRY, PROVISIONED))
    await anna.carries_out(forwarded(Service.CFNRY))
    servicer: Any = questions_of(anna.database, anna.uow, anna.element)

    found = await servicer.GetProfile(questions_pb2.GetProfileRequest(msisdn=ANNA.isdn), None)

    for profile in (found.desired, found.actual):
        [one] = profile.operated
        assert (one.service, one.is_active) == (changes_pb2.SERVICE_CFNRY, True)
        assert (one.number, one.seconds) == (BORIS.isdn, 20)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"state": 2}, "service"),
        ({"service": 3}, "state"),
        ({"service": 3, "state": 4}, "number"),
        ({"service": 3, "state": 2, "number": CLARA}, "number"),
        ({"service": 7, "state": 3}, "state"),
        ({"service": 3, "state": 4, "number": "110"}, "number"),
        ({"service": 5, "state": 4, "number": CLARA, "seconds": 31}, "seconds"),
    ],
)
def test_what_no_service_has_is_refused_with_its_field(said: dict[str, Any], field: str) -> None:
    message = changes_pb2.SetService(msisdn=ANNA.isdn, imsi=ANNA.imsi, **said)

    with pytest.raises(Invalid) as refused:
        what_of(changes_pb2.NetworkChange(set_service=message))

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", field)
