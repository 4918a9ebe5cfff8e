"""The life of a subscriber is one table: each row is tried, and whatever has none is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop_of_accounts import NOON

from accounts.customers.storage.rows import COUNTED
from accounts.stock.domain.number_moves import (
    blocked,
    come_home,
    held,
    let_go,
    ported_in,
    ported_out,
    taken_back,
    unblocked,
)
from accounts.stock.domain.phone_number import (
    NUMBER,
    QUARANTINE,
    NumberAct,
    NumberState,
    PhoneNumber,
)
from accounts.stock.domain.sim_card import SimCard
from accounts.subscribers.domain.life import SPOKEN, Moment, moved, restored, transferred
from accounts.subscribers.domain.moves import (
    DEBT,
    GONE,
    IN_SERVICE,
    MOVES,
    WITH_PHASE,
    Act,
    Phase,
    State,
    act_of_lift,
    act_of_stop,
    move_of,
)
from accounts.subscribers.domain.stop import STOPS, KeptStop, Level, Lifter, Stop, StopReason
from accounts.subscribers.domain.subscriber import Subscriber, must_be_lifted_by, open_until
from kernel.errors import Invalid, NotAllowed, Refusal
from kernel.numbering import Iccid, Imsi, Msisdn

MSISDN = Msisdn("8613900000001")
LATER = NOON + timedelta(hours=24)
A_WINDOW = Moment("order", NOON, LATER)
DEBT_ONE_WAY = Stop(StopReason.ARREARS, Level.ONE_WAY)
DEBT_BOTH_WAYS = Stop(StopReason.ARREARS, Level.TWO_WAY)
AWAY = Stop(StopReason.VOLUNTARY, Level.TWO_WAY)
HALF_AWAY = Stop(StopReason.VOLUNTARY, Level.ONE_WAY)
LOST = Stop(StopReason.LOST, Level.TWO_WAY)
CAPPED = Stop(StopReason.DATA_CAP, Level.DATA_ONLY)
FRAUD = Stop(StopReason.FRAUD, Level.TWO_WAY)

HOLD = timedelta(minutes=30)


def a_card() -> SimCard:
    return SimCard(Iccid("898600000000000001"), Imsi("460000000000001")).reserved_for("order")


def pending() -> Subscriber:
    number = PhoneNumber(MSISDN).reserved_for("order")
    return Subscriber("anna-1", "anna", number, a_card(), "prepaid", opened_by="order")


def active() -> Subscriber:
    return pending().activated(now=NOON)


def stopped(subscriber: Subscriber, *stops: Stop) -> Subscriber:
    for stop in stops:
        subscriber = subscriber.with_stop(KeptStop(stop, since=NOON, added_by="order"))
    return subscriber


def done(subscriber: Subscriber, *acts: Act) -> Subscriber:
    for act in acts:
        subscriber = moved(subscriber, act, A_WINDOW)
    return subscriber


def in_each_state() -> Mapping[State, Subscriber]:
    """Return somebody in every state there is."""
    pre_opened = done(pending(), Act.PRE_OPEN)
    in_debt = stopped(active(), DEBT_BOTH_WAYS)
    return {
        State.PENDING: pending(),
        State.UNDONE: pending().after(Act.UNDO),
        State.PRE_OPENED: pre_opened,
        State.PENDING_ACTIVATION: done(pre_opened, Act.REGISTER),
        State.ACTIVE: active(),
        State.SUSPENDED_ONE_WAY: stopped(active(), DEBT_ONE_WAY),
        State.SUSPENDED_TWO_WAY: stopped(active(), DEBT_BOTH_WAYS),
        State.VOLUNTARY_SUSPENDED: stopped(active(), AWAY),
        State.PRE_TERMINATED_FOR_ARREARS: done(in_debt, Act.PRE_TERMINATE),
        State.PRE_TERMINATED_BOOKED: done(active(), Act.BOOK_TERMINATION),
        State.TERMINATED: active().terminated(by="order", now=NOON),
        State.PORTED_OUT: done(active(), Act.PORT_OUT),
    }


SOMEBODY = in_each_state()


def lifted(*stops: Stop) -> Callable[[Subscriber], Subscriber]:
    def act(subscriber: Subscriber) -> Subscriber:
        for stop in stops:
            subscriber = subscriber.without_stop(stop, by="later", now=NOON)
        return subscriber

    return act


def with_stop(stop: Stop) -> Callable[[Subscriber], Subscriber]:
    return lambda subscriber: stopped(subscriber, stop)


def said(act: Act) -> Callable[[Subscriber], Subscriber]:
    return lambda subscriber: done(subscriber, act)


def given_a_card(subscriber: Subscriber) -> Subscriber:
    return restored(replace(subscriber, card=a_card()), now=NOON)


@dataclass(frozen=True)
class Row:
    """What the manual says of one move: from whom, what is done, what they are then."""

    id: str
    before: Subscriber
    does: Callable[[Subscriber], Subscriber]
    then: State


ROWS = (
    Row("T01", pending(), lambda one: one.activated(now=NOON), State.ACTIVE),
    Row("T02", pending(), said(Act.PRE_OPEN), State.PRE_OPENED),
    Row("T03", SOMEBODY[State.PRE_OPENED], said(Act.REGISTER), State.PENDING_ACTIVATION),
    Row("T03", SOMEBODY[State.PRE_OPENED], said(Act.REGISTER_AND_ACTIVATE), State.ACTIVE),
    Row("T04", SOMEBODY[State.PENDING_ACTIVATION], said(Act.USE_FIRST), State.ACTIVE),
    Row("T05", SOMEBODY[State.PENDING_ACTIVATION], said(Act.EXPIRE_UNUSED), State.TERMINATED),
    Row("T06", SOMEBODY[State.PRE_OPENED], said(Act.RETURN_UNSOLD), State.TERMINATED),
    Row("T07", active(), with_stop(AWAY), State.VOLUNTARY_SUSPENDED),
    Row("T08", active(), with_stop(LOST), State.VOLUNTARY_SUSPENDED),
    Row("T08", stopped(active(), DEBT_ONE_WAY), with_stop(LOST), State.VOLUNTARY_SUSPENDED),
    Row("T08", stopped(active(), HALF_AWAY), with_stop(LOST), State.VOLUNTARY_SUSPENDED),
    Row("T09", stopped(active(), AWAY), lifted(AWAY), State.ACTIVE),
    Row("T09", stopped(active(), DEBT_ONE_WAY, LOST), lifted(LOST), State.SUSPENDED_ONE_WAY),
    Row("T10", stopped(active(), AWAY), with_stop(DEBT_BOTH_WAYS), State.SUSPENDED_TWO_WAY),
    Row("T11", active(), with_stop(DEBT_ONE_WAY), State.SUSPENDED_ONE_WAY),
    Row("T12", stopped(active(), DEBT_ONE_WAY), with_stop(DEBT_BOTH_WAYS), State.SUSPENDED_TWO_WAY),
    Row("T13", active(), with_stop(DEBT_BOTH_WAYS), State.SUSPENDED_TWO_WAY),
    Row("T14", stopped(active(), DEBT_BOTH_WAYS), lifted(DEBT_BOTH_WAYS), State.ACTIVE),
    Row(
        "T14",
        stopped(active(), AWAY, DEBT_BOTH_WAYS),
        lifted(DEBT_BOTH_WAYS),
        State.VOLUNTARY_SUSPENDED,
    ),
    Row("T15", stopped(active(), DEBT_BOTH_WAYS), said(Act.OPEN_FOR_A_TIME), State.ACTIVE),
    Row(
        "T16",
        done(stopped(active(), DEBT_BOTH_WAYS), Act.OPEN_FOR_A_TIME),
        said(Act.TIME_IS_OVER),
        State.SUSPENDED_TWO_WAY,
    ),
    Row("T17", active(), with_stop(FRAUD), State.SUSPENDED_TWO_WAY),
    Row("T17", stopped(active(), AWAY), with_stop(FRAUD), State.SUSPENDED_TWO_WAY),
    Row("T18", stopped(active(), FRAUD), lifted(FRAUD), State.ACTIVE),
    Row(
        "T19",
        stopped(active(), DEBT_BOTH_WAYS),
        said(Act.PRE_TERMINATE),
        State.PRE_TERMINATED_FOR_ARREARS,
    ),
    Row(
        "T20",
        SOMEBODY[State.PRE_TERMINATED_FOR_ARREARS],
        lambda one: lifted(DEBT_BOTH_WAYS)(done(one, Act.RESTORE_PAID)),
        State.ACTIVE,
    ),
    Row(
        "T21",
        SOMEBODY[State.PRE_TERMINATED_FOR_ARREARS],
        said(Act.TERMINATE_UNPAID),
        State.TERMINATED,
    ),
    Row("T22", active(), said(Act.BOOK_TERMINATION), State.PRE_TERMINATED_BOOKED),
    Row("T23", SOMEBODY[State.PRE_TERMINATED_BOOKED], said(Act.WITHDRAW_BOOKING), State.ACTIVE),
    Row(
        "T23",
        done(stopped(active(), DEBT_ONE_WAY), Act.BOOK_TERMINATION),
        said(Act.WITHDRAW_BOOKING),
        State.SUSPENDED_ONE_WAY,
    ),
    Row("T24", SOMEBODY[State.PRE_TERMINATED_BOOKED], said(Act.TERMINATE_BOOKED), State.TERMINATED),
    Row("T25", active(), lambda one: one.terminated(by="order", now=NOON), State.TERMINATED),
    Row("T26", SOMEBODY[State.TERMINATED], given_a_card, State.ACTIVE),
    Row("T27", active(), said(Act.PORT_OUT), State.PORTED_OUT),
    Row("T28", active(), lambda one: transferred(one, to="boris"), State.ACTIVE),
    Row("T29", active(), with_stop(CAPPED), State.ACTIVE),
    Row("T29", stopped(active(), AWAY), with_stop(CAPPED), State.VOLUNTARY_SUSPENDED),
    Row("T30", stopped(active(), AWAY), lifted(AWAY), State.ACTIVE),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id} to {row.then}")
def test_each_row_of_the_manual_leads_where_it_says(row: Row) -> None:
    after = row.does(row.before)

    assert after.state is row.then
    assert after.version > row.before.version


def test_no_row_of_the_manual_is_untried() -> None:
    manual = {f"T{number:02}" for number in range(1, 31)}

    assert {row.id for row in ROWS} == manual
    assert {id_ for move in MOVES for id_ in move.ids.split(", ")} == manual


@pytest.mark.parametrize("state", State)
def test_somebody_is_in_every_state(state: State) -> None:
    assert SOMEBODY[state].state is state


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", sorted(SPOKEN))
def test_what_has_no_row_is_refused_with_what_was_asked_and_what_is(state: State, act: Act) -> None:
    before = SOMEBODY[state]
    legal = any(state in move.at and move.act is act for move in MOVES)

    try:
        after = moved(before, act, A_WINDOW)
    except NotAllowed as refused:
        assert refused.code == "STATE_NOT_ALLOWED"
        if not legal:
            assert act.value in str(refused)
            assert state.value in str(refused)
    else:
        assert after.state in move_of(state, act).to


@pytest.mark.parametrize(
    ("before", "act"),
    [
        (stopped(active(), FRAUD), Act.PRE_TERMINATE),
        (stopped(active(), FRAUD), Act.OPEN_FOR_A_TIME),
        (active(), Act.TIME_IS_OVER),
    ],
)
def test_stopped_for_another_reason_is_no_debt(before: Subscriber, act: Act) -> None:
    with pytest.raises(NotAllowed) as refused:
        moved(before, act, A_WINDOW)

    assert refused.value.code == "STATE_NOT_ALLOWED"


@pytest.mark.parametrize("until", [None, NOON])
def test_a_window_has_an_end(until: object) -> None:
    with pytest.raises(Invalid) as refused:
        moved(stopped(active(), DEBT_ONE_WAY), Act.OPEN_FOR_A_TIME, Moment("order", NOON, None))

    assert refused.value.code == "FIELD_NOT_VALID"


def test_who_pays_while_a_window_is_open_is_not_stopped_when_it_ends() -> None:
    open_ = done(stopped(active(), DEBT_ONE_WAY, DEBT_BOTH_WAYS), Act.OPEN_FOR_A_TIME)
    assert (open_.stops, open_until(open_)) == (frozenset(), LATER)

    paid = lifted(DEBT_BOTH_WAYS)(open_)
    over = done(paid, Act.TIME_IS_OVER)

    assert (over.stops, open_until(over)) == (frozenset({DEBT_ONE_WAY}), None)


def test_a_stop_said_again_while_a_window_is_open_waits_for_its_end() -> None:
    open_ = done(stopped(active(), DEBT_ONE_WAY), Act.OPEN_FOR_A_TIME)

    assert stopped(open_, DEBT_ONE_WAY) is open_


@pytest.mark.parametrize("act", sorted(set(Act) - SPOKEN))
def test_an_act_with_a_step_of_its_own_is_not_just_said(act: Act) -> None:
    with pytest.raises(NotAllowed) as refused:
        moved(active(), act, A_WINDOW)

    assert refused.value.code == "MOVE_NEEDS_MORE"


@pytest.mark.parametrize("reason", sorted(WITH_PHASE))
def test_a_stop_of_a_phase_comes_and_goes_with_it_alone(reason: StopReason) -> None:
    with pytest.raises(NotAllowed) as added:
        act_of_stop(Stop(reason, Level.TWO_WAY))
    with pytest.raises(NotAllowed) as taken:
        act_of_lift(reason)

    assert {added.value.code, taken.value.code} == {"STOP_GOES_WITH_PHASE"}


@pytest.mark.parametrize("reason", StopReason)
@pytest.mark.parametrize("lifter", Lifter)
def test_a_reason_is_lifted_on_nobody_elses_word(reason: StopReason, lifter: Lifter) -> None:
    if lifter in STOPS[reason].lifters:
        must_be_lifted_by(lifter, reason)
        return
    with pytest.raises(NotAllowed) as refused:
        must_be_lifted_by(lifter, reason)

    assert refused.value.code == "LIFTER_NOT_ALLOWED"


def test_levels_are_in_the_order_of_strength() -> None:
    assert list(Level) == [Level.NONE, Level.DATA_ONLY, Level.ONE_WAY, Level.TWO_WAY]
    assert stopped(active(), CAPPED, DEBT_ONE_WAY).level is Level.ONE_WAY
    assert stopped(active(), CAPPED).level is Level.DATA_ONLY


def test_who_is_among_the_five_is_counted() -> None:
    """As rules 4.1 say; the table of customers says it in its own words."""
    assert set(COUNTED) == {
        phase.value for phase in set(Phase) - GONE - {Phase.PENDING, Phase.PRE_OPENED}
    }


ANY_STOP = st.sampled_from(
    [Stop(reason, level) for reason, row in STOPS.items() for level in sorted(row.levels)]
)
ANY_ACT: st.SearchStrategy[tuple[str, object]] = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(Act)),
    st.tuples(st.just("stop"), ANY_STOP),
    st.tuples(st.just("lift"), ANY_STOP),
    st.tuples(st.just("other"), st.sampled_from(["activate", "undo", "terminate", "restore"])),
)


def one_act(subscriber: Subscriber, kind: str, what: object) -> tuple[Act | None, Subscriber]:
    """Do one thing; return the act of the table it is, and who they are then."""
    if isinstance(what, Act):
        return what, moved(subscriber, what, A_WINDOW)
    if isinstance(what, Stop) and kind == "stop":
        return act_of_stop(what), stopped(subscriber, what)
    if isinstance(what, Stop):
        return act_of_lift(what.reason), lifted(what)(subscriber)
    others: Mapping[object, tuple[Act, Callable[[Subscriber], Subscriber]]] = {
        "activate": (Act.ACTIVATE, lambda one: one.activated(now=NOON)),
        "undo": (Act.UNDO, lambda one: one.after(Act.UNDO)),
        "terminate": (Act.TERMINATE, lambda one: one.terminated(by="order", now=NOON)),
        "restore": (Act.RESTORE, given_a_card),
    }
    act, does = others[what]
    return act, does(subscriber)


@given(st.lists(ANY_ACT, max_size=25))
def test_whatever_is_asked_in_whatever_order_nobody_leaves_the_table(
    asked: list[tuple[str, object]],
) -> None:
    present = pending()
    for kind, what in asked:
        before = present
        try:
            act, present = one_act(before, kind, what)
        except Refusal:
            assert present is before
            continue
        if present is before:
            continue
        assert act is not None
        assert present.state in move_of(before.state, act).to
        assert present.version == before.version + 1
        holds_what_its_phase_says(present)


def holds_what_its_phase_says(present: Subscriber) -> None:
    """Number, stops and end follow from the phase, whatever led there."""
    reasons = {stop.reason for stop in present.stops}
    assert (StopReason.NOT_ACTIVATED in reasons) is (present.phase is Phase.PRE_OPENED)
    given_up = present.phase is Phase.PRE_TERMINATED_FOR_ARREARS
    assert (StopReason.PRE_CANCEL in reasons) is given_up
    assert not (present.phase in GONE and reasons)
    assert (present.terminated_at is not None) is (present.phase in GONE - {Phase.UNDONE})
    if present.state in IN_SERVICE:
        assert present.number.state is NumberState.IN_USE
    if open_until(present) is not None:
        assert not reasons & DEBT or present.phase is Phase.PRE_TERMINATED_BOOKED


# Numbers (rules 4.2).

IN_USE = PhoneNumber(MSISDN).reserved_for("order").assigned()
FOREIGN = PhoneNumber(MSISDN, NumberState.GONE_HOME)


def test_a_number_held_for_somebody_is_theirs_alone() -> None:
    theirs = held(PhoneNumber(MSISDN), customer_id="anna", until=NOON + HOLD)

    with pytest.raises(Refusal) as refused:
        theirs.reserved_for("order", customer_id="boris")
    with pytest.raises(Refusal):
        theirs.reserved_for("order")
    with pytest.raises(Refusal):
        held(theirs, customer_id="boris", until=LATER)

    assert refused.value.code == "NUMBER_NOT_AVAILABLE"
    assert theirs.reserved_for("order", customer_id="anna").is_held_for("order")
    assert held(theirs, customer_id="anna", until=LATER).held_until == LATER
    assert let_go(theirs) == PhoneNumber(MSISDN)


def test_a_lucky_number_does_not_come_back_to_who_gave_it_up() -> None:
    resting = IN_USE.resting(since=NOON)

    assert taken_back(resting) == IN_USE
    with pytest.raises(Refusal) as refused:
        taken_back(replace(resting, grade="AAA"))
    with pytest.raises(Refusal):
        taken_back(resting.returned())

    assert refused.value.code == "NUMBER_NOT_AVAILABLE"


def test_a_number_that_went_elsewhere_rests_when_it_comes_home() -> None:
    home = come_home(ported_out(IN_USE), since=NOON)

    assert (home.state, home.quarantined_until) == (NumberState.QUARANTINED, NOON + QUARANTINE)


def test_a_number_from_elsewhere_goes_home_when_its_subscriber_leaves() -> None:
    here = replace(active(), number=ported_in(FOREIGN))

    assert here.terminated(by="order", now=NOON).number == FOREIGN
    assert done(here, Act.PORT_OUT).number == FOREIGN


def test_a_blocked_number_is_offered_to_nobody() -> None:
    closed = blocked(PhoneNumber(MSISDN))

    with pytest.raises(Refusal):
        closed.reserved_for("order", customer_id="anna")
    assert unblocked(closed) == PhoneNumber(MSISDN)


@pytest.mark.parametrize("state", NumberState)
@pytest.mark.parametrize("act", NumberAct)
def test_a_number_moves_by_its_table_alone(state: NumberState, act: NumberAct) -> None:
    number = PhoneNumber(MSISDN, state)

    if (state, act) in NUMBER.moves:
        assert number.after(act).state is NUMBER.moves[state, act]
        return
    with pytest.raises(NotAllowed) as refused:
        number.after(act)
    assert refused.value.code == "STATE_NOT_ALLOWED"
