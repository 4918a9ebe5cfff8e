"""The way from a row to a change, and back."""

from provisioning.changes.domain.change import (
    Change,
    ChangeState,
    CreateSubscription,
    DeleteSubscription,
    ReplaceImsi,
    RestoreProfile,
    SetBarring,
    What,
)
from provisioning.elements.domain.barring import Level
from runtime.database.connection import Row

KINDS: dict[type[What], str] = {
    CreateSubscription: "create_subscription",
    DeleteSubscription: "delete_subscription",
    SetBarring: "set_barring",
    ReplaceImsi: "replace_imsi",
    RestoreProfile: "restore_profile",
}
CHANGE = (
    "id, order_id, subscriber_id, place, kind, msisdn, imsi, new_imsi, level, exists_after, state,"
    " tries, element_code, element_says, asked_at, changed_at"
)


def what_columns(what: What) -> tuple[str, str, str, str, str, bool]:
    """Return kind, msisdn, imsi, new_imsi, level and exists_after."""
    return (
        KINDS[type(what)],
        what.msisdn,
        what.imsi,
        what.new_imsi if isinstance(what, ReplaceImsi) else "",
        what.level.value if isinstance(what, SetBarring | RestoreProfile) else "",
        what.exists if isinstance(what, RestoreProfile) else True,
    )


def what_of(row: Row) -> What:
    match row.kind:
        case "create_subscription":
            return CreateSubscription(row.msisdn, row.imsi)
        case "delete_subscription":
            return DeleteSubscription(row.msisdn, row.imsi)
        case "set_barring":
            return SetBarring(row.msisdn, row.imsi, Level(row.level))
        case "replace_imsi":
            return ReplaceImsi(row.msisdn, row.imsi, row.new_imsi)
        case _:
            return RestoreProfile(row.msisdn, row.imsi, Level(row.level), exists=row.exists_after)


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
