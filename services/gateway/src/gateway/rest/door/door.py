"""One way in for every request: signed in, allowed, not too fast; every error in one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import grpc
from opentelemetry.trace import SpanKind
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.domain.roles import in_its_roles, may
from gateway.rest.door.limits import LEAVE, TOO_MANY_SIGN_INS, CallerLimits, address_of
from gateway.rest.door.path import Path
from gateway.rest.door.problems import problem, unanswered, unexpected
from gateway.rest.door.sign_in import KeySet
from gateway.rest.grammar.field_names import SaidHere, in_rest_words
from gateway.rest.request.api_request import ApiRequest
from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal
from runtime.errors import Unanswered
from runtime.http.access import GONE, TooSlow, seen
from runtime.rpc.calling import acting
from runtime.rpc.client import problem_of
from runtime.telemetry.logs import logger
from runtime.telemetry.tracing import trace_id_of, traceparent_of, tracer

_log = logger("rest")

SAID_ONCE = (
    "Authorization",
    "Idempotency-Key",
    "Content-Type",
    "Kaitong-Timestamp",
    "Kaitong-Signature",
)
"""Headers that decide about a request."""
BAD_SIGNATURES = frozenset({"SIGNATURE_NOT_VALID"})
"""Said of what was sent without a token, and counted as a bad token is."""


@dataclass(frozen=True, slots=True)
class Door:
    """Signs in, checks the role and the rate, and turns what goes wrong into TMF630 errors."""

    keys: KeySet
    limits: CallerLimits

    def route(self, path: Path) -> Route:
        """Return the route that answers this path."""

        async def answer(request: Request) -> Response:
            name = f"{path.method} {path.path}"
            said = seen(request.scope)
            said.route = path.path
            with tracer().start_as_current_span(name, kind=SpanKind.SERVER) as span:
                said.trace_id = trace_id_of(traceparent_of(span))
                response = await self._answered(path, request)
                span.set_attribute("http.status_code", response.status_code)
                return response

        return Route(path.path, answer, methods=[path.method])

    async def _answered(self, path: Path, request: Request) -> Response:
        try:
            actor = self._signed_in(path, request)
            with self.limits.counted(actor):
                if not may(actor.roles, path.act):
                    sentence = f"None of your roles may {path.act.in_words}."
                    raise NotAllowed("ROLE_NOT_ALLOWED", sentence)
                actor = in_its_roles(actor, path.act)
                with acting(actor):
                    return await path.answer(ApiRequest(request, actor, path.of_things))
        except ClientDisconnect:
            return Response(status_code=GONE)
        except TooSlow:
            seen(request.scope).refused = "TOO_SLOW"
            return _too_slow()
        except Refusal as refusal:
            if refusal.code in BAD_SIGNATURES:
                refusal = self._failed(refusal, request)
            seen(request.scope).refused = refusal.code
            leaves = LEAVE if refusal.code == TOO_MANY_SIGN_INS else None
            return problem(in_rest_words(refusal, path.names), headers=leaves)
        except grpc.aio.AioRpcError as error:
            return _of_a_service(error, request, names=path.names)
        except Unanswered as error:
            return unanswered(error)

    def _signed_in(self, path: Path, request: Request) -> Caller:
        """Return who asks; raises `NOT_SIGNED_IN`, `TOKEN_NOT_VALID`, `TOO_MANY_SIGN_INS`."""
        token = request.headers.get("authorization")
        try:
            check_said_once(request)
            actor = path.caller(request) if path.caller else self.keys.actor(token)
        except Refusal as refusal:
            raise self._failed(refusal, request) from refusal
        seen(request.scope).actor = actor.id
        return actor

    def _failed(self, refusal: Refusal, request: Request) -> Refusal:
        """Return what somebody is told who is not who they say: to wait, after many times."""
        return self.limits.failed_sign_in(refusal, address=address_of(request))


def check_said_once(request: Request) -> None:
    """Raise `FIELD_NOT_VALID` for a header said twice: which one was meant?"""
    for name in SAID_ONCE:
        if len(request.headers.getlist(name)) > 1:
            raise SaidHere("FIELD_NOT_VALID", f"{name} is said twice.", field=name)


def _of_a_service(
    error: grpc.aio.AioRpcError, request: Request, *, names: Mapping[str, str]
) -> Response:
    match problem_of(error):
        case Refusal() as refusal:
            seen(request.scope).refused = refusal.code
            return problem(in_rest_words(refusal, names))
        case Unanswered() as silence:
            return unanswered(silence)
        case grpc.aio.AioRpcError():
            _log.error("a service failed", status=error.code().name, details=error.details())
            return unexpected()
        case never:
            assert_never(never)


def _too_slow() -> Response:
    # The rest of the body is not waited for, so the connection is of no more use.
    refusal = Refusal("TOO_SLOW", "The body did not arrive in time.")
    return problem(refusal, headers={"Connection": "close"})
