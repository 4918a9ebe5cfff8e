"""Before staff see somebody's itemised list: the holder is there and was checked (domain 2.19)."""

from boss.accounts.v1.questions_pb2 import CheckListProofRequest
from gateway.clients.services import Services
from gateway.rest.request.asking import Asking
from runtime.rpc.client import answered


async def check_proof(asking: Asking, *, customer: str, services: Services) -> None:
    """Ask accounts whether `proof` shows this customer's list; raises `VERIFICATION_REQUIRED`.

    A customer who signed in is who she is; her issuer sees to how well that is checked.
    """
    if asking.own_customer and not asking.asked("proof"):
        return
    request = CheckListProofRequest(proof_id=asking.asked("proof"), customer_id=customer)
    await answered(services.ask_accounts.CheckListProof(request))
