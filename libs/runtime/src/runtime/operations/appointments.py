"""What every service answers of its appointments: which wait for a person, and what they decide."""

from collections.abc import Sequence
from typing import Any

from boss.runtime.v1 import appointments_pb2 as pb
from boss.runtime.v1.appointments_pb2_grpc import AppointmentServiceServicer
from kernel.errors import Invalid, NotFound
from runtime.database.database import Database
from runtime.database.timers import TIMERS
from runtime.operations.auditing import Auditing
from runtime.rpc.timestamps import timestamp
from runtime.wakes import wake

_LIST = """
SELECT name, key, due_at, again_at, attempts, refusal, held_at FROM timer
WHERE ($1 OR held_at IS NOT NULL) AND ($2 = '' OR name = $2)
  AND ($3 = '' OR split_part(key, '/', 1) = $3)
ORDER BY held_at IS NULL, coalesce(again_at, due_at), name, key LIMIT $4
"""
_HELD = "SELECT count(*) FROM timer WHERE held_at IS NOT NULL"
_AGAIN = """
UPDATE timer SET held_at = NULL, again_at = NULL, leased_until = NULL, turn = turn + 1
WHERE name = $1 AND key = $2 AND attempts > 0
"""
_DROP = "DELETE FROM timer WHERE name = $1 AND key = $2 AND held_at IS NOT NULL"
_USUAL = 100


class Appointments(AppointmentServiceServicer):
    """Answers boss.runtime.v1.AppointmentService."""

    def __init__(self, database: Database, auditing: Auditing, *, names: Sequence[str]) -> None:
        """`names` are those of all appointments of this service."""
        self._names = sorted(names)
        self._database = database
        self._auditing = auditing

    async def ListAppointments(  # noqa: N802 - gRPC's name
        self, request: pb.ListAppointmentsRequest, context: Any
    ) -> pb.ListAppointmentsResponse:
        if request.limit < 0:
            raise Invalid("FIELD_NOT_VALID", "A list has no fewer than no rows.", field="limit")
        asked = (request.all, request.name, request.thing, request.limit or _USUAL)
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_LIST, asked)).all()
            held = (await connection.exec_driver_sql(_HELD)).scalar_one()
        return pb.ListAppointmentsResponse(appointments=_shown(rows), held=held, names=self._names)

    async def TryAppointmentAgain(  # noqa: N802 - gRPC's name
        self, request: pb.TryAppointmentAgainRequest, context: Any
    ) -> pb.TryAppointmentAgainResponse:
        await self._decide(_AGAIN, request, act="appointment.tried_again")
        wake(TIMERS)
        return pb.TryAppointmentAgainResponse()

    async def DropAppointment(  # noqa: N802 - gRPC's name
        self, request: pb.DropAppointmentRequest, context: Any
    ) -> pb.DropAppointmentResponse:
        await self._decide(_DROP, request, act="appointment.dropped")
        return pb.DropAppointmentResponse()

    async def _decide(
        self,
        statement: str,
        request: pb.TryAppointmentAgainRequest | pb.DropAppointmentRequest,
        *,
        act: str,
    ) -> None:
        """Do it, audited.

        Raises `FIELD_MISSING`, and `APPOINTMENT_NOT_FOUND` where none of this name and key was
        refused.
        """
        of = f"{request.name} {request.key}"
        async with self._database.transaction():
            await self._auditing.say(act, of=of, reason=request.reason)
            done = await self._database.run(statement, (request.name, request.key))
            if not done.rowcount:
                sentence = "No appointment of this name and key was refused."
                raise NotFound("APPOINTMENT_NOT_FOUND", sentence, field="key")


def _shown(rows: Sequence[Any]) -> Sequence[pb.Appointment]:
    return [
        pb.Appointment(
            name=row.name,
            key=row.key,
            due_at=timestamp(row.due_at),
            again_at=timestamp(row.again_at),
            attempts=row.attempts,
            refusal=row.refusal,
            held_at=timestamp(row.held_at),
        )
        for row in rows
    ]
