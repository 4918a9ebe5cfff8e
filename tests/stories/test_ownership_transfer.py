"""Anna gives her number to Boris, who keeps it with its card and its plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from harness.people import (
    AGENT_SEEN,
    AWAY,
    BASIC,
    BORIS,
    EXPIRED_YESTERDAY,
    GUARDIAN_SEEN,
    HER_NUMBER,
    HOLDER_OF_ANOTHER,
    LESS,
    LOST,
    SEEN,
    SIGNED,
)
from harness.world import ANNA, CLERK, MONDAY, World
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.money import fen
from orders.ordering.domain.checked_proof import CheckedProof
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetPermissions, SetService
from orders.ordering.domain.numbers import NumberGrade
from orders.ordering.domain.order import OrderId
from orders.ordering.domain.permission import Permission
from orders.ordering.domain.policy import Policy
from orders.ordering.domain.service_setting import ServiceSetting
from orders.ordering.domain.steps import CloseToCards, ReservePlace, StartPlan, TakeFee
from orders.ordering.domain.steps_of_locks import GivePassword
from orders.ordering.domain.steps_of_services import SetAbroad, SetServiceState
from orders.ordering.domain.steps_of_transfer import HandOverAccount, TransferSubscriber
from orders.ordering.domain.transfer import ComesAs, MoneyLeft
from orders.ordering.domain.values import (
    Abroad,
    AbroadService,
    AccountId,
    CustomerId,
    FeeCode,
    NewHolderId,
    OfferingCode,
    Proof,
    ProofId,
    Role,
    Service,
    ServiceState,
    SubscriberId,
    SubscriberState,
)
from orders.processes.ownership_transfer import OwnershipTransfer

NAME = "ownership_transfer"
TO_BORIS = OwnershipTransfer(NewHolderId(BORIS.id), SIGNED, BASIC.prepayment)
NEW_ACCOUNT = AccountId("next-account")
HIS_AGENT = replace(
    AGENT_SEEN,
    id=ProofId("his-agent-seen"),
    customer=BORIS.id,
    kinds=frozenset({Proof.ID_SEEN, Proof.LETTER_SEEN}),
)
HER_PROXY = replace(AGENT_SEEN, kinds=HIS_AGENT.kinds)
HIS_GUARDIAN = replace(GUARDIAN_SEEN, customer=BORIS.id)
BOTH = (SEEN, HOLDER_OF_ANOTHER)


def both(world: World | None = None) -> World:
    """Say that both are at the counter, each with their paper."""
    return (world or World()).with_proofs(*BOTH)


@pytest.mark.holds("R-TR-6", "T28")
async def test_number_is_his_with_its_card_and_its_plan() -> None:
    order = await both().asks_for(NAME, TO_BORIS)

    assert order.state is OrderState.FULFILLED
    assert [type(step).__name__ for step in order.plan.prepare] == [
        "UseProof", "UseProof", "ReservePlace", "TakeFee",
    ]  # fmt: skip
    assert order.plan.prepare[2:] == (
        ReservePlace(BORIS.id),
        TakeFee(
            AccountId("her-account"), FeeCode.OWNERSHIP_TRANSFER, fen(10_00), from_balance=False
        ),
    )
    assert order.plan.network == ()
    assert order.plan.settle == (
        HandOverAccount(
            *(AccountId("her-account"), NEW_ACCOUNT, HER_NUMBER.id, BORIS.id, "", "", 0),
            prepayment=BASIC.prepayment,
            money_goes_along=False,
        ),
        StartPlan(NEW_ACCOUNT, HER_NUMBER.id),
        TransferSubscriber(HER_NUMBER.id, BORIS.id, SIGNED),
        GivePassword(HER_NUMBER.id),
    )


@pytest.mark.holds("R-TR-4", "R-TR-7")
async def test_what_she_set_on_the_number_goes_with_her() -> None:
    card = (HER_NUMBER.msisdn, HER_NUMBER.sim.imsi)
    world = both(set_by_her())

    order = await world.asks_for(NAME, TO_BORIS)

    assert order.state is OrderState.FULFILLED
    none = ServiceState.NOT_PROVISIONED
    assert order.plan.network == (
        *(SetService(*card, one, none) for one in (Service.BAOC, Service.CFU, Service.CLIR)),
        SetPermissions(*card, idd=Abroad.CLOSED, roaming=Abroad.CLOSED),
    )
    settled = order.plan.settle
    whose = settled.index(TransferSubscriber(HER_NUMBER.id, BORIS.id, SIGNED))
    assert settled[2:whose] == (
        *(
            SetServiceState(HER_NUMBER.id, one, none)
            for one in (Service.BAOC, Service.CFU, Service.CLIR)
        ),
        SetAbroad(HER_NUMBER.id, AbroadService.ROAMING, open=False),
    )


async def test_nothing_is_held_when_the_network_keeps_what_she_set() -> None:
    world = both(set_by_her())
    world.refuses = SetService

    order = await world.asks_for(NAME, TO_BORIS)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert "billing: take back TakeFee" in world.diary
    assert not [one for one in world.diary if "HandOver" in one or "Transfer" in one]


@pytest.mark.parametrize("step", [SetServiceState, SetAbroad])
async def test_a_person_is_asked_when_it_stays_set_in_accounts(step: type[object]) -> None:
    world = both(set_by_her())
    world.refuses = step

    assert (await world.asks_for(NAME, TO_BORIS)).state is OrderState.HELD


@pytest.mark.holds("R-TR-4")
async def test_number_gets_a_first_password_which_the_handset_is_told() -> None:
    order = await both().asks_for(NAME, TO_BORIS)

    assert order.plan.settle[-1] == GivePassword(HER_NUMBER.id)


async def test_who_pays_is_settled_before_whose_it_is() -> None:
    world = both()

    await world.asks_for(NAME, TO_BORIS)

    settled = [one for one in world.diary if "Hand" in one or "Transfer" in one]
    assert settled == ["billing: HandOverAccount", "accounts: TransferSubscriber"]


async def test_money_goes_along_where_they_want_it_and_counts_as_his_first() -> None:
    asked = replace(TO_BORIS, prepayment=fen(0), money_left=MoneyLeft.WITH_NUMBER)

    order = await both().asks_for(NAME, asked)

    handed = order.plan.settle[0]
    assert isinstance(handed, HandOverAccount)
    assert (handed.money_goes_along, handed.prepayment) == (True, fen(0))


async def test_no_card_joins_meanwhile_where_the_plan_has_room_for_some() -> None:
    world = both(World().selling(replace(BASIC, sub_cards=2)))

    order = await world.asks_for(NAME, TO_BORIS)

    assert CloseToCards(AccountId("her-account")) in order.plan.prepare


@pytest.mark.holds("R-PAY-5")
async def test_gifts_do_not_go_along_and_count_for_no_first_payment() -> None:
    asked = replace(TO_BORIS, prepayment=fen(0), money_left=MoneyLeft.WITH_NUMBER)

    world = both(holding(World(), balance=BASIC.prepayment, cash=BASIC.prepayment - fen(1)))

    await is_refused(world, asked, "DEPOSIT_REQUIRED")


@pytest.mark.holds("R-TR-5")
async def test_a_lucky_number_is_bound_anew_by_who_signs_for_it() -> None:
    world = both().bound_for(timedelta(days=-1))
    grade = NumberGrade("AAAA", prepayment=fen(50_00), minimum_spend=fen(0), months=12)
    lucky = replace(world.facts.subscriber, number_grade="AAAA")
    world.facts = replace(world.facts, known_subscriber=lucky, grades=(grade,))

    order = await world.asks_for(NAME, TO_BORIS)

    bound = next(one for one in order.plan.settle if isinstance(one, TransferSubscriber))
    assert bound.bound_until == datetime(2031, 1, 6, 16, tzinfo=UTC)


@pytest.mark.parametrize("proofs", [(SEEN,), (HOLDER_OF_ANOTHER,)])
async def test_one_paper_of_the_two_is_not_enough(proofs: tuple[CheckedProof, ...]) -> None:
    await is_turned_away(World().with_proofs(*proofs), TO_BORIS, "VERIFICATION_REQUIRED")


async def test_paper_of_a_stranger_is_nobody_s_here() -> None:
    stranger = replace(HOLDER_OF_ANOTHER, customer=CustomerId("a stranger"))

    await is_turned_away(World().with_proofs(SEEN, stranger), TO_BORIS, "NOT_YOURS")


async def test_agents_may_come_with_all_papers_where_the_operator_lets_them() -> None:
    for_him = replace(TO_BORIS, new_holder_comes_as=ComesAs.AGENT)
    shown = (SEEN, HER_PROXY, HOLDER_OF_ANOTHER, HIS_AGENT)
    await is_turned_away(World().asked_by(Role.AGENT, *shown), for_him, "CHANNEL_NOT_ALLOWED")

    world = World().switched(f"{NAME}/hall/agent/agent").asked_by(Role.AGENT, *shown)
    assert (await world.asks_for(NAME, for_him)).state is OrderState.FULFILLED


@pytest.mark.parametrize("missing", [SEEN, HER_PROXY, HOLDER_OF_ANOTHER, HIS_AGENT])
async def test_of_the_papers_of_both_agents_none_may_be_missing(missing: CheckedProof) -> None:
    shown = (one for one in (SEEN, HER_PROXY, HOLDER_OF_ANOTHER, HIS_AGENT) if one is not missing)
    for_him = replace(TO_BORIS, new_holder_comes_as=ComesAs.AGENT)
    world = World().switched(f"{NAME}/hall/agent/agent").asked_by(Role.AGENT, *shown)

    await is_turned_away(world, for_him, "AGENT_DOCS_MISSING")


async def test_for_a_child_their_guardian_comes() -> None:
    child = both(World().knowing(replace(BORIS, needs_guardian=True)))
    await is_refused(child, TO_BORIS, "AGENT_DOCS_MISSING")

    by_guardian = replace(TO_BORIS, new_holder_comes_as=ComesAs.GUARDIAN)
    await is_turned_away(child, by_guardian, "VERIFICATION_REQUIRED")
    with_guardian = child.with_proofs(*BOTH, HIS_GUARDIAN)
    assert (await with_guardian.asks_for(NAME, by_guardian)).state is OrderState.FULFILLED


async def test_who_comes_for_a_unit_is_its_handler_and_nobody_else() -> None:
    world = both()
    world.units = frozenset({BORIS.id})

    await is_turned_away(world, TO_BORIS, "ROLE_NOT_ALLOWED")


@pytest.mark.parametrize("channel", ["app", "web", "hotline", "sms", "dealer"])
async def test_it_is_done_in_a_hall_alone(channel: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await both().asks_for(NAME, TO_BORIS, by=replace(CLERK, channel=channel))

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"


async def test_no_clerk_does_it_on_their_own_word() -> None:
    await is_turned_away(both().asked_by(Role.BACK_OFFICE, *BOTH), TO_BORIS, "ROLE_NOT_ALLOWED")


async def test_nobody_does_it_alone_at_home() -> None:
    anna = Caller("anna", channel="hall", customer_id=ANNA.id)

    with pytest.raises(Refusal):
        await both().asks_for(NAME, TO_BORIS, by=anna)


@pytest.mark.parametrize("step", [ReservePlace, TakeFee])
async def test_nothing_is_held_when_it_is_refused_on_the_way(step: type[object]) -> None:
    world = both()
    world.refuses = step

    order = await world.asks_for(NAME, TO_BORIS)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "OWNER_SAYS_NO")
    assert not [one for one in world.diary if "HandOver" in one or "Transfer" in one]
    taken = {one.partition(": ")[2] for one in world.diary if "refuses" not in one}
    assert {one for one in taken if f"take back {one}" not in taken} <= {
        one for one in taken if one.startswith("take back")
    }


@pytest.mark.parametrize("step", [HandOverAccount, StartPlan, TransferSubscriber, GivePassword])
async def test_a_person_is_asked_when_the_books_refuse(step: type[object]) -> None:
    world = both()
    world.refuses = step

    assert (await world.asks_for(NAME, TO_BORIS)).state is OrderState.HELD


async def is_turned_away(world: World, request: OwnershipTransfer, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await world.asks_for(NAME, request, by=CLERK)

    assert refusal.value.code == code
    assert world.diary == []


async def is_refused(world: World, request: OwnershipTransfer, code: str) -> None:
    order = await world.asks_for(NAME, request)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


def holding(world: World, **changes: object) -> World:
    world.facts = replace(
        world.facts,
        known_account=replace(world.facts.account, **changes),  # type: ignore[arg-type]  # each of its kind
    )
    return world


def knowing_number(world: World, **changes: object) -> World:
    world.facts = replace(
        world.facts,
        known_subscriber=replace(world.facts.subscriber, **changes),  # type: ignore[arg-type]  # each of its kind
    )
    return world


def set_by_her() -> World:
    """Have her calls forwarded and barred, her number hidden, and roaming open."""
    return knowing_number(
        World(),
        services={
            Service.CFU: ServiceSetting(ServiceState.ACTIVE, "8613900000009"),
            Service.BAOC: ServiceSetting(ServiceState.PROVISIONED),
            Service.CLIR: ServiceSetting(ServiceState.PROVISIONED),
        },
        abroad={AbroadService.ROAMING: Permission(Abroad.OPEN)},
    )


def under(world: World, policy: Policy) -> World:
    world.facts = replace(world.facts, policy=policy)
    return world


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (lambda: World().stopped(AWAY), "STATE_NOT_ALLOWED"),
        (lambda: World().stopped(LOST), "STATE_NOT_ALLOWED"),
        (lambda: World().stopped(LESS), "STATE_NOT_ALLOWED"),
        (lambda: World().given(state=SubscriberState.PRE_OPENED), "STATE_NOT_ALLOWED"),
        (lambda: World().given(state=SubscriberState.PRE_TERMINATED), "STATE_NOT_ALLOWED"),
        (lambda: World().given(state=SubscriberState.TERMINATED), "STATE_NOT_ALLOWED"),
        (lambda: World().owing(1), "ARREARS_EXIST"),
        (lambda: World().having(-1), "ARREARS_EXIST"),
        (lambda: World().lent(100).having(-1), "ARREARS_EXIST"),
        (lambda: World().knowing(replace(ANNA, real_name_checked=False)), "VERIFICATION_REQUIRED"),
        (lambda: World().knowing(replace(BORIS, real_name_checked=False)), "VERIFICATION_REQUIRED"),
        (
            lambda: World().knowing(replace(BORIS, paper_valid_until=EXPIRED_YESTERDAY)),
            "ID_EXPIRED",
        ),
        (lambda: World().knowing(replace(BORIS, blacklisted=True)), "BLACKLISTED"),
        (lambda: World().knowing(replace(BORIS, numbers=5)), "CARD_LIMIT_EXCEEDED"),
        (lambda: World().bound_for(timedelta(days=1)), "CONTRACT_IN_FORCE"),
        (lambda: World().with_sub_cards(SubscriberId("her daughter")), "SUB_CARDS_EXIST"),
        (lambda: World().with_sub_cards(HER_NUMBER.id), "IS_SUB_CARD"),
        (lambda: holding(World(), next_offering=OfferingCode("larger")), "OFFER_CONFLICT"),
        (
            lambda: World().selling(replace(BASIC, segments=frozenset({"student"}))),
            "SEGMENT_NOT_ALLOWED",
        ),
        (
            lambda: World().selling(replace(BASIC, regions=frozenset({"north"}))),
            "REGION_NOT_ALLOWED",
        ),
        (lambda: World().selling(replace(BASIC, prepayment=fen(50_01))), "DEPOSIT_REQUIRED"),
    ],
)
async def test_is_refused(world: Callable[[], World], code: str) -> None:
    await is_refused(both(world()), TO_BORIS, code)


async def test_nobody_gets_what_is_theirs_already() -> None:
    herself = replace(TO_BORIS, new_holder=NewHolderId(ANNA.id))

    world = World().with_proofs(SEEN, replace(SEEN, id=ProofId("again")))
    order = await world.asks_for(NAME, herself)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "NOTHING_TO_DO")


async def test_an_order_under_way_comes_first() -> None:
    world = both()
    await world.places(world.command(NAME, TO_BORIS, OrderId("first")), CLERK)

    with pytest.raises(Refusal) as refusal:
        await world.places(world.command(NAME, TO_BORIS, OrderId("second")), CLERK)

    assert refusal.value.code == "OPEN_ORDER_EXISTS"


@pytest.mark.parametrize(
    ("agreement", "code"),
    [
        (replace(SIGNED, tariff_plan="another"), "AGREEMENT_OF_ANOTHER_PLAN"),
        (replace(SIGNED, payment_plan="postpaid"), "AGREEMENT_OF_ANOTHER_PAYMENT"),
    ],
)
async def test_what_he_signs_is_about_this_plan(agreement: object, code: str) -> None:
    request = replace(TO_BORIS, agreement=agreement)  # type: ignore[arg-type]  # an agreement

    await is_refused(both(), request, code)


@pytest.mark.holds("R-SIM-2", "AC-SIM-1", "G_SIM_COOLDOWN")
@pytest.mark.parametrize(
    ("hours", "code"), [(1, "SIM_COOLDOWN"), (71, "SIM_COOLDOWN"), (72, None), (100, None)]
)
async def test_for_72_hours_after_a_swap_it_is_nobody_else_s(hours: int, code: str | None) -> None:
    world = both(
        knowing_number(
            World(),
            sim_since=MONDAY - timedelta(hours=hours),
            activated_at=MONDAY - timedelta(days=100),
        )
    )

    order = await world.asks_for(NAME, TO_BORIS)

    assert order.refused_with == code


async def test_the_card_it_was_opened_with_was_never_replaced() -> None:
    world = both(knowing_number(World(), sim_since=MONDAY, activated_at=MONDAY))

    assert (await world.asks_for(NAME, TO_BORIS)).state is OrderState.FULFILLED


@pytest.mark.holds("G_BILLRUN", "AC-TR-1")
@pytest.mark.parametrize(("day", "code"), [(1, "BILLRUN_FREEZE"), (3, "BILLRUN_FREEZE"), (4, None)])
async def test_bill_of_last_month_comes_first(day: int, code: str | None) -> None:
    moment = datetime(2030, 2, day, 2, tzinfo=UTC)
    world = World().at(moment)
    fresh = (replace(one, valid_until=moment + timedelta(minutes=5)) for one in BOTH)

    order = await world.with_proofs(*fresh).asks_for(NAME, TO_BORIS)

    assert order.refused_with == code


async def test_an_operator_may_ask_for_some_months_in_use() -> None:
    opened = MONDAY - timedelta(days=70)
    world = both(knowing_number(World(), activated_at=opened, sim_since=opened))

    strict = under(world, Policy(months_before_transfer=3))
    await is_refused(strict, TO_BORIS, "SUBSCRIBER_TOO_NEW")
    usual = under(both(knowing_number(World(), activated_at=opened, sim_since=opened)), Policy())
    assert (await usual.asks_for(NAME, TO_BORIS)).state is OrderState.FULFILLED


@pytest.mark.holds("R-TR-8")
async def test_a_number_is_given_away_once_a_month() -> None:
    world = both()
    assert (await world.asks_for(NAME, TO_BORIS)).state is OrderState.FULFILLED
    carol = CustomerId("carol")
    his = replace(world.facts.subscriber, holder=BORIS.id)
    world.facts = replace(world.facts, known_subscriber=his)
    world.knowing(replace(BORIS, id=carol))
    shown = (
        replace(SEEN, id=ProofId("his"), customer=BORIS.id),
        replace(SEEN, id=ProofId("hers"), customer=carol),
    )
    to_carol = replace(TO_BORIS, new_holder=NewHolderId(carol))

    order = await world.with_proofs(*shown).asks_for(NAME, to_carol)

    assert order.refused_with == "TRANSFER_LIMIT_EXCEEDED"
    twice = under(world.with_proofs(*shown), Policy(transfers_a_month=2))
    assert (await twice.asks_for(NAME, to_carol)).state is OrderState.FULFILLED


async def test_a_lucky_number_asks_anew_for_its_first_payment() -> None:
    world = both(knowing_number(World(), number_grade="AAAA"))
    grade = NumberGrade("AAAA", prepayment=fen(50_01), minimum_spend=fen(0), months=12)
    world.facts = replace(world.facts, grades=(grade,))

    await is_refused(world, TO_BORIS, "DEPOSIT_REQUIRED")
