"""What every service answers of its locks: who must wait after wrong tries, and an end to it."""

from typing import Any

from boss.runtime.v1 import guessing_pb2 as pb
from boss.runtime.v1.guessing_pb2_grpc import GuessingServiceServicer
from kernel.errors import Invalid, NotFound
from runtime.guessing import Guessing, Lock
from runtime.operations.auditing import Auditing
from runtime.rpc.timestamps import timestamp

_USUAL, _MOST = 100, 1000


class Locks(GuessingServiceServicer):
    """Answers boss.runtime.v1.GuessingService."""

    def __init__(self, guessing: Guessing, auditing: Auditing) -> None:
        self._guessing = guessing
        self._auditing = auditing

    async def ListLocks(  # noqa: N802 - gRPC's name
        self, request: pb.ListLocksRequest, context: Any
    ) -> pb.ListLocksResponse:
        if not 0 <= request.limit <= _MOST:
            raise Invalid("FIELD_NOT_VALID", f"At most {_MOST}.", field="limit")
        now = self._auditing.clock.now()
        locks = await self._guessing.locked(now=now, limit=request.limit or _USUAL)
        return pb.ListLocksResponse(locks=[_message(one) for one in locks])

    async def LiftLock(  # noqa: N802 - gRPC's name
        self, request: pb.LiftLockRequest, context: Any
    ) -> pb.LiftLockResponse:
        async with self._auditing.database.transaction():
            of = " ".join(filter(None, (request.kind, request.who, request.target)))
            await self._auditing.say("lock.lifted", of=of, reason=request.reason)
            lifted = await self._guessing.unlock(
                request.kind, who=request.who, target=request.target, now=self._auditing.clock.now()
            )
            if not lifted:
                raise NotFound("LOCK_NOT_FOUND", "Nobody of this is locked; see `locks list`.")
        return pb.LiftLockResponse(lifted=lifted)


def _message(lock: Lock) -> pb.Lock:
    return pb.Lock(
        kind=lock.kind,
        who=lock.who,
        target=lock.target,
        wrong=lock.wrong,
        locks=lock.locks,
        until=timestamp(lock.until),
    )
