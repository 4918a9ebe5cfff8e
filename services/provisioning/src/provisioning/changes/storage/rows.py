"""The way from a row to a change, and back."""

from collections.abc import Mapping

from provisioning.changes.domain.change import Change, ChangeState, What
from provisioning.changes.domain.stored import Stored
from provisioning.changes.kinds import kind_named, kind_of
from provisioning.changes.tables import NETWORK_CHANGE
from runtime.database.connection import Row

WHAT = ("kind", "msisdn", "imsi", "new_imsi", "level", "exists_after", "detail")
_PROGRESS = ("state", "tries", "element_code", "element_says", "asked_at", "changed_at")
CHANGE = tuple(
    NETWORK_CHANGE.c[name]
    for name in ("id", "order_id", "subscriber_id", "place", *WHAT, *_PROGRESS)
)
"""The columns a change is made of."""


def what_columns(what: What) -> Mapping[str, str | bool]:
    """Return the columns `WHAT`."""
    kept = what.stored
    card = (kept.msisdn, kept.imsi, kept.new_imsi)
    values = (kind_of(what).name, *card, kept.level, kept.exists, kept.detail)
    return dict(zip(WHAT, values, strict=True))


def what_of(row: Row) -> What:
    """Raises LookupError for a kind that has no file here: it is nothing else instead."""
    stored = Stored(
        row.msisdn,
        row.imsi,
        row.new_imsi,
        row.level,
        exists=row.exists_after,
        detail=row.detail,
    )
    what: What = kind_named(row.kind).restored(stored)
    return what


def change_of(row: Row) -> Change:
    return Change(
        id=row.id,
        order_id=row.order_id,
        subscriber_id=row.subscriber_id,
        place=row.place,
        what=what_of(row),
        state=ChangeState(row.state),
        tries=row.tries,
        element_code=row.element_code,
        element_says=row.element_says,
        asked_at=row.asked_at,
        changed_at=row.changed_at,
    )
