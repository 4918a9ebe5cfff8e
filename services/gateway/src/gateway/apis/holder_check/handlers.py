"""Who answers: asks accounts, which compares; no secret is kept, shown or logged here."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.codes_pb2 import CheckCodeRequest, SendCodeRequest
from boss.accounts.v1.passwords_pb2 import (
    ChangePasswordRequest,
    CheckPaperRequest,
    CheckPasswordRequest,
    PreparePasswordRequest,
    ResetPasswordRequest,
)
from boss.accounts.v1.questions_pb2 import GetSubscriberRequest, Proof
from boss.provisioning.v1.puks_pb2 import ReadPukRequest
from gateway.clients.services import Services
from gateway.records.shown import plain
from gateway.rest.grammar.numbers import by_number_or
from gateway.rest.request.api_request import ApiRequest, missing, nothing_said, text
from kernel.errors import Invalid
from runtime.rpc.client import answered

WAYS = ("code", "password", "paperNumber")
"""How somebody shows who they are; one at a time."""


@dataclass(frozen=True, slots=True)
class HolderChecks:
    """A customer is checked in their own channel; staff have checked who is before them."""

    services: Services

    async def send_code(self, request: ApiRequest) -> Response:
        await nothing_said(request)
        subscriber = await self._subscriber(request)
        message = SendCodeRequest(request_id=request.request_id, subscriber_id=subscriber)
        sent = await answered(self.services.checks.codes.SendCode(message))
        shown = {"validUntil": sent.valid_until.ToJsonString(), "leftToday": sent.left_today}
        return JSONResponse(shown, 201)

    async def prove(self, request: ApiRequest) -> Response:
        """Compare what was said; the proof is good for one order within ten minutes, here."""
        body = await request.body()
        said = [way for way in WAYS if way in body]
        if len(said) > 1:
            raise Invalid("FIELD_NOT_VALID", "One check at a time.", field=said[1])
        secret = text(body, said[0] if said else WAYS[0])
        earlier = text(body, "proof", needed="no")
        paper_type = text(body, "paperType", needed="no").lower()
        if paper_type and said != ["paperNumber"]:
            raise Invalid("FIELD_NOT_VALID", "Say the paper's number with it.", field="paperType")
        name = text(body, "name", needed="no")
        if name and said != ["paperNumber"]:
            raise Invalid(
                "FIELD_NOT_VALID", "A name is said with the paper's number.", field="name"
            )
        if said == ["paperNumber"]:
            message = CheckPaperRequest(
                request_id=request.request_id,
                subscriber_id=await self._subscriber(request),
                paper_type=paper_type,
                paper_number=secret,
                proof_id=earlier,
                name=name,
            )
            proof = (await answered(self.services.checks.passwords.CheckPaper(message))).proof
        elif said == ["password"]:
            proof = await self._by_password(request, secret, earlier=earlier)
        else:
            proof = await self._by_code(request, secret, earlier=earlier)
        return JSONResponse(plain(proof), 201)

    async def prepare_password(self, request: ApiRequest) -> Response:
        """Take a new one for the order that sets it; the order says the id of what is answered."""
        body, subscriber = await request.body(), await self._subscriber(request)
        message = PreparePasswordRequest(
            request_id=request.request_id,
            new_password=text(body, "newPassword"),
            password=text(body, "password", needed="no"),
            proof_id=text(body, "proof", needed="no"),
            subscriber_id=subscriber,
        )
        if message.proof_id and not message.password:
            sentence = "A proof is said with the old password, which it gets as one more check."
            raise Invalid("FIELD_NOT_VALID", sentence, field="proof")
        made = await answered(self.services.checks.passwords.PreparePassword(message))
        shown: dict[str, Any] = {
            "id": made.password_id,
            "validUntil": made.valid_until.ToJsonString(),
        }
        if made.HasField("proof"):
            shown["proof"] = plain(made.proof)
        return JSONResponse(shown, 201)

    async def read_puk(self, request: ApiRequest) -> Response:
        """Show the PUK of the card, by the order that unlocks it; who looked is audited."""
        order = request.asked("order")
        if not order:
            raise missing("order")
        message = ReadPukRequest(order_id=order, subscriber_id=await self._subscriber(request))
        read = await answered(self.services.checks.puks.ReadPuk(message))
        return JSONResponse({"puk": read.puk}, headers={"Cache-Control": "no-store"})

    async def change_password(self, request: ApiRequest) -> Response:
        """Change it by saying the old one."""
        body, subscriber = await request.body(), await self._subscriber(request)
        message = ChangePasswordRequest(
            request_id=request.request_id,
            password=text(body, "password"),
            new_password=text(body, "newPassword"),
            subscriber_id=subscriber,
        )
        await answered(self.services.checks.passwords.ChangePassword(message))
        return JSONResponse({"subscriberId": subscriber}, 201)

    async def reset_password(self, request: ApiRequest) -> Response:
        """Set it anew where it was forgotten."""
        body, subscriber = await request.body(), await self._subscriber(request)
        message = ResetPasswordRequest(
            request_id=request.request_id,
            new_password=text(body, "newPassword"),
            proof_id=text(body, "proof"),
            paper_type=text(body, "paperType", needed="no").lower(),
            paper_number=text(body, "paperNumber", needed="no"),
            subscriber_id=subscriber,
        )
        await answered(self.services.checks.passwords.ResetPassword(message))
        return JSONResponse({"subscriberId": subscriber}, 201)

    async def _by_code(self, request: ApiRequest, code: str, *, earlier: str) -> Proof:
        message = CheckCodeRequest(
            request_id=request.request_id,
            subscriber_id=await self._subscriber(request),
            code=code,
            proof_id=earlier,
        )
        return (await answered(self.services.checks.codes.CheckCode(message))).proof

    async def _by_password(self, request: ApiRequest, password: str, *, earlier: str) -> Proof:
        message = CheckPasswordRequest(
            request_id=request.request_id,
            subscriber_id=await self._subscriber(request),
            password=password,
            proof_id=earlier,
        )
        return (await answered(self.services.checks.passwords.CheckPassword(message))).proof

    async def _subscriber(self, request: ApiRequest) -> str:
        """Return the id of the number of the path; raises `NOT_YOURS`."""
        message = GetSubscriberRequest(**by_number_or("id", request.path("id")))
        subscriber = (await answered(self.services.ask_accounts.GetSubscriber(message))).subscriber
        request.is_theirs(subscriber.holder_id)
        return subscriber.id
