"""What stands before every answered call: who may ask, until when, and how refusals leave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

import grpc
from google.protobuf.message import DecodeError
from google.rpc import code_pb2, status_pb2  # type: ignore[import-untyped]  # it has no types
from grpc_status import rpc_status
from opentelemetry.trace import SpanKind

from kernel.clock import monotonic
from kernel.errors import Invalid, NotAllowed, Refusal
from runtime.actor import acting, called_by
from runtime.errors import is_transient
from runtime.outbox import order_of
from runtime.rpc.caller import ORDER, TRACE
from runtime.rpc.certificates import shows_its_own_certificate
from runtime.rpc.deadline import waiting_for
from runtime.rpc.keepable import unkeepable
from runtime.rpc.refusals import status_of
from runtime.rpc.signing import TOKEN, Asking, Signer
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger
from runtime.telemetry.tracing import span

Allowed = Mapping[str, frozenset[str]]
# gRPC types it as generic, which it is not when the program runs.
MethodHandler: TypeAlias = Any
Behaviour = Callable[[Any, Any], Any]

_log = logger("rpc")
_REFUSED_AT_THE_GATE = {
    "NOT_SIGNED": code_pb2.UNAUTHENTICATED,
    "CALLER_NOT_ALLOWED": code_pb2.PERMISSION_DENIED,
}


class Gate(grpc.aio.ServerInterceptor):
    """Verifies, times and traces each call, and turns what it raises into a status."""

    def __init__(
        self, signer: Signer, *, service: str, allowed: Allowed, longest_seconds: float
    ) -> None:
        self._signer = signer
        self._service = service
        self._allowed = allowed
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
            if handler is None or method.startswith(_OPEN_TO_ALL):
                return handler
            self._wrapped[method] = self._around(handler, method)
        return self._wrapped[method]

    def _around(self, handler: Any, method: str) -> MethodHandler:
        if handler.unary_unary:
            return grpc.unary_unary_rpc_method_handler(
                self._answering(handler.unary_unary, method),
                _reading(handler.request_deserializer), handler.response_serializer,
            )  # fmt: skip
        if handler.unary_stream:
            return grpc.unary_stream_rpc_method_handler(
                self._streaming(handler.unary_stream, method),
                _reading(handler.request_deserializer), handler.response_serializer,
            )  # fmt: skip
        raise TypeError(f"{method}: only calls with one request are answered here.")

    def _answering(self, behaviour: Behaviour, method: str) -> Behaviour:
        async def answer(request: Any, context: Any) -> Any:
            started, status = monotonic(), "OK"
            try:
                with self._asked(method, request, context) as seconds:
                    async with asyncio.timeout(seconds):
                        return await behaviour(request, context)
            except grpc.aio.AbortError:
                raise
            except Exception as error:
                problem = self._problem(error, method, request)
                status = grpc.StatusCode(_STATUS[problem.code]).name
                await context.abort_with_status(rpc_status.to_status(problem))
            finally:
                metrics.RPC_SECONDS.labels(method, status).observe(monotonic() - started)

        return answer

    def _streaming(self, behaviour: Behaviour, method: str) -> Behaviour:
        async def answer(request: Any, context: Any) -> AsyncIterator[Any]:
            try:
                with self._asked(method, request, context):
                    async for each in behaviour(request, context):
                        yield each
            except Exception as error:
                problem = self._problem(error, method, request)
                await context.abort_with_status(rpc_status.to_status(problem))

        return answer

    @contextmanager
    def _asked(self, method: str, request: Any, context: Any) -> Iterator[float]:
        """Answer a call inside the block; gives the seconds its asker will wait."""
        sent = dict(context.invocation_metadata() or ())
        asking = self._verified(method, sent)
        if isinstance(request, Refusal):
            raise request
        if not shows_its_own_certificate(asking.caller, context.auth_context()):
            raise NotAllowed(
                "CALLER_NOT_ALLOWED", f"This is not the certificate of {asking.caller}."
            )
        left = context.time_remaining()
        seconds = self._longest if left is None else min(left, self._longest)
        order_id = _order_asked_about(method, request, sent)
        with (
            called_by(asking.caller),
            acting(asking.actor),
            waiting_for(seconds),
            span(method, kind=SpanKind.SERVER, traceparent=sent.get(TRACE, ""), order_id=order_id),
        ):
            yield seconds

    def _verified(self, method: str, sent: Mapping[str, Any]) -> Asking:
        asking = self._signer.verify(str(sent.get(TOKEN, "")))
        if asking.caller not in self._allowed.get(method, frozenset()):
            raise NotAllowed("CALLER_NOT_ALLOWED", f"{asking.caller} may not call {method}.")
        return asking

    def _problem(self, error: Exception, method: str, request: Any) -> status_pb2.Status:
        if isinstance(error, Refusal):
            return self._refused(error)
        if isinstance(error, TimeoutError):
            return status_pb2.Status(code=code_pb2.DEADLINE_EXCEEDED, message="It took too long.")
        if is_transient(error):
            _log.warning("call failed for now", method=method, error=repr(error))
            return status_pb2.Status(code=code_pb2.UNAVAILABLE, message="Try again.")
        if (fault := unkeepable(request)) is not None:
            _log.warning("call failed over its input", method=method, field=fault.field)
            return self._refused(fault)
        _log.error("call failed", method=method, exc_info=error)
        return status_pb2.Status(code=code_pb2.INTERNAL, message="A fault of ours; it is logged.")

    def _refused(self, refusal: Refusal) -> status_pb2.Status:
        status = status_of(refusal, service=self._service)
        status.code = _REFUSED_AT_THE_GATE.get(refusal.code, status.code)
        return status


# Served only where reflection is turned on, for people with a shell.
_OPEN_TO_ALL = "/grpc.reflection."
_STATUS = {code.value[0]: code for code in grpc.StatusCode}


def _reading(deserialize: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Read a request; what cannot be read is answered with the refusal it will get."""

    def read(octets: bytes) -> Any:
        try:
            return deserialize(octets)
        except DecodeError:
            return Invalid("NOT_A_MESSAGE", "The octets sent are not the message of this method.")

    return read


def _order_asked_about(method: str, request: Any, sent: Mapping[str, Any]) -> str:
    """Answer the order a call is about; looking at an order's way is no part of it."""
    if method.startswith("/boss.runtime."):
        return ""
    return order_of(request) or str(sent.get(ORDER, ""))
