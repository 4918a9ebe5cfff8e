"""Before an itemised list is shown: its holder was checked again, here (rules 2.19)."""

from boss.accounts.v1.questions_pb2 import CheckListProofRequest
from boss.billing.v1.questions_pb2 import Account
from gateway.clients.services import Services
from gateway.rest.request.api_request import ApiRequest
from runtime.rpc.client import answered


async def check_proof(request: ApiRequest, *, of: Account, services: Services) -> None:
    """Ask accounts whether `proof` shows the list of this number; raises `VERIFICATION_REQUIRED`.

    A customer who signed in is who they are; their issuer sees to how well that is checked.
    """
    if request.own_customer and not request.asked("proof"):
        return
    message = CheckListProofRequest(
        proof_id=request.asked("proof"),
        customer_id=of.customer_id,
        subscriber_id=of.subscriber_id,
    )
    await answered(services.ask_accounts.CheckListProof(message))
