"""Anna has her calls forwarded, waiting, shown or barred: each service by itself."""

from dataclasses import replace

import pytest

from harness.world import ANNA, ARREARS, AWAY, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetService
from orders.ordering.domain.order import Order
from orders.ordering.domain.permission import Permission
from orders.ordering.domain.process import Proof, Role
from orders.ordering.domain.service_setting import PROVISIONED, ServiceSetting
from orders.ordering.domain.steps_of_services import SetServiceState
from orders.ordering.domain.supplementary import BARRING, FORWARDING, OFFERED
from orders.ordering.domain.values import (
    Abroad,
    AbroadService,
    Service,
    ServiceAct,
    ServiceState,
)
from orders.processes.supplementary_services import SupplementaryServices

NAME = "supplementary_services"
CFU, CFB, CFNRY, CFNRC = FORWARDING
PROVIDE, WITHDRAW, REGISTER, ERASE, ACTIVATE, DEACTIVATE = ServiceAct
BORIS, ABROAD = "13900000002", "0012125550100"
HIS, THEIRS = "8613900000002", "12125550100"
FORWARDED = ServiceSetting(ServiceState.ACTIVE, HIS)
ACTIVE = ServiceSetting(ServiceState.ACTIVE)
TO_BORIS = SupplementaryServices(CFU, REGISTER, BORIS)
HERSELF = Caller(ANNA.id, channel="app", customer_id=ANNA.id)


def having(services: dict[Service, ServiceSetting], world: World | None = None) -> World:
    """Give the number these services."""
    world = world or World()
    subscriber = replace(world.facts.subscriber, services=services)
    world.facts = replace(world.facts, known_subscriber=subscriber)
    return world


def provided(*services: Service, world: World | None = None) -> World:
    return having(dict.fromkeys(services, PROVISIONED), world)


async def test_calls_are_forwarded() -> None:
    world = provided(CFU)

    order = await world.asks_for(NAME, TO_BORIS)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "provisioning: SetService",
        "accounts: SetServiceState",
    ]
    number, card = world.facts.subscriber.msisdn, world.facts.subscriber.sim.imsi
    active = ServiceState.ACTIVE
    assert order.plan.network == (SetService(number, card, CFU, active, HIS),)
    assert order.plan.settle == (SetServiceState(order.subscriber, CFU, active, HIS),)


def state_after(order: Order) -> ServiceState:
    (step,) = order.plan.settle
    assert isinstance(step, SetServiceState)
    return step.state


@pytest.mark.parametrize("service", list(Service))
async def test_each_is_provided_and_withdrawn(service: Service) -> None:
    given = await World().asks_for(NAME, SupplementaryServices(service, PROVIDE))
    taken = await provided(service).asks_for(NAME, SupplementaryServices(service, WITHDRAW))

    assert state_after(given) is ServiceState.PROVISIONED
    assert state_after(taken) is ServiceState.NOT_PROVISIONED


REGISTERED = replace(FORWARDED, state=ServiceState.REGISTERED)


@pytest.mark.parametrize("service", FORWARDING)
@pytest.mark.parametrize(
    ("before", "act", "afterwards"),
    [
        (FORWARDED, DEACTIVATE, REGISTERED),
        (REGISTERED, ACTIVATE, FORWARDED),
        (FORWARDED, ERASE, PROVISIONED),
        (REGISTERED, ERASE, PROVISIONED),
        (REGISTERED, WITHDRAW, ServiceSetting()),
    ],
)
async def test_a_forwarding_is_put_aside_taken_up_and_erased(
    service: Service, before: ServiceSetting, act: ServiceAct, afterwards: ServiceSetting
) -> None:
    order = await having({service: before}).asks_for(NAME, SupplementaryServices(service, act))

    assert order.plan.settle == (
        SetServiceState(
            order.subscriber, service, afterwards.state, afterwards.number, afterwards.seconds
        ),
    )


@pytest.mark.parametrize("service", [Service.CW, *BARRING])
async def test_waiting_and_barring_are_switched(service: Service) -> None:
    on = await provided(service).asks_for(NAME, SupplementaryServices(service, ACTIVATE))
    off = await having({service: ACTIVE}).asks_for(NAME, SupplementaryServices(service, DEACTIVATE))

    assert state_after(on) is ServiceState.ACTIVE
    assert state_after(off) is ServiceState.PROVISIONED


@pytest.mark.holds("R-SS-3")
@pytest.mark.parametrize(
    ("service", "seconds", "code"),
    [
        (CFNRY, 5, None),
        (CFNRY, 30, None),
        (CFNRY, 7, "SECONDS_NOT_ALLOWED"),
        (CFNRY, 35, "SECONDS_NOT_ALLOWED"),
        (CFU, 10, "SECONDS_NOT_ALLOWED"),
    ],
)
async def test_it_rings_as_long_as_allowed(
    service: Service, seconds: int, code: str | None
) -> None:
    world = provided(service)

    order = await world.asks_for(NAME, SupplementaryServices(service, REGISTER, BORIS, seconds))

    assert order.refused_with == code


async def test_it_rings_twenty_seconds_where_nobody_says_how_long() -> None:
    order = await provided(CFNRY).asks_for(NAME, replace(TO_BORIS, service=CFNRY))

    [settled] = order.plan.settle
    assert isinstance(settled, SetServiceState)
    assert settled.seconds == 20


@pytest.mark.holds("R-SS-1", "AC-SS-1")
@pytest.mark.parametrize(
    "number",
    [
        "",
        "nobody",
        "110",
        "+86112",
        "10086",
        "95588",
        "4008123456",
        "106575550001",
        "62345678",
        "1795113900000002",
        "8613800000001",
        "13800000001",
        ABROAD,
        "+85291234567",
    ],
)
@pytest.mark.parametrize("service", FORWARDING)
async def test_nothing_is_forwarded_there(service: Service, number: str) -> None:
    world = provided(service)
    own = replace(world.facts.subscriber, msisdn=type(world.facts.subscriber.msisdn)(OWN))
    world.facts = replace(world.facts, known_subscriber=own)

    order = await world.asks_for(NAME, SupplementaryServices(service, REGISTER, number))

    assert order.refused_with == "FORWARDING_NOT_ALLOWED"


OWN = "8613800000001"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+86 139 0000 0002", HIS),
        ("008613900000002", HIS),
        ("01012345678", "861012345678"),
    ],
)
async def test_a_number_is_read_by_the_one_plan(number: str, written: str) -> None:
    order = await provided(CFU).asks_for(NAME, replace(TO_BORIS, number=number))

    [settled] = order.plan.settle
    assert isinstance(settled, SetServiceState)
    assert settled.number == written


@pytest.mark.holds("R-SS-1")
async def test_abroad_where_long_distance_is_open_and_not_barred_at_wish() -> None:
    world = provided(CFU)
    open_ = {AbroadService.LONG_DISTANCE: Permission(Abroad.OPEN)}
    subscriber = replace(world.facts.subscriber, abroad=open_)
    world.facts = replace(world.facts, known_subscriber=subscriber)
    there = replace(TO_BORIS, number=ABROAD)
    order = await world.asks_for(NAME, there)

    barred = having({CFU: PROVISIONED, Service.BOIC: ACTIVE}, world)
    refused = await barred.asks_for(NAME, there)

    assert order.state is OrderState.FULFILLED
    assert refused.refused_with == "FORWARDING_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("active", "service", "act"),
    [
        *((Service.BAOC, one, REGISTER) for one in FORWARDING),
        *((Service.BAOC, one, ACTIVATE) for one in FORWARDING),
        (Service.BAIC, CFU, REGISTER),
        *((one, Service.BAOC, ACTIVATE) for one in FORWARDING),
        (CFU, Service.BAIC, ACTIVATE),
    ],
)
async def test_what_is_active_forbids_the_other(
    active: Service, service: Service, act: ServiceAct
) -> None:
    there = FORWARDED if active in FORWARDING else ACTIVE
    other = REGISTERED if act is ACTIVATE and service in FORWARDING else PROVISIONED
    world = having({active: there, service: other})
    number = BORIS if act is REGISTER else ""

    order = await world.asks_for(NAME, SupplementaryServices(service, act, number))

    assert order.refused_with == "SERVICE_CONFLICT"


@pytest.mark.parametrize("service", [CFB, CFNRY, CFNRC])
async def test_barred_incoming_calls_leave_conditional_forwarding(service: Service) -> None:
    world = having({Service.BAIC: ACTIVE, service: PROVISIONED})

    order = await world.asks_for(NAME, replace(TO_BORIS, service=service))

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize(
    ("service", "act"),
    [(service, act) for act, offered in OFFERED.items() for service in set(Service) - {*offered}],
)
async def test_what_a_service_does_not_offer_is_refused(service: Service, act: ServiceAct) -> None:
    order = await provided(service).asks_for(NAME, SupplementaryServices(service, act))

    assert order.refused_with == "ACT_NOT_OFFERED"


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (provided(CFU).stopped(AWAY), TO_BORIS, "STATE_NOT_ALLOWED"),
        (provided(CFU).stopped(ARREARS), TO_BORIS, "STATE_NOT_ALLOWED"),
        (provided(CFU).owing(1), TO_BORIS, "ARREARS_EXIST"),
        (
            provided(CFU).knowing(replace(ANNA, real_name_checked=False)),
            TO_BORIS,
            "VERIFICATION_REQUIRED",
        ),
        (World(), TO_BORIS, "SERVICE_NOT_PROVISIONED"),
        (World(), SupplementaryServices(Service.CW, ACTIVATE), "SERVICE_NOT_PROVISIONED"),
        (provided(CFU), SupplementaryServices(CFU, ACTIVATE), "SERVICE_NOT_REGISTERED"),
        (provided(CFU), SupplementaryServices(CFU, ERASE), "NOTHING_TO_DO"),
        (provided(CFU), SupplementaryServices(CFU, PROVIDE), "NOTHING_TO_DO"),
        (having({CFU: FORWARDED}), TO_BORIS, "NOTHING_TO_DO"),
        (having({CFU: FORWARDED}), replace(TO_BORIS, act=ERASE), "FORWARDING_NOT_ALLOWED"),
        (World(), SupplementaryServices(CFU, WITHDRAW), "NOTHING_TO_DO"),
    ],
)
async def test_is_refused(world: World, request_: SupplementaryServices, code: str) -> None:
    order = await world.asks_for(NAME, request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)


async def test_who_owes_may_give_up() -> None:
    order = (
        await having({CFU: FORWARDED}).owing(1).asks_for(NAME, SupplementaryServices(CFU, ERASE))
    )

    assert order.state is OrderState.FULFILLED


async def test_nothing_is_settled_where_the_network_refuses() -> None:
    world = provided(CFU)
    world.refuses = SetService

    order = await world.asks_for(NAME, TO_BORIS)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert "accounts: SetServiceState" not in world.diary


@pytest.mark.parametrize("proof", [Proof.SERVICE_PASSWORD, Proof.SMS_CODE])
async def test_in_the_app_one_check_is_enough(proof: Proof) -> None:
    checked = replace(SEEN, kinds=frozenset({proof}), channel="app")
    order = await provided(CFU).with_proofs(checked).asks_for(NAME, TO_BORIS, by=HERSELF)

    assert order.state is OrderState.FULFILLED


async def test_nobody_is_taken_at_their_word_in_the_app() -> None:
    with pytest.raises(Refusal):
        await provided(CFU).with_proofs().asks_for(NAME, TO_BORIS, by=HERSELF)


async def test_by_text_their_own_number_is_enough_and_no_other() -> None:
    """The manual's V4 (own handset), rules 2.21."""
    herself = replace(HERSELF, channel="sms")
    order = await provided(CFU).with_proofs().asks_for(NAME, TO_BORIS, by=herself)
    boris = Caller("boris", channel="sms", customer_id="boris")

    assert order.state is OrderState.FULFILLED
    with pytest.raises(Refusal) as refusal:
        await provided(CFU).with_proofs().asks_for(NAME, TO_BORIS, by=boris)
    assert refusal.value.code == "NOT_YOURS"


@pytest.mark.parametrize("channel", ["dealer", "kiosk"])
async def test_elsewhere_it_is_not_offered(channel: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await provided(CFU).asks_for(NAME, TO_BORIS, by=replace(HERSELF, channel=channel))

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"


async def test_the_back_office_asks_for_no_such_thing() -> None:
    world = provided(CFU).asked_by(Role.BACK_OFFICE, SEEN)

    with pytest.raises(Refusal) as refusal:
        await world.asks_for(NAME, TO_BORIS)

    assert refusal.value.code == "ROLE_NOT_ALLOWED"


@pytest.mark.holds("R-SS-4")
async def test_hiding_a_number_is_provided_in_a_hall() -> None:
    hides = SupplementaryServices(Service.CLIR, PROVIDE)
    checked = replace(SEEN, kinds=frozenset({Proof.SMS_CODE}), channel="app")
    alone = World().with_proofs(checked)
    refused = await alone.asks_for(NAME, hides, by=HERSELF)

    anywhere = World().with_proofs(checked)
    policy = replace(anywhere.facts.policy, hidden_in_hall_only=False)
    anywhere.facts = replace(anywhere.facts, policy=policy)

    assert refused.refused_with == "APPROVAL_REQUIRED"
    assert (await World().asks_for(NAME, hides)).state is OrderState.FULFILLED
    assert (await anywhere.asks_for(NAME, hides, by=HERSELF)).state is OrderState.FULFILLED
