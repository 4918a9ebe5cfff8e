"""Whose account is meant: by subscriber, by number, by account, or all that a customer has."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from boss.accounts.v1.questions_pb2 import ListSubscribersRequest
from boss.billing.v1.questions_pb2 import Account, GetBalanceRequest
from gateway.clients.services import Services
from gateway.domain.roles import may
from gateway.records.roles import LIST_BALANCES
from gateway.rest.grammar.numbers import names_number, number_typed
from gateway.rest.request.api_request import LARGEST_PAGE, ApiRequest, id_of_ours
from kernel.errors import Invalid, NotFound
from runtime.rpc.client import answered

ACCOUNT = "account.id"
BY: Mapping[str, str] = {
    "product.id": "subscriber_id",
    "ratedProductUsage.productRef.id": "subscriber_id",
    "ratedProductUsage.product.id": "subscriber_id",
    "logicalResource.id": "msisdn",
    "msisdn": "msisdn",
    "partyAccount.id": "account_id",
    ACCOUNT: "account_id",
}
"""Query parameters that name one account. A product is a subscriber, a resource its number."""
OF_AN_ACCOUNT, OF_A_NUMBER = "account_id", "msisdn"
OF_A_CUSTOMER = "relatedParty.id"
WHOSE = (*BY, OF_A_CUSTOMER)


def asks_for_all(request: ApiRequest) -> bool:
    """Tell whether a query says nothing about whose, and comes from who may see everybody's."""
    if any(request.asked(name) for name in WHOSE):
        return False
    return may(request.actor.roles, LIST_BALANCES)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Asks accounts and billing; a customer finds only what is theirs."""

    services: Services

    async def accounts(self, request: ApiRequest) -> list[Account]:
        """Return the accounts a query is about.

        Raises `FIELD_MISSING` where it says nothing about whose, and `NOT_YOURS`.
        """
        customer = one_at_a_time(request, OF_A_CUSTOMER)
        if named := [name for name in BY if request.asked(name)]:
            account = await self._all_named(request, named)
            return [account] if account and customer in {"", account.customer_id} else []
        customer = customer or request.own_customer
        if not customer:
            sentence = "Say whose: a product, a logicalResource, an account, or a relatedParty."
            raise Invalid("FIELD_MISSING", sentence, field=OF_A_CUSTOMER)
        request.is_theirs(customer)
        return await self._all_of(customer)

    async def paying(self, request: ApiRequest) -> list[Account]:
        """Return what `accounts` does, but each account once, however many numbers it pays for.

        Of several numbers of one account it is shown with that of its main line.
        """
        by_id: dict[str, list[Account]] = {}
        for account in await self.accounts(request):
            by_id.setdefault(account.id, []).append(account)
        return list(await asyncio.gather(*map(self._once, by_id.values())))

    async def account(self, request: ApiRequest) -> Account:
        """Return the account whose id is in the path."""
        return await self.account_of(request, request.path("id"))

    async def user(self, request: ApiRequest) -> Account:
        """Return what pays for the subscriber whose id is in the path."""
        message = GetBalanceRequest(subscriber_id=request.id_in_path)
        return await self._account(request, message)

    async def account_of(self, request: ApiRequest, account_id: str) -> Account:
        """Return the account of this id; raises `RESOURCE_NOT_FOUND` for what is no id of ours."""
        message = GetBalanceRequest(account_id=id_of_ours(account_id))
        return await self._account(request, message)

    async def named_alike(self, request: ApiRequest, ways: Iterable[tuple[str, str]]) -> Account:
        """Return the one account all of these name, as a number named among them has it.

        Each is a field of `GetBalanceRequest` with its value. Raises `FIELD_NOT_VALID` where they
        name different accounts, or different numbers of one.
        """
        named = await self._found(request, ways)
        if why := _differ(named):
            raise why
        return named[0][1]

    async def _all_named(self, request: ApiRequest, names: Sequence[str]) -> Account | None:
        """Return the account that all of these name; None where they name different ones."""
        ways = {_way(name, one_at_a_time(request, name)) for name in names}
        named = await self._found(request, ways)
        return None if _differ(named) else named[0][1]

    async def _found(
        self, request: ApiRequest, ways: Iterable[tuple[str, str]]
    ) -> list[tuple[str, Account]]:
        # A number before its account, which says nothing of a sub-card. One after another: who
        # may not see the first has nothing else looked up.
        named = sorted(ways, key=lambda way: (way[0] == OF_AN_ACCOUNT, way))
        return [
            (field, await self._account(request, GetBalanceRequest(**{field: value})))
            for field, value in named
        ]

    async def _once(self, same: Sequence[Account]) -> Account:
        if len(same) == 1:
            return same[0]
        # Asked for by its own id it is that of the main line; of cards that have left, an answer
        # about a number does not tell.
        message = GetBalanceRequest(account_id=same[0].id)
        return (await answered(self.services.ask_billing.GetBalance(message))).account

    async def _account(self, request: ApiRequest, message: GetBalanceRequest) -> Account:
        account = (await answered(self.services.ask_billing.GetBalance(message))).account
        request.is_theirs(account.customer_id)
        return account

    async def _all_of(self, customer: str) -> list[Account]:
        message = ListSubscribersRequest(customer_id=customer, limit=LARGEST_PAGE)
        held = await answered(self.services.ask_accounts.ListSubscribers(message))
        accounts = await asyncio.gather(*(self._paying_for(one.id) for one in held.subscribers))
        return [one for one in accounts if one is not None]

    async def _paying_for(self, subscriber_id: str) -> Account | None:
        message = GetBalanceRequest(subscriber_id=subscriber_id)
        try:
            return (await answered(self.services.ask_billing.GetBalance(message))).account
        except NotFound:  # a number whose account is not open yet
            return None


def _way(name: str, said: str) -> tuple[str, str]:
    # Who pays may say the number for the account (TMF676), so who looks for it may, too.
    if BY[name] == OF_A_NUMBER or (name == ACCOUNT and names_number(said)):
        return OF_A_NUMBER, number_typed(said)
    return BY[name], said


def one_at_a_time(request: ApiRequest, name: str) -> str:
    """Return whose is asked for; raises `FIELD_NOT_VALID` for several at once."""
    said = request.asked(name)
    if "," in said:
        raise Invalid("FIELD_NOT_VALID", "One at a time belongs here.", field=name)
    return said


def _differ(named: Sequence[tuple[str, Account]]) -> Invalid | None:
    """Return why these are not one number of one account; None where they are."""
    if len({one.id for _, one in named}) > 1:
        return Invalid("FIELD_NOT_VALID", "These name different accounts.", field="partyAccount")
    if len({one.subscriber_id for field, one in named if field != OF_AN_ACCOUNT}) > 1:
        return Invalid("FIELD_NOT_VALID", "These name different numbers.", field="product")
    return None


def only(accounts: list[Account]) -> Account | None:
    """Return the one that is left, or none; raises `FIELD_MISSING` where there are several."""
    if len(accounts) > 1:
        sentence = "There are several numbers: say which, by product.id or msisdn."
        raise Invalid("FIELD_MISSING", sentence, field="product.id")
    return accounts[0] if accounts else None


def owner_of(account: Account) -> list[dict[str, str]]:
    """Show the customer as a related party."""
    return [{"id": account.customer_id, "role": "customer", "@referredType": "Customer"}]


def product_of(account: Account) -> dict[str, str]:
    """Show the subscriber as a product."""
    return {
        "id": account.subscriber_id,
        "href": f"/v1/subscribers/{account.subscriber_id}",
        "@referredType": "Product",
    }


def number_of(account: Account) -> dict[str, str]:
    """Show the number as a logical resource."""
    return {"id": account.msisdn, "@referredType": "LogicalResource"}


def person_of(identifier: str, *, role: str) -> dict[str, str]:
    """Show who of the operator's people did something, by the name in their token."""
    return {"id": identifier, "role": role, "@referredType": "Individual"}
