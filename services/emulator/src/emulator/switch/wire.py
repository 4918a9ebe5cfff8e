"""What the switch asks whoever charges, as messages."""

from collections.abc import Mapping
from datetime import datetime

from boss.billing.v1 import charging_pb2
from emulator.hlr.domain.profile import Location
from emulator.switch.domain.call_record import RecordType, Use
from emulator.switch.domain.visitor import Visitor
from kernel.ids import derived_id, new_id

_KINDS: Mapping[RecordType, str] = {
    RecordType.VOICE: "voice",
    RecordType.FORWARDED: "voice",
    RecordType.TEXT: "sms",
    RecordType.MULTIMEDIA: "mms",
    RecordType.DATA: "data",
}
_ROAM_TYPES: Mapping[Location, str] = {
    Location.HOME: "home",
    Location.DOMESTIC: "domestic",
    Location.INTERNATIONAL: "international",
}


def reserve_message(
    use: Use, *, by: Visitor, at: datetime, units: int
) -> charging_pb2.ReserveRequest:
    is_data = use.type is RecordType.DATA
    request = charging_pb2.ReserveRequest(
        request_id=new_id(),
        msisdn=by.isdn,
        kind=_KINDS[use.type],
        peer="" if is_data else use.peer,
        access_point=use.peer if is_data else "",
        roam_type=_ROAM_TYPES[by.location],
        visited_plmn=by.visited_plmn,
        units=units,
    )
    request.started_at.FromDatetime(at)
    return request


def extension_message(session: str, *, units: int) -> charging_pb2.ExtendRequest:
    request_id = derived_id("extend", session, str(units))
    return charging_pb2.ExtendRequest(request_id=request_id, reservation_id=session, units=units)


def commit_message(session: str, *, units: int, record_id: str) -> charging_pb2.CommitRequest:
    return charging_pb2.CommitRequest(
        request_id=derived_id("commit", session),
        reservation_id=session,
        used_units=units,
        record_id=record_id,
    )
