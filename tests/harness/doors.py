"""The doors of a real operator from outside: any gRPC call, and whether anything was changed."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types
import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]  # no types

import boss
from boss.calls import ALLOWED
from harness.chain import Town
from kernel.acting_person import TOOL
from kernel.caller import SYSTEM, Caller
from launch.postgres import DRIVER
from runtime.rpc.signing import TOKEN, CallKeys, Signer, read_call_key

SECONDS = 15.0
"""Nobody is let wait longer: a call that takes this long hangs."""
REST_SECONDS = 1.0
RUNTIME = "runtime"
BUGS = frozenset({"INTERNAL", "UNKNOWN", "UNAVAILABLE", "DEADLINE_EXCEEDED", "UNIMPLEMENTED"})
"""No input, however bad, is answered with one of these."""
NO_MESSAGE = "NOT_A_MESSAGE"
"""Octets that cannot be read have no field."""
CODE = re.compile(r"[A-Z][A-Z0-9_]{2,}")
STAFF = Caller("clerk-1", frozenset({"clerk", "supervisor", "operations"}), "hall", staff=True)
OPERATOR = Caller("clerk-1", frozenset({"operations"}), SYSTEM.channel, staff=True)
"""Through the tool operators act, and nobody else."""

LEGITIMATE: Mapping[str, str] = {
    "span": "every call leaves its span, the refused one too",
    "audit": "who tried what is told to the auditor",
    "audit_end": "the end of the auditor's chain",
    "audit_text": "what was typed by whoever tried is kept by the auditor alone",
    "typed_text": "it waits for the auditor beside the event that names it",
    "awaited_card": "a card in a drawer is looked for again and again, until it is seen",
    "element_session": "leases of sessions with the element, renewed without being asked",
}
"""Tables that may grow when something is refused, and why."""
_ASKED_FOR = "WHERE topic NOT IN ('boss.audit.v1', 'boss.card-seen.v1')"
"""Beside the audit, and what handsets do by themselves."""
_OF_TOPICS = {"inbox": _ASKED_FOR, "hand_over_total": _ASKED_FOR}
_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""
_OUTBOX = f"""
SELECT count(*), coalesce(sum(hashtextextended(event_id::text, 0)), 0)::text FROM (
    SELECT topic, event_id FROM outbox UNION ALL SELECT topic, event_id FROM outbox_sent
) AS said {_ASKED_FOR} AND topic NOT LIKE '%.dlq'
"""  # noqa: S608 - our own words
"""Beside copies of parked events for watchers."""
_UNSAID = frozenset({"outbox", "outbox_sent"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a call was answered: the status, and a refusal's code, sentence and field."""

    status: str
    code: str = ""
    sentence: str = ""
    field: str = ""
    answer: Any = None

    @property
    def problem(self) -> str:
        """Say what is wrong with this as an answer to bad input; empty where nothing is."""
        if self.status == "OK":
            return ""
        if self.status in BUGS:
            return f"{self.status} {self.sentence}"
        if not CODE.fullmatch(self.code) or not self.sentence:
            return f"no clear error: {self}"
        if self.status == "INVALID_ARGUMENT" and not self.field and self.code != NO_MESSAGE:
            return f"no field: {self}"
        return ""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of one service, by its full name `/boss.x.v1.S/M`."""

    name: str
    descriptor: MethodDescriptor

    @property
    def service(self) -> str:
        """The service whose contract it is; `runtime` for what all of them answer."""
        return self.name.split(".")[1]

    @property
    def request(self) -> type[Message]:
        return message_factory.GetMessageClass(self.descriptor.input_type)

    @property
    def response(self) -> type[Message]:
        return message_factory.GetMessageClass(self.descriptor.output_type)

    @property
    def caller(self) -> str:
        """Return somebody who may call it; the tool where nobody else may."""
        return min(ALLOWED[self.name] - {TOOL}, default=TOOL)

    @property
    def act(self) -> str:
        """The method's own name."""
        return self.name.rpartition("/")[2]

    @property
    def asks_only(self) -> bool:
        """Tell whether it changes nothing by its nature."""
        return "Question" in self.name or self.act.startswith(READING) or self.act in READS


READING = ("List", "Get", "Count", "Read", "Show")
"""How methods begin that change nothing; `nothing_changes` holds them to it."""
READS = frozenset({"Totals", "Quiet"})
TRIED = "wrong_try"
"""A wrong paper or card is counted by who tries and what is tried: that is its whole effect."""


def method_of(name: str) -> Method:
    """Return a method by the end of its name, such as `billing.v1.CommandService/PostPayment`."""
    return next(one for one in methods() if one.name == f"/boss.{name}")


@cache
def methods() -> Sequence[Method]:
    """Return every method in proto/calls.yaml."""
    for module in walk_packages(boss.__path__, "boss."):
        if module.name.endswith("_pb2"):
            import_module(module.name)
    methods = []
    for name in sorted(ALLOWED):
        service, _, method = name.removeprefix("/").partition("/")
        described = descriptor_pool.Default().FindServiceByName(service)
        methods.append(Method(name, described.methods_by_name[method]))
    return methods


@dataclass(frozen=True)
class Doors:
    """Knocks at the doors of a town's services and watches what they keep."""

    town: Town
    _channels: dict[str, grpc.Channel] = field(default_factory=dict)

    def ask(
        self,
        method: Method,
        request: Message | bytes,
        *,
        at: str = "",
        metadata: Mapping[str, str | bytes] | None = None,
    ) -> Verdict:
        """Call a method, signed as its first caller unless `metadata` says otherwise."""
        service = at or method.service
        if metadata is None:
            metadata = {TOKEN: self.token(method.caller, audience=service)}
        call = self._call(method, service)
        try:
            answer = call(request, timeout=SECONDS, metadata=tuple(metadata.items()))
            if method.descriptor.server_streaming:
                answer = list(answer)
        except grpc.RpcError as error:
            return _verdict(error)
        return Verdict("OK", answer=answer)

    def token(self, caller: str, *, audience: str, actor: Caller | None = None) -> str:
        """Sign as `caller` does when it asks `audience` for `actor`; left out: who may do most."""
        actor = actor or (OPERATOR if caller == TOOL else STAFF)
        return Signer(self._keys, service=caller).sign(actor, audience=audience)

    @contextmanager
    def nothing_changes(self, *besides: str, within: Sequence[str] = ()) -> Iterator[None]:
        """See that no table and no outbox changes inside the block and all still answer.

        `besides` names tables that may, with the reason beside the call; `within` are the
        services looked at (left out: all), once nothing happens there by itself any more.
        """
        self._comes_to_rest(within)
        before, deaths = self.rows(within), self._deaths()
        yield
        after = self._settled(before, within, besides)
        changed = _differences(before, after, besides)
        assert not changed, changed
        assert self._deaths() == deaths, "a service died"
        silent = self.all_answer()
        assert not silent, f"silent: {silent}"

    def rows(self, services: Sequence[str] = ()) -> Mapping[str, tuple[int, str]]:
        """Return number and fingerprint of the rows of every table, by `service.table`."""
        return asyncio.run(self._rows(services or tuple(self.town.operator.grpc)))

    def all_answer(self) -> list[str]:
        """Return the services that do not answer a plain question."""
        totals = method_of("runtime.v1.OperationsService/Totals")
        return [
            service
            for service in self.town.operator.grpc
            if self.ask(totals, totals.request(), at=service).status != "OK"
        ]

    def _comes_to_rest(self, within: Sequence[str]) -> None:
        """Wait until what other tests began is over: a card seen late, a record on its way."""

        def rests() -> bool:
            self.town.is_quiet()
            before = self.rows(within)
            time.sleep(REST_SECONDS)
            return before == self.rows(within)

        self.town.comes_true(rests)

    def _settled(
        self, before: Mapping[str, Any], within: Sequence[str], besides: Sequence[str]
    ) -> Mapping[str, tuple[int, str]]:
        """Look once; look again when all is quiet where something seems to have changed."""
        after = self.rows(within)
        if _differences(before, after, besides):
            self.town.is_quiet()
            after = self.rows(within)
        return after

    async def _rows(self, services: Sequence[str]) -> Mapping[str, tuple[int, str]]:
        parts = await asyncio.gather(*(self._rows_of(service) for service in services))
        return {name: counted for part in parts for name, counted in part.items()}

    async def _rows_of(self, service: str) -> Mapping[str, tuple[int, str]]:
        url = self.town.operator.database(service).replace(DRIVER, "postgresql")
        connection = await asyncpg.connect(url)
        try:
            tables = [row["relname"] for row in await connection.fetch(_TABLES)]
            rows = {
                f"{service}.{table}": tuple(await connection.fetchrow(_counting(table)))
                for table in tables
                if table not in LEGITIMATE and table not in _UNSAID
            }
            rows[f"{service}.outbox"] = tuple(await connection.fetchrow(_OUTBOX))
        finally:
            await connection.close()
        return rows

    @cached_property
    def _keys(self) -> CallKeys:
        return read_call_key(self.town.operator.surroundings.keys.key("call"))

    def _call(self, method: Method, service: str) -> Any:
        channel = self._channels.get(service)
        if channel is None:
            channel = grpc.insecure_channel(self.town.operator.grpc[service])
            self._channels[service] = channel
        make = channel.unary_stream if method.descriptor.server_streaming else channel.unary_unary
        return make(method.name, _written, method.response.FromString)

    def _deaths(self) -> Mapping[str, int]:
        processes = self.town.operator.processes
        return {service: processes.deaths(service) for service in self.town.operator.grpc}


def _written(request: Any) -> bytes:
    written: bytes = request if isinstance(request, bytes) else request.SerializeToString()
    return written


def _counting(table: str) -> str:
    return (
        f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text"  # noqa: S608
        f' FROM "{table}" AS t {_OF_TOPICS.get(table, "")}'
    )


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], besides: Sequence[str]
) -> list[str]:
    return [
        f"{name}: {before[name][0]} rows, then {after[name][0]}"
        for name in before
        if before[name] != after[name] and name.partition(".")[2] not in besides
    ]


def _verdict(error: Any) -> Verdict:
    status, where = error.code().name, ""
    info, request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    told = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
    for detail in status_pb2.Status.FromString(told).details:
        detail.Unpack(info)
        if detail.Unpack(request):
            where = request.field_violations[0].field
    return Verdict(status, info.reason, error.details() or "", where)
