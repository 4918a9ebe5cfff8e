"""What the network asks before use, from its messages and back."""

from collections.abc import Collection
from typing import assert_never

from billing.accounts.ports import ByNumber, BySubscriber, Payee
from billing.accounts.wire.values import id_of, moment_asked, msisdn_of
from billing.allowances.domain.usage import UsageRecord
from billing.charging.usecases.end_reservation import Commit
from billing.charging.usecases.reserve_units import Granted, GrantTerms, Reserve
from boss.billing.v1 import charging_pb2
from kernel.errors import Invalid
from kernel.use import KINDS, ROAM_TYPES, is_moment, is_network, is_peer, is_record_id

MOST_UNITS = 10**13
"""Octets: ten terabytes; of everything else it is more than anybody uses."""
_DATA = "data"


def reserve_of(request: charging_pb2.ReserveRequest, *, reservation_id: str) -> Reserve:
    """Return who wants to use what; raises `FIELD_NOT_VALID` with the field that is wrong."""
    user = _user(request)
    started_at = moment_asked(request, field="started_at")
    if started_at is None or not is_moment(request.started_at.seconds):
        raise Invalid("FIELD_NOT_VALID", "A use has a beginning.", field="started_at")
    use = UsageRecord(
        id=reservation_id,
        subscriber_id="",
        kind=_one_of(request.kind, KINDS, field="kind"),
        msisdn="",
        peer=_peer(request),
        started_at=started_at,
        quantity=_units(request.units, field="units", least=1),
        roam_type=_one_of(request.roam_type, ROAM_TYPES, field="roam_type"),
        file_seq=0,
        visited_plmn=_network(request.visited_plmn),
    )
    return Reserve(user, use)


def extension_of(request: charging_pb2.ExtendRequest) -> tuple[str, int]:
    """Return which reservation is to cover how many units; raises `FIELD_NOT_VALID`."""
    reservation_id = id_of(request.reservation_id, field="reservation_id")
    return reservation_id, _units(request.units, field="units", least=1)


def commit_of(request: charging_pb2.CommitRequest) -> Commit:
    """Return what was used; raises `FIELD_NOT_VALID` with the field that is wrong."""
    reservation_id = id_of(request.reservation_id, field="reservation_id")
    units = _units(request.used_units, field="used_units", least=0)
    if units and not is_record_id(request.record_id):
        raise Invalid("FIELD_NOT_VALID", "What was used has a record.", field="record_id")
    return Commit(reservation_id, units, request.record_id)


def grant_message(granted: Granted, *, terms: GrantTerms) -> charging_pb2.Grant:
    return charging_pb2.Grant(
        reservation_id=granted.reservation_id,
        units=granted.grant.units,
        validity_seconds=int(terms.validity.total_seconds()),
        is_final=granted.grant.is_final,
        reserved_millifen=granted.grant.millifen,
    )


def _user(request: charging_pb2.ReserveRequest) -> Payee:
    who = request.WhichOneof("who")
    match who:
        case "subscriber_id":
            return BySubscriber(id_of(request.subscriber_id, field="subscriber_id"))
        case "msisdn":
            return ByNumber(msisdn_of(request.msisdn, field="msisdn"))
        case None:
            raise Invalid("FIELD_MISSING", "Say who wants to use it.", field="msisdn")
        case _:
            assert_never(who)


def _peer(request: charging_pb2.ReserveRequest) -> str:
    field = "access_point" if request.kind == _DATA else "peer"
    peer: str = getattr(request, field)
    if not is_peer(peer, kind=request.kind):
        raise Invalid("FIELD_NOT_VALID", "Say what is reached.", field=field)
    return peer


def _network(plmn: str) -> str:
    if not is_network(plmn):
        raise Invalid("FIELD_NOT_VALID", "A network has 5 or 6 digits.", field="visited_plmn")
    return plmn


def _one_of(said: str, known: Collection[str], *, field: str) -> str:
    if said not in known:
        sentence = f"This is one of {', '.join(sorted(known))}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field)
    return said


def _units(said: int, *, field: str, least: int) -> int:
    if not least <= said <= MOST_UNITS:
        raise Invalid("FIELD_NOT_VALID", f"Units are {least} to {MOST_UNITS}.", field=field)
    return said
