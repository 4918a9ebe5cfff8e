"""Facts, read from accounts and billing side by side: what to read is told by the request."""

import asyncio
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, get_type_hints

from boss.accounts.v1 import questions_pb2 as accounts
from boss.accounts.v1.questions_pb2_grpc import QuestionServiceStub as AccountsStub
from boss.billing.v1 import questions_pb2 as billing
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub as BillingStub
from kernel.clock import Clock
from kernel.errors import NotFound
from kernel.ids import derived_id
from kernel.numbering import Iccid, Msisdn
from orders.ordering.domain.admission import Standing
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.order import Order
from orders.ordering.domain.policy import Policy
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.values import (
    NO_ACCOUNT,
    AccountId,
    Channel,
    CustomerId,
    GuarantorId,
    NewHolderId,
    OfferingCode,
    ProofId,
    SubscriberId,
)
from orders.ordering.wire import facts as messages
from orders.ordering.wire.answers import answer
from runtime.rpc.client import Channels

CHANNELS = frozenset(Channel)


class RemoteFacts:
    """Reads accounts and billing; one round trip each."""

    def __init__(self, channels: Channels, clock: Clock, policy: Policy) -> None:
        self._accounts: Any = AccountsStub(channels["accounts"])
        self._billing: Any = BillingStub(channels["billing"])
        self._clock = clock
        self._policy = policy

    async def about(self, order: Order, process: AnyProcess) -> Facts:
        """Read what an order is judged by; raise NoAnswer."""
        request = order.request
        subscriber = whom_to_read(order, process)
        asked = accounts.ReadFactsRequest(
            subscriber_id=subscriber,
            customer_ids=[*named(request, CustomerId), *named(request, NewHolderId)],
            msisdns=[number.value for number in named(request, Msisdn)],
            iccids=[card.value for card in named(request, Iccid)],
        )
        priced = billing.ReadFactsRequest(
            subscriber_id=subscriber,
            offerings=named(request, OfferingCode),
            fees=[fee.value for fee in process.fees],
        )
        channel = order.origin.channel
        facts = await self._read(order.subscriber, asked, priced)
        known = Channel(channel) if channel in CHANNELS else None
        guarantor = await self._guarantor(process.guarantor(request))
        return replace(facts, channel=known, role=order.origin.role, guarantor=guarantor)

    async def _guarantor(self, guarantor: GuarantorId | None) -> Facts | None:
        if guarantor is None:
            return None
        try:
            return await self.of(SubscriberId(guarantor))
        except NotFound:
            return None

    async def of(self, subscriber: SubscriberId) -> Facts:
        """Read a subscriber and the account that pays; raise NoAnswer."""
        asked = accounts.ReadFactsRequest(subscriber_id=subscriber)
        priced = billing.ReadFactsRequest(subscriber_id=subscriber)
        return await self._read(subscriber, asked, priced)

    async def look(
        self,
        subscriber: SubscriberId | None,
        *,
        customer: CustomerId | None,
        proofs: Sequence[ProofId],
        guarantor: GuarantorId | None = None,
        new_holder: NewHolderId | None = None,
    ) -> Standing:
        """Read who holds a number or is to, and who was checked; raise NoAnswer.

        `NO_SUCH_SUBSCRIBER` with `guarantor` where nobody has that number.
        """
        asked = accounts.ReadFactsRequest(
            subscriber_id=subscriber or "",
            customer_ids=[one for one in (customer, new_holder) if one],
            proof_ids=proofs,
        )
        facts = await answer(self._accounts.ReadFacts(asked))
        holder = facts.subscriber.holder_id if facts.HasField("subscriber") else customer
        return Standing(
            now=self._clock.now(),
            holder=CustomerId(holder) if holder else None,
            proofs=tuple(map(messages.proof, facts.proofs)),
            is_unit=any(messages.is_unit(one) for one in facts.customers if one.id == holder),
            needs_guardian=any(one.needs_guardian for one in facts.customers if one.id == holder),
            number=subscriber,
            guarantor=await self._holder_of(guarantor) if guarantor else None,
            new_holder=CustomerId(new_holder) if new_holder else None,
            new_holder_is_unit=any(
                messages.is_unit(one) for one in facts.customers if one.id == new_holder
            ),
        )

    async def _holder_of(self, guarantor: GuarantorId) -> CustomerId:
        asked = accounts.ReadFactsRequest(subscriber_id=guarantor)
        try:
            facts = await answer(self._accounts.ReadFacts(asked))
        except NotFound as nobody:
            sentence = "There is no such guarantor."
            raise NotFound(nobody.code, sentence, field="guarantor") from nobody
        return CustomerId(facts.subscriber.holder_id)

    async def _read(
        self,
        subscriber: SubscriberId,
        asked: accounts.ReadFactsRequest,
        priced: billing.ReadFactsRequest,
    ) -> Facts:
        people, prices = await asyncio.gather(
            answer(self._accounts.ReadFacts(asked)), answer(self._billing.ReadFacts(priced))
        )
        return Facts(
            now=self._clock.now(),
            subscriber_id=subscriber,
            policy=self._policy,
            most_numbers=people.most_numbers,
            new_account=AccountId(derived_id("account", subscriber)),
            next_account=after(prices.account) if prices.HasField("account") else NO_ACCOUNT,
            known_subscriber=(
                messages.subscriber(people.subscriber) if people.HasField("subscriber") else None
            ),
            known_account=messages.account(prices.account) if prices.HasField("account") else None,
            sims=tuple(map(messages.sim, people.sim_cards)),
            customers=tuple(map(messages.customer, people.customers)),
            numbers=tuple(map(messages.number, people.numbers)),
            offerings=tuple(map(messages.offering, prices.offerings)),
            fees=messages.fees(prices.fees),
            grades=tuple(map(messages.grade, prices.number_grades)),
        )


def after(account: billing.Account) -> AccountId:
    """Return where the account will be that pays for its number after this one (过户)."""
    return AccountId(derived_id("account after", account.id))


def whom_to_read(order: Order, process: AnyProcess) -> str:
    """Return whose facts an order is judged by; empty where it is nobody's yet.

    Who is opened now is known to nobody; beside whom, the request may say.
    """
    if process.opens_subscriber:
        return next(iter(named(order.request, SubscriberId)), "")
    return order.subscriber


def named(request: object, kind: Any) -> list[Any]:
    """Return the values of this kind that a request names."""
    form: Any = type(request)
    return [getattr(request, name) for name in names_of(form, kind)]


@cache
def names_of(request: Any, kind: Any) -> tuple[str, ...]:
    """Return the fields of a request that are of this kind."""
    hints = get_type_hints(request)
    return tuple(one.name for one in fields(request) if hints[one.name] is kind)
