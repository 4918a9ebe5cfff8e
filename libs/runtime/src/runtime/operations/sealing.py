"""Sealing again, with the newest key, what was sealed with the one before: a batch at a time."""

from collections.abc import Sequence
from typing import Any, Protocol

from boss.runtime.v1 import sealing_pb2 as pb
from boss.runtime.v1.sealing_pb2_grpc import SealingServiceServicer
from kernel.errors import Invalid, Stale
from runtime.database.resealing import KEY_NOT_HERE, ROW_DAMAGED, Resealed
from runtime.rpc.calling import calling_service, current_caller
from runtime.telemetry.logs import logger

MOST = 1000
_log = logger("sealing")


class SealedRows(Protocol):
    """A table whose rows name the key they are sealed with."""

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> str:
        """The key that seals here, by its name."""
        ...

    @property
    def append_only(self) -> bool:
        """Tell whether its rows stay as they are: then their key stays, too."""
        ...

    async def reseal(self, limit: int) -> Resealed:
        """Seal some rows of another key with the newest one, past those that do not open."""
        ...

    async def left(self) -> int:
        """Answer how many rows have another key."""
        ...


class Sealing(SealingServiceServicer):
    """Answers boss.runtime.v1.SealingService."""

    def __init__(self, tables: Sequence[SealedRows]) -> None:
        self._tables = tables

    async def Reseal(  # noqa: N802 - gRPC's name
        self, request: pb.ResealRequest, context: Any
    ) -> pb.ResealResponse:
        if not 0 <= request.limit <= MOST:
            raise Invalid("FIELD_NOT_VALID", f"At most {MOST} at once.", field="limit")
        self._must_seal_with(request.key_id)
        return pb.ResealResponse(
            tables=[await _resealed(one, request.limit) for one in self._tables]
        )

    def _must_seal_with(self, key_id: str) -> None:
        """Raises KEY_NOT_CURRENT: with another key all seems done here, or is undone."""
        if others := {one.key_id for one in self._tables if key_id not in {"", one.key_id}}:
            sentence = f"This process seals with {', '.join(sorted(others))}: ask again."
            raise Stale("KEY_NOT_CURRENT", sentence, field="key_id")


async def _resealed(table: SealedRows, limit: int) -> pb.SealedTable:
    done = await table.reseal(limit) if limit and not table.append_only else Resealed()
    if done.rows:
        actor = current_caller().id
        _log.info(
            "resealed", table=table.name, rows=done.rows, actor=actor, caller=calling_service()
        )
    return pb.SealedTable(
        name=table.name,
        resealed=done.rows,
        left=await table.left(),
        append_only=table.append_only,
        key_not_here=done.shut.get(KEY_NOT_HERE, 0),
        damaged=done.shut.get(ROW_DAMAGED, 0),
    )
