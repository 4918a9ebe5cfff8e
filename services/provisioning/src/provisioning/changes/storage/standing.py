"""Network changes that wait, for a person or a worker, and how the network differs."""

from prometheus_client import Gauge
from sqlalchemy import func, literal, select

from provisioning.changes.storage.lanes import MAY_BE_BEGUN
from provisioning.changes.storage.queueing import CHANGES
from provisioning.changes.tables import IS_HELD, NETWORK_CHANGE
from runtime.database.standing import Standing
from runtime.database.statements import compiled
from runtime.telemetry import metrics

_MOST_COUNTED = 5000
_CODE = NETWORK_CHANGE.c.element_code

HELD = Standing(
    Gauge("kaitong_changes_held_now", "Network changes that wait for a person", ["code"]),
    compiled(
        select(_CODE.label("label"), func.count().label("number")).where(IS_HELD).group_by(_CODE)
    ).text,
)
_WAITING = select(NETWORK_CHANGE.c.id).where(MAY_BE_BEGUN).limit(_MOST_COUNTED).subquery()
WAITING = Standing(
    metrics.WORK_WAITING,
    compiled(
        select(literal(CHANGES).label("label"), func.count().label("number")).select_from(_WAITING)
    ).text,
)
"""Those that could be begun: who stands behind another in a lane is not helped by more workers."""
