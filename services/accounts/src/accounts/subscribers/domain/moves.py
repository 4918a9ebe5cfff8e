"""The life of a subscriber as one table: in this state, this act leads there (rules 4.1, 4.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from accounts.subscribers.domain.stop import Level, Stop, StopReason
from kernel.errors import NotAllowed
from kernel.lifecycle import Lifecycle


class Phase(StrEnum):
    """Where a subscriber is in its life; whether it is stopped follows from its stops."""

    PENDING = "pending"
    PRE_OPENED = "pre_opened"
    PENDING_ACTIVATION = "pending_activation"
    ACTIVE = "active"
    PRE_TERMINATED_FOR_ARREARS = "pre_terminated_for_arrears"
    PRE_TERMINATED_BOOKED = "pre_terminated_booked"
    TERMINATED = "terminated"
    PORTED_OUT = "ported_out"
    UNDONE = "undone"


class State(StrEnum):
    """What follows from phase and stops; a move is judged by it."""

    PENDING = "pending"
    PRE_OPENED = "pre_opened"
    PENDING_ACTIVATION = "pending_activation"
    ACTIVE = "active"
    SUSPENDED_ONE_WAY = "suspended_one_way"
    SUSPENDED_TWO_WAY = "suspended_two_way"
    VOLUNTARY_SUSPENDED = "voluntary_suspended"
    PRE_TERMINATED_FOR_ARREARS = "pre_terminated_for_arrears"
    PRE_TERMINATED_BOOKED = "pre_terminated_booked"
    TERMINATED = "terminated"
    PORTED_OUT = "ported_out"
    UNDONE = "undone"


States: TypeAlias = Iterable[State] | State


class Act(StrEnum):
    """What is done to a subscriber."""

    ACTIVATE = "activate"
    UNDO = "undo"
    PRE_OPEN = "pre_open"
    REGISTER = "register"
    REGISTER_AND_ACTIVATE = "register_and_activate"
    USE_FIRST = "use_first"
    EXPIRE_UNUSED = "expire_unused"
    RETURN_UNSOLD = "return_unsold"
    KEEP_NUMBER = "keep_number"
    REPORT_LOST = "report_lost"
    RESUME = "resume"
    STOP_OUTGOING_FOR_DEBT = "stop_outgoing_for_debt"
    STOP_FOR_DEBT = "stop_for_debt"
    RESUME_PAID = "resume_paid"
    OPEN_FOR_A_TIME = "open_for_a_time"
    TIME_IS_OVER = "time_is_over"
    STOP_BY_OPERATOR = "stop_by_operator"
    RESUME_BY_OPERATOR = "resume_by_operator"
    PRE_TERMINATE = "pre_terminate"
    RESTORE_PAID = "restore_paid"
    TERMINATE_UNPAID = "terminate_unpaid"
    BOOK_TERMINATION = "book_termination"
    WITHDRAW_BOOKING = "withdraw_booking"
    TERMINATE_BOOKED = "terminate_booked"
    TERMINATE = "terminate"
    RESTORE = "restore"
    PORT_OUT = "port_out"
    TRANSFER = "transfer"
    CAP_DATA = "cap_data"
    FREE_DATA = "free_data"


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the table; `to` is what may follow: which of them, the stops say."""

    ids: str
    act: Act
    term: str
    at: frozenset[State]
    to: frozenset[State]

    @property
    def phase(self) -> Phase:
        """Return the phase that follows: all that may follow are of one."""
        return phase_of(next(iter(self.to)))


_S, _A = State, Act
_ARREARS, _BOOKED = _S.PRE_TERMINATED_FOR_ARREARS, _S.PRE_TERMINATED_BOOKED
STOPPED = frozenset({_S.SUSPENDED_ONE_WAY, _S.SUSPENDED_TWO_WAY})
SUSPENDED = STOPPED | {_S.VOLUNTARY_SUSPENDED}
IN_SERVICE = SUSPENDED | {_S.ACTIVE}
"""Whom the network serves, as far as their stops let it."""
USABLE = frozenset({_S.ACTIVE, _S.SUSPENDED_ONE_WAY, _S.VOLUNTARY_SUSPENDED})
"""Whose card may still be used; who is kept may be so one way (半停)."""


GONE = frozenset({Phase.TERMINATED, Phase.PORTED_OUT, Phase.UNDONE})
"""Phases in which number and card are nobody's of these any more."""


def phase_of(state: State) -> Phase:
    """Return the phase of who is in this state."""
    return Phase.ACTIVE if state in IN_SERVICE else Phase(state.value)


def _row(ids: str, act: Act, term: str, at: States, to: States) -> Move:
    return Move(ids, act, term, _set(at), _set(to))


def _set(states: States) -> frozenset[State]:
    return frozenset({states} if isinstance(states, State) else states)


MOVES: tuple[Move, ...] = (
    _row("T01", _A.ACTIVATE, "新开户", _S.PENDING, _S.ACTIVE),
    _row("T01", _A.UNDO, "开户撤销", _S.PENDING, _S.UNDONE),
    _row("T02", _A.PRE_OPEN, "预开户", _S.PENDING, _S.PRE_OPENED),
    _row("T03", _A.REGISTER, "资料补录", _S.PRE_OPENED, _S.PENDING_ACTIVATION),
    _row("T03", _A.REGISTER_AND_ACTIVATE, "资料补录", _S.PRE_OPENED, _S.ACTIVE),
    _row("T04", _A.USE_FIRST, "首次使用", _S.PENDING_ACTIVATION, _S.ACTIVE),
    _row("T05", _A.EXPIRE_UNUSED, "未激活拆机", _S.PENDING_ACTIVATION, _S.TERMINATED),
    _row("T06", _A.RETURN_UNSOLD, "开户返销", _S.PRE_OPENED, _S.TERMINATED),
    _row("T07", _A.KEEP_NUMBER, "停机保号", _S.ACTIVE, _S.VOLUNTARY_SUSPENDED),
    _row("T08", _A.REPORT_LOST, "挂失", USABLE, _S.VOLUNTARY_SUSPENDED),
    # Other reasons may hold beside the one that is lifted: they say what follows.
    _row("T09, T30", _A.RESUME, "报停复话, 解挂, 到期", SUSPENDED, IN_SERVICE),
    _row("T11", _A.STOP_OUTGOING_FOR_DEBT, "欠费单停", IN_SERVICE, SUSPENDED),
    _row("T10, T12, T13", _A.STOP_FOR_DEBT, "欠费双停", IN_SERVICE, _S.SUSPENDED_TWO_WAY),
    _row("T14", _A.RESUME_PAID, "欠停复话", IN_SERVICE, IN_SERVICE),
    _row("T15", _A.OPEN_FOR_A_TIME, "紧急开机, 担保开机", STOPPED, IN_SERVICE),
    _row("T16", _A.TIME_IS_OVER, "特殊停机", IN_SERVICE, IN_SERVICE),
    _row("T17", _A.STOP_BY_OPERATOR, "局方停机", IN_SERVICE, SUSPENDED),
    _row("T18", _A.RESUME_BY_OPERATOR, "局方开机", SUSPENDED, IN_SERVICE),
    _row("T19", _A.PRE_TERMINATE, "欠费预销", _S.SUSPENDED_TWO_WAY, _ARREARS),
    _row("T20", _A.RESTORE_PAID, "缴费复机", _ARREARS, IN_SERVICE),
    _row("T21", _A.TERMINATE_UNPAID, "欠费拆机", _ARREARS, _S.TERMINATED),
    _row("T22", _A.BOOK_TERMINATION, "预约销户", IN_SERVICE, _BOOKED),
    _row("T23", _A.WITHDRAW_BOOKING, "撤销预约", _BOOKED, IN_SERVICE),
    _row("T24", _A.TERMINATE_BOOKED, "预约销户到期", _BOOKED, _S.TERMINATED),
    _row("T25", _A.TERMINATE, "立即销户", IN_SERVICE, _S.TERMINATED),
    _row("T26", _A.RESTORE, "复机", _S.TERMINATED, _S.ACTIVE),
    _row("T27", _A.PORT_OUT, "携出", _S.ACTIVE, _S.PORTED_OUT),
    _row("T28", _A.TRANSFER, "过户", _S.ACTIVE, _S.ACTIVE),
    _row("T29", _A.CAP_DATA, "流量封顶", IN_SERVICE, IN_SERVICE),
    _row("T29", _A.FREE_DATA, "流量恢复", IN_SERVICE, IN_SERVICE),
    # Until its month ends a booked one is served, and stopped as any other.
    _row("T22", _A.REPORT_LOST, "挂失", _BOOKED, _BOOKED),
    _row("T22", _A.RESUME, "解挂", _BOOKED, _BOOKED),
    _row("T22", _A.STOP_OUTGOING_FOR_DEBT, "欠费单停", _BOOKED, _BOOKED),
    _row("T22", _A.STOP_FOR_DEBT, "欠费双停", _BOOKED, _BOOKED),
    _row("T22", _A.RESUME_PAID, "欠停复话", _BOOKED, _BOOKED),
    _row("T22", _A.TIME_IS_OVER, "特殊停机", _BOOKED, _BOOKED),
    _row("T22", _A.STOP_BY_OPERATOR, "局方停机", _BOOKED, _BOOKED),
    _row("T22", _A.RESUME_BY_OPERATOR, "局方开机", _BOOKED, _BOOKED),
    _row("T22", _A.CAP_DATA, "流量封顶", _BOOKED, _BOOKED),
    _row("T22", _A.FREE_DATA, "流量恢复", _BOOKED, _BOOKED),
)
"""Every move there is; what has no row is refused."""

_BY_STATE: Mapping[tuple[State, Act], Move] = {
    (state, move.act): move for move in MOVES for state in move.at
}

if len(_BY_STATE) != sum(len(move.at) for move in MOVES):
    raise ValueError("two moves say what follows of one act in one state")
if torn := [move.ids for move in MOVES if len({phase_of(state) for state in move.to}) != 1]:
    raise ValueError(f"more than one phase follows: {torn}")


def move_of(state: State, act: Act) -> Move:
    """Return what follows; raises `STATE_NOT_ALLOWED`, which says what was asked and what is."""
    if (move := _BY_STATE.get((state, act))) is None:
        sentence = f"Asked was {act}; the subscriber is {state}, and the table has no such move."
        raise NotAllowed("STATE_NOT_ALLOWED", sentence)
    return move


DEBT = frozenset({StopReason.ARREARS, StopReason.HIGH_USAGE})
"""Reasons of credit control: for a time they may be let be (T15)."""
BY_WISH = frozenset({StopReason.VOLUNTARY, StopReason.LOST})
WITH_PHASE = frozenset({StopReason.PRE_CANCEL, StopReason.PORT_OUT, StopReason.NOT_ACTIVATED})
"""These come and go with a phase, and never by themselves."""


def act_of_stop(stop: Stop) -> Act:
    """Return the act that stops for this reason so far; raises `STOP_GOES_WITH_PHASE`."""
    match stop:
        case Stop(StopReason.VOLUNTARY):
            return Act.KEEP_NUMBER
        case Stop(StopReason.LOST):
            return Act.REPORT_LOST
        case Stop(StopReason.DATA_CAP):
            return Act.CAP_DATA
        case Stop(reason, level) if reason in DEBT:
            return Act.STOP_FOR_DEBT if level is Level.TWO_WAY else Act.STOP_OUTGOING_FOR_DEBT
        case _:
            _must_go_alone(stop.reason)
            return Act.STOP_BY_OPERATOR


def act_of_lift(reason: StopReason) -> Act:
    """Return the act that lifts a stop for this reason; raises `STOP_GOES_WITH_PHASE`."""
    if reason in BY_WISH:
        return Act.RESUME
    if reason is StopReason.DATA_CAP:
        return Act.FREE_DATA
    if reason in DEBT:
        return Act.RESUME_PAID
    _must_go_alone(reason)
    return Act.RESUME_BY_OPERATOR


def state_of(phase: Phase, stops: frozenset[Stop]) -> State:
    """Return what follows from phase and stops (rules 4.1)."""
    if phase is not Phase.ACTIVE:
        return State(phase.value)
    others = {stop.level for stop in stops if stop.reason not in BY_WISH}
    if Level.TWO_WAY in others:
        return State.SUSPENDED_TWO_WAY
    if any(stop.reason in BY_WISH for stop in stops):
        return State.VOLUNTARY_SUSPENDED
    return State.SUSPENDED_ONE_WAY if Level.ONE_WAY in others else State.ACTIVE


def _must_go_alone(reason: StopReason) -> None:
    if reason in WITH_PHASE:
        raise NotAllowed("STOP_GOES_WITH_PHASE", f"{reason} comes and goes with a phase alone.")


SUBSCRIBER = Lifecycle(
    name="subscriber",
    states=Phase,
    starts=frozenset({Phase.PENDING}),
    moves={(phase_of(state), move.act): move.phase for move in MOVES for state in move.at},
    ends=frozenset({Phase.PORTED_OUT, Phase.UNDONE}),
)
"""The phases alone: a phase nobody reaches or leaves stops the program."""
