"""Proofs in protobuf."""

from accounts.proofs.domain import Proof
from accounts.proofs.usecases.record_proof import Checking
from boss.accounts.v1 import commands_pb2, questions_pb2
from runtime.rpc.timestamps import timestamp


def checking_of(request: commands_pb2.RecordProofRequest) -> Checking:
    return Checking(
        customer_id=request.customer_id,
        kinds=tuple(request.kinds),
        paper_type=request.paper_type,
        paper_number=request.paper_number,
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
    )
