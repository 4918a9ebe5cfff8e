"""Before staff show a balance the holder was checked, where the manual asks (rules 2.21)."""

import asyncio
from collections.abc import Iterable
from typing import Any

from boss.accounts.v1.questions_pb2 import CheckBalanceProofRequest
from boss.billing.v1.questions_pb2 import Account
from gateway.clients.services import Services
from gateway.domain.roles import may
from gateway.records.roles import LIST_BALANCES
from gateway.records.shown import MONEY, shown_account
from gateway.rest.request.api_request import ApiRequest
from runtime.rpc.client import answered

PROOF = "proof"
"""The query parameter that names the check."""


async def may_see_balance(
    request: ApiRequest, accounts: Iterable[Account], *, services: Services
) -> None:
    """Ask accounts whether `proof` shows these balances; raises `VERIFICATION_REQUIRED`.

    Who signed in sees their own. Whoever may list everybody's has the privilege to see one
    without a check (rules 1.3: none needed, granted to staff).
    """
    if needs_none(request):
        return
    proof = request.asked(PROOF)
    messages = (
        CheckBalanceProofRequest(
            proof_id=proof, customer_id=one.customer_id, subscriber_id=one.subscriber_id
        )
        for one in accounts
    )
    await asyncio.gather(
        *(answered(services.ask_accounts.CheckBalanceProof(one)) for one in messages)
    )


def needs_none(request: ApiRequest) -> bool:
    """Tell whether who asks sees balances without a check."""
    return not request.actor.staff or may(request.actor.roles, LIST_BALANCES)


def after_deed(request: ApiRequest, account: Account) -> dict[str, Any]:
    """Show the account a deed was done to: its money to those who see that without a check.

    What was done is done, so nothing is refused here; whoever was checked asks for the balance.
    """
    shown = shown_account(account)
    if needs_none(request):
        return shown
    return {name: value for name, value in shown.items() if name not in MONEY}
