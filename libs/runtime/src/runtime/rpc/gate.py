"""What stands before every answered call: who may ask, until when, and how refusals leave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import grpc
from google.protobuf.message import DecodeError
from google.rpc import code_pb2, status_pb2  # type: ignore[import-untyped]  # it has no types
from grpc_status import rpc_status
from opentelemetry.trace import SpanKind

from kernel.clock import monotonic
from kernel.errors import Invalid, Refusal
from runtime.errors import is_transient
from runtime.rpc.admission import REFLECTION, Admission
from runtime.rpc.caller import ORDER, TRACE
from runtime.rpc.calling import acting, called_by
from runtime.rpc.deadline import waiting_for
from runtime.rpc.keepable import unkeepable
from runtime.rpc.refusals import status_of
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger
from runtime.telemetry.orders import order_of
from runtime.telemetry.tracing import span

# gRPC types it as generic, which it is not when the program runs.
MethodHandler: TypeAlias = Any
Behaviour = Callable[[Any, Any], Any]

_log = logger("rpc")
_REFUSED_AT_THE_GATE = {
    "NOT_SIGNED": code_pb2.UNAUTHENTICATED,
    "CALLER_NOT_ALLOWED": code_pb2.PERMISSION_DENIED,
}


@dataclass(slots=True)
class _Call:
    """One call: its content as octets, and as a message once it may be read."""

    method: str
    octets: bytes
    message: Any = None


class Gate(grpc.aio.ServerInterceptor):
    """Verifies, times and traces each call, and turns what it raises into a status.

    Nothing a stranger sends is waited for or parsed: a call that is not let in is answered by its
    metadata alone.
    """

    def __init__(self, admission: Admission, *, service: str, longest_seconds: float) -> None:
        self._admission = admission
        self._service = service
        self._longest = longest_seconds
        self._wrapped: dict[str, MethodHandler] = {}

    async def intercept_service(
        self,
        continuation: Callable[[Any], Awaitable[MethodHandler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> MethodHandler | None:
        """Answer the handler of a method with everything around it."""
        method: str = handler_call_details.method
        if method not in self._wrapped:
            handler = await continuation(handler_call_details)
            if handler is None:
                return None
            reflects = method.startswith(REFLECTION)
            self._wrapped[method] = handler if reflects else self._around(handler, method)
        sent = dict(handler_call_details.invocation_metadata or ())
        refusal = self._admission.refusal(method, sent)
        if refusal is None:
            return self._wrapped[method]
        return self._refusing(refusal, method)

    def _refusing(self, refusal: Refusal, method: str) -> MethodHandler:
        """Answer a handler that refuses; as one of a stream it waits for no content."""
        problem = self._refused(refusal)

        async def refuse(_: Any, context: Any) -> None:
            metrics.RPC_SECONDS.labels(method, _STATUS[problem.code].name).observe(0.0)
            await context.abort_with_status(rpc_status.to_status(problem))

        return grpc.stream_unary_rpc_method_handler(refuse)

    def _around(self, handler: Any, method: str) -> MethodHandler:
        if handler.unary_unary:
            return grpc.unary_unary_rpc_method_handler(
                self._answering(handler, method), response_serializer=handler.response_serializer
            )
        if handler.unary_stream:
            return grpc.unary_stream_rpc_method_handler(
                self._streaming(handler, method), response_serializer=handler.response_serializer
            )
        raise TypeError(f"{method}: only calls with one request are answered here.")

    def _answering(self, handler: MethodHandler, method: str) -> Behaviour:
        async def answer(octets: bytes, context: Any) -> Any:
            started, status, call = monotonic(), "OK", _Call(method, octets)
            try:
                with self._let_in(call, handler, context) as seconds:
                    async with asyncio.timeout(seconds):
                        return await handler.unary_unary(call.message, context)
            except grpc.aio.AbortError:
                raise
            except Exception as error:
                problem = self._problem(error, call)
                status = grpc.StatusCode(_STATUS[problem.code]).name
                await context.abort_with_status(rpc_status.to_status(problem))
            finally:
                metrics.RPC_SECONDS.labels(method, status).observe(monotonic() - started)

        return answer

    def _streaming(self, handler: MethodHandler, method: str) -> Behaviour:
        async def answer(octets: bytes, context: Any) -> AsyncIterator[Any]:
            call = _Call(method, octets)
            try:
                with self._let_in(call, handler, context):
                    async for each in handler.unary_stream(call.message, context):
                        yield each
            except Exception as error:
                problem = self._problem(error, call)
                await context.abort_with_status(rpc_status.to_status(problem))

        return answer

    @contextmanager
    def _let_in(self, call: _Call, handler: MethodHandler, context: Any) -> Iterator[float]:
        """Read and answer a call inside the block; gives the seconds its asker will wait."""
        sent = dict(context.invocation_metadata() or ())
        asking = self._admission.verified(call.method, sent)
        with self._admission.counted(asking, context):
            call.message = _read(call.octets, handler.request_deserializer)
            left = context.time_remaining()
            seconds = self._longest if left is None else min(left, self._longest)
            order_id = _order_asked_about(call.method, call.message, sent)
            trace = sent.get(TRACE, "")
            with (
                called_by(asking.caller),
                acting(asking.actor),
                waiting_for(seconds),
                span(call.method, kind=SpanKind.SERVER, traceparent=trace, order_id=order_id),
            ):
                yield seconds

    def _problem(self, error: Exception, call: _Call) -> status_pb2.Status:
        if isinstance(error, Refusal):
            return self._refused(error)
        if isinstance(error, TimeoutError):
            return status_pb2.Status(code=code_pb2.DEADLINE_EXCEEDED, message="It took too long.")
        if is_transient(error):
            _log.warning("call failed for now", method=call.method, error=repr(error))
            return status_pb2.Status(code=code_pb2.UNAVAILABLE, message="Try again.")
        if (fault := unkeepable(call.message)) is not None:
            _log.warning("call failed over its input", method=call.method, field=fault.field)
            return self._refused(fault)
        _log.error("call failed", method=call.method, exc_info=error)
        return status_pb2.Status(code=code_pb2.INTERNAL, message="A fault of ours; it is logged.")

    def _refused(self, refusal: Refusal) -> status_pb2.Status:
        status = status_of(refusal, service=self._service)
        status.code = _REFUSED_AT_THE_GATE.get(refusal.code, status.code)
        return status


_STATUS = {code.value[0]: code for code in grpc.StatusCode}


def _read(octets: bytes, deserialize: Callable[[bytes], Any]) -> Any:
    """Read a request; raises `NOT_A_MESSAGE`."""
    try:
        return deserialize(octets)
    except DecodeError:
        sentence = "The octets sent are not the message of this method."
        raise Invalid("NOT_A_MESSAGE", sentence) from None


def _order_asked_about(method: str, request: Any, sent: Mapping[str, Any]) -> str:
    """Answer the order a call is about; looking at an order's way is no part of it."""
    if method.startswith("/boss.runtime."):
        return ""
    return order_of(request) or str(sent.get(ORDER, ""))
