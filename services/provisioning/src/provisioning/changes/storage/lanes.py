"""Changes that may be begun: nobody has them in hand, and nobody is before them in a lane."""

from sqlalchemy import and_, exists, func, or_

from provisioning.changes.tables import IS_TO_DO, LANE_PLACE, NETWORK_CHANGE

_PLACE, _BEFORE = LANE_PLACE.alias("place"), LANE_PLACE.alias("before")
_STANDS_BEHIND_ANOTHER = (
    exists()
    .where(
        _PLACE.c.change_id == NETWORK_CHANGE.c.id,
        _BEFORE.c.lane == _PLACE.c.lane,
        _BEFORE.c.seq < _PLACE.c.seq,
    )
    .correlate(NETWORK_CHANGE)
)
MAY_BE_BEGUN = and_(
    IS_TO_DO,
    NETWORK_CHANGE.c.ready_at <= func.clock_timestamp(),
    or_(
        NETWORK_CHANGE.c.leased_until.is_(None),
        NETWORK_CHANGE.c.leased_until < func.clock_timestamp(),
    ),
    ~_STANDS_BEHIND_ANOTHER,
)
