"""The way from a row to a change, and back."""

from provisioning.changes.domain.change import Change, ChangeState, What
from provisioning.changes.domain.stored import Stored
from provisioning.changes.kinds import kind_named, kind_of
from runtime.database.connection import Row

CHANGE = (
    "id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi, level, exists_after, state,"
    " tries, element_code, element_says, asked_at, changed_at"
)


def what_columns(what: What) -> tuple[str, str, str, str, str, bool]:
    """Return kind, msisdn, imsi, new_imsi, level and exists_after."""
    row = what.stored
    return kind_of(what).name, row.msisdn, row.imsi, row.new_imsi, row.level, row.exists


def what_of(row: Row) -> What:
    """Raises LookupError for a kind that has no file here: it is nothing else instead."""
    stored = Stored(row.msisdn, row.imsi, row.new_imsi, row.level, exists=row.exists_after)
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
