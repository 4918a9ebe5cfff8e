"""Statements by which a change is taken in hand, with a lease, and a turn every write checks."""

from datetime import timedelta

from sqlalchemy import ARRAY, Interval, Text, and_, any_, bindparam, func, select, text, update

from provisioning.changes.domain import change as domain
from provisioning.changes.domain.change import ChangeAct, ChangeState
from provisioning.changes.kinds import KINDS
from provisioning.changes.storage.lanes import MAY_BE_BEGUN
from provisioning.changes.storage.rows import CHANGE
from provisioning.changes.tables import IS_HELD, NETWORK_CHANGE

_C = NETWORK_CHANGE.c
_UNTIL = func.clock_timestamp() + timedelta(seconds=60)
_IN_HAND = (*CHANGE, _C.turn, _C.serving_node, _C.traceparent)
_FIRST = (
    select(_C.id)
    .where(MAY_BE_BEGUN, _C.kind.in_(list(KINDS)))
    .order_by(_C.urgency, _C.seq)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .correlate(None)
)
CLAIM = (
    update(NETWORK_CHANGE)
    .values(
        state=domain.CHANGE.after(ChangeState.QUEUED, ChangeAct.BEGIN).value,
        tries=_C.tries + 1,
        turn=_C.turn + 1,
        leased_until=_UNTIL,
    )
    .where(_C.id.in_(_FIRST))
    .returning(*_IN_HAND, _C.urgency, _C.seq)
)
CLAIM_HELD = (
    update(NETWORK_CHANGE)
    .values(turn=_C.turn + 1, leased_until=_UNTIL)
    .where(_C.id == bindparam("change_id"), IS_HELD)
    .returning(*_IN_HAND)
)

_IS_UNTOUCHED = and_(_C.state == ChangeState.QUEUED.value, _C.tries == 0)
WAIT = (
    update(NETWORK_CHANGE)
    .values(ready_at=func.clock_timestamp() + bindparam("delay", type_=Interval))
    .where(_C.order_id == any_(bindparam("order_ids", type_=ARRAY(Text))), _IS_UNTOUCHED)
)
GO = (
    update(NETWORK_CHANGE)
    .values(ready_at=func.clock_timestamp())
    .where(
        _C.order_id == bindparam("order_id"), _IS_UNTOUCHED, _C.ready_at > func.clock_timestamp()
    )
)

_OURS = update(NETWORK_CHANGE).where(
    _C.id == bindparam("change_id"),
    _C.turn == bindparam("our_turn"),
    _C.leased_until.is_not(None),
)
RENEW = _OURS.values(leased_until=_UNTIL)
NOTE = RENEW.values(serving_node=bindparam("serving_node"))
_PROGRESS = ("state", "element_code", "element_says", "changed_at")
PUT_DOWN = _OURS.values(leased_until=None, **{name: bindparam(name) for name in _PROGRESS})
POSTPONE = PUT_DOWN.values(ready_at=func.clock_timestamp() + bindparam("delay", type_=Interval))
FINISH = text("""
WITH done AS (
    UPDATE network_change SET state = :state, element_code = :element_code,
        element_says = :element_says, changed_at = :changed_at, leased_until = NULL
    WHERE id = :change_id AND turn = :our_turn AND leased_until IS NOT NULL
    RETURNING id, order_id),
freed AS (DELETE FROM lane_place USING done WHERE change_id = done.id RETURNING lane, seq),
counted AS (
    UPDATE network_order SET left_to_do = left_to_do - 1,
        state = CASE WHEN network_order.state = 'in_flight' AND left_to_do = 1 THEN 'completed'
            ELSE network_order.state END
    FROM done WHERE network_order.order_id = done.order_id
    RETURNING subscriber_id, version, left_to_do)
SELECT done.order_id, counted.subscriber_id, counted.version, counted.left_to_do,
    EXISTS (SELECT FROM lane_place AS next JOIN freed
            ON freed.lane = next.lane AND next.seq > freed.seq) AS somebody_waits
FROM done LEFT JOIN counted ON true
""")

IN_FORCE = select(
    select(_C.id)
    .where(_C.order_id == bindparam("order_id"), _C.state == ChangeState.VERIFIED.value)
    .exists()
)
CLOSE_ORDER = text("""
WITH failed AS (UPDATE network_order SET state = 'failed' WHERE order_id = :order_id),
dropped AS (
    UPDATE network_change
    SET state = :state, element_code = :element_code, changed_at = :changed_at, turn = turn + 1
    WHERE order_id = :order_id AND state = 'queued' AND leased_until IS NULL RETURNING id)
DELETE FROM lane_place USING dropped WHERE change_id = dropped.id
""")
GET = select(*CHANGE).where(_C.id == bindparam("change_id"))
