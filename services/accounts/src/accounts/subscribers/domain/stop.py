"""Why a number is stopped and how far; several reasons may hold at once (rules 3.5, 3.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class StopReason(StrEnum):
    ARREARS = "arrears"
    VOLUNTARY = "voluntary"
    LOST = "lost"
    HIGH_USAGE = "high_usage"
    OPERATOR = "operator"
    VIOLATION = "violation"
    UNREGISTERED = "unregistered"
    OVER_5_CARDS = "over_5_cards"
    SPAM = "spam"
    FRAUD = "fraud"
    BLACKLIST = "blacklist"
    EXPIRED = "expired"
    LINKED = "linked"
    PRE_CANCEL = "pre_cancel"
    PORT_OUT = "port_out"
    NOT_ACTIVATED = "not_activated"
    DATA_CAP = "data_cap"
    DATA_ANOMALY = "data_anomaly"


class Level(IntEnum):
    """How far a number is barred, in the order of strength; emergency calls never are."""

    NONE = 0
    DATA_ONLY = 1
    ONE_WAY = 2
    TWO_WAY = 3


class Lifter(StrEnum):
    """On whose word a stop is lifted."""

    HOLDER = "holder"
    TERM_END = "term_end"
    PAYMENT = "payment"
    OPERATOR = "operator"
    DATA_SUPPLEMENT = "data_supplement"
    FEWER_NUMBERS = "fewer_numbers"
    NEW_CHECK = "new_check"
    TOP_UP = "top_up"
    MAIN_LINE = "main_line"
    WITHDRAWAL = "withdrawal"
    ACTIVATION = "activation"


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """One reason and how far it stops."""

    reason: StopReason
    level: Level


@dataclass(frozen=True, slots=True)
class StopRow:
    """What is known of a reason: how far it may stop, and on whose word it ends."""

    term: str
    levels: frozenset[Level]
    lifters: frozenset[Lifter]


def _row(term: str, *levels: Level, by: Lifter | tuple[Lifter, ...] = ()) -> StopRow:
    lifters = (by,) if isinstance(by, Lifter) else by
    return StopRow(term, frozenset(levels), frozenset(lifters))


_ONE, _TWO = Level.ONE_WAY, Level.TWO_WAY
_R, _L = StopReason, Lifter

STOPS: Mapping[StopReason, StopRow] = {
    # Half a suspension (半停) leaves incoming calls.
    _R.VOLUNTARY: _row("停机保号", _ONE, _TWO, by=(_L.HOLDER, _L.TERM_END)),
    # A report that nobody confirmed ends by itself (R-SIM-5).
    _R.LOST: _row("挂失停机", _TWO, by=(_L.HOLDER, _L.TERM_END)),
    _R.ARREARS: _row("欠费停机", _ONE, _TWO, by=_L.PAYMENT),
    _R.HIGH_USAGE: _row("高额停机", _ONE, _TWO, by=(_L.PAYMENT, _L.HOLDER, _L.TERM_END)),
    _R.OPERATOR: _row("局方停机", _ONE, _TWO, by=_L.OPERATOR),
    _R.VIOLATION: _row("违章停机", _TWO, by=_L.OPERATOR),
    _R.UNREGISTERED: _row("非实名停机", _ONE, _TWO, by=_L.DATA_SUPPLEMENT),
    _R.OVER_5_CARDS: _row("一证超五卡停机", _ONE, _TWO, by=_L.FEWER_NUMBERS),
    _R.SPAM: _row("骚扰电话停机", _ONE, _TWO, by=_L.OPERATOR),
    _R.FRAUD: _row("涉诈停机", _TWO, by=_L.NEW_CHECK),
    _R.BLACKLIST: _row("黑名单停机", _TWO, by=_L.PAYMENT),
    _R.EXPIRED: _row("过期停机", _TWO, by=_L.TOP_UP),
    _R.LINKED: _row("关联停机", _ONE, _TWO, by=_L.MAIN_LINE),
    _R.PRE_CANCEL: _row("预销停机", _TWO, by=(_L.WITHDRAWAL, _L.PAYMENT)),
    _R.PORT_OUT: _row("转网销号停机", _TWO),
    _R.NOT_ACTIVATED: _row("未激活停机", _TWO, by=_L.ACTIVATION),
    _R.DATA_CAP: _row("流量封顶", Level.DATA_ONLY, by=(_L.TERM_END, _L.HOLDER)),
    _R.DATA_ANOMALY: _row("数据异常停机", _TWO, by=_L.OPERATOR),
}
"""Every reason there is (rules 3.6); a reason without a row stops the program."""

if missing := set(StopReason) - STOPS.keys():
    raise ValueError(f"no row for {sorted(missing)}")


@dataclass(frozen=True, slots=True)
class KeptStop:
    """A stop with its history: which order added it, which one lifted it."""

    stop: Stop
    since: datetime
    added_by: str
    until: datetime | None = None
    lifted_at: datetime | None = None
    lifted_by: str = ""
    paused_until: datetime | None = None
    """Let be until then: a window in which debts do not stop (T15)."""

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and self.paused_until is None


def strictest(stops: frozenset[Stop]) -> Level:
    """Return the strictest level any of these asks for."""
    return max((stop.level for stop in stops), default=Level.NONE)
