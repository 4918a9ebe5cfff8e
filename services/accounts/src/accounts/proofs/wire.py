"""Proofs in protobuf."""

from accounts.proofs.domain.events import TextRequested
from accounts.proofs.domain.proof import Proof
from accounts.proofs.usecases.prepare_password import Prepared
from accounts.proofs.usecases.record_proof import Checking
from accounts.proofs.usecases.reset_password import Reset
from boss import topics
from boss.accounts.v1 import commands_pb2, passwords_pb2, questions_pb2
from boss.billing.v1 import events_pb2
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp


def checking_of(request: commands_pb2.RecordProofRequest) -> Checking:
    return Checking(
        customer_id=request.customer_id,
        kinds=tuple(request.kinds),
        paper_type=request.paper_type,
        paper_number=request.paper_number,
        role=request.capacity,
        name=request.name,
        paper_valid_until=request.paper_valid_until,
    )


def proof_message(proof: Proof) -> questions_pb2.Proof:
    return questions_pb2.Proof(
        id=proof.id,
        customer_id=proof.customer_id,
        kinds=sorted(proof.checks),
        channel=proof.channel,
        checked_at=timestamp(proof.checked_at),
        valid_until=timestamp(proof.valid_until),
        used_by_order=proof.used_by_order,
        subscriber_id=proof.subscriber_id,
        capacity=proof.role.value,
    )


def reset_of(request: passwords_pb2.ResetPasswordRequest) -> Reset:
    return Reset(
        request_id=request.request_id,
        subscriber_id=request.subscriber_id,
        proof_id=request.proof_id,
        new_password=request.new_password,
        paper_type=request.paper_type,
        paper_number=request.paper_number,
    )


def prepared_message(prepared: Prepared) -> passwords_pb2.PreparePasswordResponse:
    password, proof = prepared.password, prepared.proof
    return passwords_pb2.PreparePasswordResponse(
        password_id=password.id,
        valid_until=timestamp(password.valid_until),
        proof=None if proof is None else proof_message(proof),
    )


def text_requested(event: TextRequested) -> Outgoing:
    message = events_pb2.SmsRequested(
        subscriber_id=event.subscriber_id,
        template=event.template,
        occurred_at=timestamp(event.at),
    )
    return Outgoing(topics.SMS_REQUESTED, event.subscriber_id, message)
