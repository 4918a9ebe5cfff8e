"""What the forms of orders plan, the table of lives in accounts allows (rules 4.3).

The network is changed before accounts is asked: a move that accounts then refuses is an order that
stands still. So every form is judged in every state, with every pair of stops, and what it plans
is done on the subscriber as accounts keeps it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from enum import Enum
from itertools import combinations, product
from typing import Any, get_type_hints

import pytest

from accounts.stock.domain.phone_number import NumberState, PhoneNumber
from accounts.stock.domain.sim_card import SimCard, SimState
from accounts.subscribers.domain import stop as theirs
from accounts.subscribers.domain import subscriber as their
from accounts.subscribers.domain.abroad import AbroadService as TheirService
from accounts.subscribers.domain.abroad import Permission as TheirPermission
from accounts.subscribers.domain.life import (
    GIVEN_UP,
    UNREGISTERED,
    Moment,
    moved,
    restored,
    transferred,
)
from accounts.subscribers.domain.moves import DEBT, WITH_PHASE, Act, Phase, State
from accounts.subscribers.domain.stop import STOPS, KeptStop
from accounts.subscribers.domain.supplementary import Service, ServiceSetting, ServiceState
from harness.people import (
    BASIC,
    BORIS,
    HER_ACCOUNT,
    HER_NUMBER,
    MONDAY,
    NEW_SIM,
    SIGNED,
    usual_facts,
)
from kernel.errors import Refusal
from kernel.money import fen
from orders.ordering.domain.facts import Account, Facts, Stop
from orders.ordering.domain.followed import Followed
from orders.ordering.domain.permission import Permission
from orders.ordering.domain.process import AnyProcess, Channel
from orders.ordering.domain.steps import (
    AddStop,
    AssignSim,
    LiftStop,
    MoveSubscriber,
    RestoreSubscriber,
    Step,
)
from orders.ordering.domain.steps import TerminateSubscriber as Terminate
from orders.ordering.domain.steps_of_services import SetAbroad, SetServiceState
from orders.ordering.domain.steps_of_transfer import TransferSubscriber
from orders.ordering.domain.values import (
    Abroad,
    AbroadService,
    AccountId,
    Barring,
    OfferingCode,
    StopReason,
    SubscriberId,
    SubscriberState,
)
from orders.processes import CATALOGUE

FORMS = {name: form for name, form in CATALOGUE.items() if not form.opens_subscriber}
ALONE = tuple(
    theirs.Stop(reason, level)
    for reason, row in STOPS.items()
    for level in sorted(row.levels)
    if reason not in WITH_PHASE
)
PAIRS = (
    (), *((one,) for one in ALONE),
    *((one, two) for one, two in combinations(ALONE, 2) if one.reason is not two.reason),
)  # fmt: skip
ARREARS = theirs.Stop(theirs.StopReason.ARREARS, theirs.Level.TWO_WAY)
WITH_THEIR_PHASE: Mapping[Phase, tuple[theirs.Stop, ...]] = {
    Phase.PRE_OPENED: (UNREGISTERED,),
    Phase.PENDING_ACTIVATION: (),
    Phase.PRE_TERMINATED_FOR_ARREARS: (ARREARS, GIVEN_UP),
}
SERVED = (Phase.ACTIVE, Phase.PRE_TERMINATED_BOOKED)
"""Here a window may be open."""
BARE = (Phase.PENDING, Phase.TERMINATED, Phase.PORTED_OUT, Phase.UNDONE)
"""Nobody is stopped there: nobody is served."""
OF_STATES = {State.UNDONE: SubscriberState.TERMINATED} | {
    state: SubscriberState.PRE_TERMINATED for state in State if state.name.startswith("PRE_TERM")
}
"""What orders calls a state, where it says less."""
ANOTHER = replace(BASIC, code=OfferingCode("another"))
NUMBERS = {Phase.TERMINATED: NumberState.QUARANTINED}
NEW_CARD = SimCard(NEW_SIM.iccid, NEW_SIM.imsi, SimState.RESERVED)
AT = Moment("this order", MONDAY, MONDAY)


@dataclass(frozen=True, slots=True)
class Life:
    """One subscriber as both services see it."""

    kept: their.Subscriber
    facts: Facts


def lives() -> Iterator[Life]:
    """Return every life there is to judge, with and without debts."""
    for phase in Phase:
        alone = WITH_THEIR_PHASE.get(phase, ())
        for stops in [()] if phase in BARE else PAIRS:
            reasons = {stop.reason for stop in alone}
            if all(stop.reason not in reasons for stop in stops):
                kept = subscriber(phase, (*alone, *stops))
                yield from (Life(kept, facts_of(kept, account)) for account in accounts())
                if phase in SERVED and any(stop.reason in DEBT for stop in stops):
                    open_ = opened(kept)
                    yield from (Life(open_, facts_of(open_, account)) for account in accounts())


def opened(kept: their.Subscriber) -> their.Subscriber:
    """Return them with a window that ends now: no debt stops them."""
    stops = (
        replace(one, paused_until=MONDAY) if one.stop.reason in DEBT else one
        for one in kept.kept_stops
    )
    return replace(kept, kept_stops=tuple(stops))


def subscriber(phase: Phase, stops: tuple[theirs.Stop, ...]) -> their.Subscriber:
    return their.Subscriber(
        id=HER_NUMBER.id,
        holder_id=HER_NUMBER.holder,
        number=PhoneNumber(HER_NUMBER.msisdn, NUMBERS.get(phase, NumberState.IN_USE)),
        card=SimCard(HER_NUMBER.sim.iccid, HER_NUMBER.sim.imsi, SimState.ACTIVE),
        offering="basic",
        opened_by="an order",
        phase=phase,
        kept_stops=tuple(KeptStop(one, since=MONDAY, added_by="an order") for one in stops),
        terminated_at=MONDAY if phase is Phase.TERMINATED else None,
    )


def accounts() -> Iterator[Account]:
    """Return who owes nothing, and who owes and is wanted stopped, for each reason and level."""
    usual = usual_facts().known_account
    assert usual is not None
    usual = replace(usual, balance=fen(100_000))
    yield usual
    # Another plan is booked: it may be withdrawn, and replaced.
    begins = MONDAY + timedelta(days=20)
    yield replace(usual, next_offering=OfferingCode("booked"), next_offering_from=begins)
    for level in (Barring.NONE, Barring.ONE_WAY, Barring.TWO_WAY):
        for reason in (StopReason.ARREARS, StopReason.HIGH_USAGE):
            yield replace(usual, owes=fen(100), wanted_level=level, wanted_reason=reason)


def facts_of(kept: their.Subscriber, account: Account) -> Facts:
    known = replace(
        HER_NUMBER,
        state=OF_STATES.get(kept.state) or SubscriberState(kept.state.value),
        stops=as_orders_has(kept.stops),
        open_until=their.open_until(kept),
        paused=as_orders_has(their.paused_stops(kept)),
        debt_since=their.debt_since(kept),
        terminated_at=kept.terminated_at,
        number_state=kept.number.state.value,
        abroad={AbroadService.ROAMING: Permission(Abroad.OPEN, until=MONDAY)},
    )
    account = replace(account, is_closing=kept.phase is Phase.TERMINATED)
    facts = replace(usual_facts(), channel=Channel.HALL, offerings=(BASIC, ANOTHER))
    facts = replace(facts, guarantor=guarantor(), followed=Followed("an order", "termination"))
    return replace(facts, known_subscriber=known, known_account=account)


def guarantor() -> Facts:
    """Return who may answer for anybody."""
    usual = usual_facts()
    number = replace(HER_NUMBER, id=SubscriberId("his"), holder=BORIS.id)
    account = replace(HER_ACCOUNT, id=AccountId("his"))
    return replace(usual, known_subscriber=number, known_account=account)


def as_orders_has(stops: frozenset[theirs.Stop]) -> frozenset[Stop]:
    return frozenset(Stop(StopReason(one.reason.value), Barring(one.level.value)) for one in stops)


def requests(form: AnyProcess) -> Iterator[object]:
    """Return requests with every choice a form gives, and something where it gives none."""
    hints = get_type_hints(form.request)
    names = [one.name for one in fields(form.request)]
    for values in product(*(values_of(form.request, hints[name], name) for name in names)):
        yield form.request(**dict(zip(names, values, strict=True)))


def values_of(request: Any, hint: Any, name: str) -> list[object]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)
    known: dict[str, object] = {
        "new_iccid": NEW_SIM.iccid, "old_iccid": HER_NUMBER.sim.iccid, "months": 1,
        "offering": ANOTHER.code, "monthly_fee": ANOTHER.monthly_fee, "document": "case 17",
        "despite_arrears": "a word", "days": 7, "new_holder": BORIS.id, "agreement": SIGNED,
        "prepayment": BASIC.prepayment,
    }  # fmt: skip
    default = next(one.default for one in fields(request) if one.name == name)
    return [known.get(name, default)]


def done(kept: their.Subscriber, step: Step) -> their.Subscriber:
    """Return the subscriber as accounts has it after this step."""
    match step:
        case AddStop(stop=stop):
            added = KeptStop(of_accounts(stop), since=MONDAY, added_by=AT.order_id)
            return kept.with_stop(added)
        case LiftStop(stop=stop, lifter=lifter):
            reason = of_accounts(stop).reason
            their.must_be_lifted_by(theirs.Lifter(lifter.value) if lifter else None, reason)
            return kept.without_stop(of_accounts(stop), by=AT.order_id, now=MONDAY)
        case MoveSubscriber(move=move, until=until):
            return moved(kept, Act(move.value), replace(AT, until=until))
        case Terminate():
            return kept.terminated(by=AT.order_id, now=MONDAY)
        case AssignSim() | RestoreSubscriber():
            return on_new_card(kept, step)
        case _:
            return switched(kept, step)


def switched(kept: their.Subscriber, step: Step) -> their.Subscriber:
    if isinstance(step, SetServiceState):
        setting = ServiceSetting(ServiceState(step.state.value), step.number, step.seconds)
        return their.serviced(kept, Service(step.service.value), setting)
    if isinstance(step, TransferSubscriber):
        return transferred(kept, to=step.customer_id)
    if not isinstance(step, SetAbroad):
        return kept
    asked = TheirPermission(step.open, step.until)
    return their.switched(kept, TheirService(step.service.value), asked)


def on_new_card(kept: their.Subscriber, step: AssignSim | RestoreSubscriber) -> their.Subscriber:
    if isinstance(step, AssignSim):
        return kept.with_card(NEW_CARD, now=MONDAY)
    return restored(replace(kept, card=NEW_CARD), now=MONDAY)


def of_accounts(stop: Stop) -> theirs.Stop:
    return theirs.Stop(theirs.StopReason(stop.reason.value), theirs.Level(stop.level.value))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_accounts_allows_what_is_planned_in_every_state(form: AnyProcess) -> None:
    wrong, planned = set(), 0
    for life, request in product(list(lives()), list(requests(form))):
        try:
            form.judge(request, life.facts)
        except Refusal:
            continue
        planned += 1
        plan, kept = form.plan(request, life.facts), life.kept
        try:
            for step in (*plan.prepare, *plan.settle):
                kept = done(kept, step)
        except Refusal as refusal:
            stops = ", ".join(sorted(f"{one.reason} {one.level.name}" for one in life.kept.stops))
            wrong.add(f"{life.kept.state} ({stops}): {refusal.code} {refusal.sentence}")

    assert planned
    assert sorted(wrong)[:10] == []
