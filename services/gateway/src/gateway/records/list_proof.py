"""Before staff see somebody's itemised list: the holder is there and was checked (rules, 2.19)."""

from boss.accounts.v1.questions_pb2 import CheckListProofRequest
from gateway.clients.services import Services
from gateway.rest.request.api_request import ApiRequest
from runtime.rpc.client import answered


async def check_proof(request: ApiRequest, *, customer: str, services: Services) -> None:
    """Ask accounts whether `proof` shows this customer's list; raises `VERIFICATION_REQUIRED`.

    A customer who signed in is who they are; their issuer sees to how well that is checked.
    """
    if request.own_customer and not request.asked("proof"):
        return
    message = CheckListProofRequest(proof_id=request.asked("proof"), customer_id=customer)
    await answered(services.ask_accounts.CheckListProof(message))
