"""Pretend services behind real calls: they remember what they were asked, and can refuse."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pretend_checks
import pretend_money
import pretend_numbers
import pretend_packs
import pretend_till
import pretend_top_ups
import pretend_vouchers
from google.protobuf.message import Message
from pretend_money import ANNA, CARD, CARD_NUMBER, SUBSCRIBER
from pretend_texts import TextDesk

from boss.accounts.v1 import commands_pb2 as accounts_commands
from boss.accounts.v1 import questions_pb2 as accounts
from boss.accounts.v1.commands_pb2_grpc import CommandServiceServicer as AccountsCommands
from boss.accounts.v1.commands_pb2_grpc import (
    add_CommandServiceServicer_to_server as add_accounts_commands,
)
from boss.accounts.v1.questions_pb2_grpc import QuestionServiceServicer as AccountsQuestions
from boss.accounts.v1.questions_pb2_grpc import (
    add_QuestionServiceServicer_to_server as add_accounts_questions,
)
from boss.billing.v1 import commands_pb2 as billing_commands
from boss.billing.v1 import questions_pb2 as billing
from boss.billing.v1 import top_ups_pb2
from boss.billing.v1.commands_pb2_grpc import CommandServiceServicer as BillingCommands
from boss.billing.v1.commands_pb2_grpc import (
    add_CommandServiceServicer_to_server as add_billing_commands,
)
from boss.billing.v1.questions_pb2_grpc import QuestionServiceServicer as BillingQuestions
from boss.billing.v1.questions_pb2_grpc import (
    add_QuestionServiceServicer_to_server as add_billing_questions,
)
from boss.billing.v1.top_ups_pb2_grpc import add_TopUpServiceServicer_to_server as add_top_ups
from boss.billing.v1.vouchers_pb2_grpc import add_VoucherServiceServicer_to_server as add_vouchers
from boss.orders.v1 import commands_pb2 as orders_commands
from boss.orders.v1 import process_pb2 as process
from boss.orders.v1 import questions_pb2 as orders
from boss.orders.v1.commands_pb2_grpc import CommandServiceServicer as OrdersCommands
from boss.orders.v1.commands_pb2_grpc import (
    add_CommandServiceServicer_to_server as add_orders_commands,
)
from boss.orders.v1.questions_pb2_grpc import QuestionServiceServicer as OrdersQuestions
from boss.orders.v1.questions_pb2_grpc import (
    add_QuestionServiceServicer_to_server as add_orders_questions,
)
from boss.provisioning.v1.texts_pb2_grpc import add_TextServiceServicer_to_server as add_texts
from boss.runtime.v1 import operations_pb2 as operations
from boss.runtime.v1.operations_pb2_grpc import (
    OperationsServiceServicer,
    add_OperationsServiceServicer_to_server,
)
from boss.values.v1.values_pb2 import BarringLevel, Stop, StopReason
from kernel.caller import Caller
from kernel.errors import NotFound, Refusal
from runtime.rpc.calling import current_caller

BORIS = "0193e000-0000-7000-8000-00000000000b"
ORDER = "0193e000-0000-7000-8000-0000000000ff"
NUMBER = "8613900100000"
BEGINNING = datetime(2026, 11, 22, tzinfo=UTC)

PROCESSES = (
    process.ProcessDescription(
        name="new_subscription",
        title="New subscription",
        term="新开户",
        request_type="boss.orders.v1.processes.NewSubscription",
        fields=[
            process.FieldDescription(name=name, kind="text", required=True)
            for name in ("customer", "msisdn", "iccid", "offering", "prepayment", "agreement")
        ],
        opens_subscriber=True,
    ),
    process.ProcessDescription(
        name="sim_swap",
        title="SIM swap",
        term="补换卡",
        request_type="boss.orders.v1.processes.SimSwap",
        fields=[
            *(process.FieldDescription(name=name) for name in ("new_iccid", "kind")),
            process.FieldDescription(name="despite_arrears", said_by="supervisor"),
        ],
    ),
    process.ProcessDescription(
        name="termination",
        title="Termination",
        term="销户",
        request_type="boss.orders.v1.processes.Termination",
    ),
    process.ProcessDescription(
        name="second_number",
        title="Second number",
        term="副号",
        request_type="boss.orders.v1.processes.Termination",
        opens_subscriber=True,
    ),
)


@dataclass
class Notes:
    """What was asked of all services, by whom, and what they are told to answer."""

    asked: list[Message] = field(default_factory=list)
    top_up: top_ups_pb2.TopUp | None = None
    waits: billing.Adjustment | None = None
    """What is asked for is more than one person may do alone."""
    actors: list[Caller] = field(default_factory=list)
    refusals: dict[str, Exception] = field(default_factory=dict)
    order: orders.Order = field(default_factory=orders.Order)
    credit: billing.Account = field(default_factory=billing.Account)
    """What billing says of the account beside what it says of all."""
    due: list[datetime] = field(default_factory=list)
    """When something is to happen in accounts."""
    counted: int = 0
    """How many payments or accounts there are in all, where that is more than usual."""
    more: bool = False
    """There are more payments or accounts than billing counts."""
    busy: int = 0
    """How often orders will say that it is busy."""
    now: dict[str, datetime] = field(default_factory=dict)
    stands: dict[str, bool] = field(default_factory=dict)
    newest_facts: dict[str, datetime] = field(default_factory=dict)
    packs: list[billing.Pack] = field(default_factory=list)
    """What is sold beside plans."""
    offerings: list[billing.Offering] = field(default_factory=list)
    """What is sold beside two plans."""
    books: list[billing.BalanceBook] = field(default_factory=list)
    """What she has beside cash and a deposit."""
    has_card: bool = False
    """Anna's account pays for a sub-card too."""
    payments: list[billing.Payment] = field(default_factory=list)
    """Listed in the place of the usual one."""
    hold: asyncio.Event | None = None
    """A list of orders is answered when this is set."""
    accounts: dict[str, str] = field(default_factory=dict)
    """Ids of accounts by how they are asked for; all others are Anna's."""

    def take(self, request: Message) -> None:
        """Remember a request; raises what this request is to be refused with."""
        self.asked.append(request)
        self.actors.append(current_caller())
        if refusal := self.refusals.get(request.DESCRIPTOR.name):
            raise refusal

    def last(self, name: str) -> Any:
        """Return the latest request of this name."""
        return next(one for one in reversed(self.asked) if one.DESCRIPTOR.name == name)

    def said(self, name: str) -> int:
        return sum(one.DESCRIPTOR.name == name for one in self.asked)

    def start_over(self) -> None:
        self.asked.clear()
        self.top_up = None
        self.waits = None
        self.actors.clear()
        self.refusals.clear()
        self.due.clear()
        self.now.clear()
        self.accounts.clear()
        self.payments.clear()
        self.packs[:] = []
        self.offerings[:] = []
        self.books[:] = []
        self.busy = self.counted = 0
        self.has_card = self.more = False
        self.credit = billing.Account()
        self.order = orders.Order(
            id=ORDER,
            process="sim_swap",
            subscriber_id=SUBSCRIBER,
            customer_id=ANNA,
            state="completed",
            turn=3,
            channel="hall",
            history=[orders.HistoryEntry(turn=3, act="all_held", state="completed")],
        )


class PretendAccounts(AccountsQuestions, AccountsCommands):
    """Knows Anna and her number."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    async def GetCustomer(self, request: Any, context: Any) -> accounts.GetCustomerResponse:  # noqa: N802
        self.notes.take(request)
        if request.id not in {ANNA, BORIS}:
            raise NotFound("CUSTOMER_NOT_FOUND", "There is no such customer.")
        return accounts.GetCustomerResponse(customer=customer(request.id))

    async def ListCustomers(self, request: Any, context: Any) -> accounts.ListCustomersResponse:  # noqa: N802
        self.notes.take(request)
        found = [customer(ANNA), customer(BORIS)][request.offset :][: request.limit]
        return accounts.ListCustomersResponse(customers=found, total=2)

    async def GetSubscriber(self, request: Any, context: Any) -> accounts.GetSubscriberResponse:  # noqa: N802
        self.notes.take(request)
        return accounts.GetSubscriberResponse(subscriber=subscriber())

    async def ListSubscribers(self, request: Any, context: Any) -> accounts.ListSubscribersResponse:  # noqa: N802
        self.notes.take(request)
        held = [subscriber()]
        if self.notes.has_card:
            held.append(accounts.Subscriber(id=CARD, msisdn=CARD_NUMBER, holder_id=ANNA))
        return accounts.ListSubscribersResponse(subscribers=held)

    async def CheckListProof(self, request: Any, context: Any) -> accounts.CheckListProofResponse:  # noqa: N802
        self.notes.take(request)
        if (request.proof_id, request.customer_id) != ("seen", ANNA):
            raise Refusal("VERIFICATION_REQUIRED", "This check is not enough for her list.")
        return accounts.CheckListProofResponse(proof=accounts.Proof(id="seen"))

    async def CheckBalanceProof(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return accounts.CheckBalanceProofResponse()

    async def ListNumbers(self, request: Any, context: Any) -> accounts.ListNumbersResponse:  # noqa: N802
        self.notes.take(request)
        number = accounts.PhoneNumber(msisdn=NUMBER, state=request.state or "available")
        return accounts.ListNumbersResponse(numbers=[number], total=200)

    async def ListSimCards(self, request: Any, context: Any) -> accounts.ListSimCardsResponse:  # noqa: N802
        self.notes.take(request)
        card = accounts.SimCard(iccid="89860000000000000014", imsi="460000000000001")
        return accounts.ListSimCardsResponse(sim_cards=[card], total=1)

    async def RegisterCustomer(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        made = customer(ANNA)
        made.name = request.name
        made.family_name, made.given_name = request.family_name, request.given_name
        return accounts_commands.RegisterCustomerResponse(customer=made)

    async def ClassifyCustomer(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        made = customer(request.customer_id)
        made.segment, made.region = request.segment, request.region
        return accounts_commands.ClassifyCustomerResponse(customer=made)

    async def RecordProof(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        proof = accounts.Proof(
            id="proof",
            customer_id=request.customer_id,
            kinds=request.kinds,
            capacity=request.capacity or "holder",
        )
        return accounts_commands.RecordProofResponse(proof=proof)


class PretendOrders(OrdersQuestions, OrdersCommands):
    """Has one order, as the notes tell."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    async def DescribeProcesses(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return orders.DescribeProcessesResponse(processes=PROCESSES)

    async def GetOrder(self, request: Any, context: Any) -> orders.GetOrderResponse:  # noqa: N802
        self.notes.take(request)
        if request.id != ORDER:
            raise NotFound("ORDER_NOT_FOUND", "There is no such order.")
        return orders.GetOrderResponse(order=self.notes.order)

    async def ListOrders(self, request: Any, context: Any) -> orders.ListOrdersResponse:  # noqa: N802
        self.notes.take(request)
        if self.notes.hold is not None:
            await self.notes.hold.wait()
        return orders.ListOrdersResponse(orders=[self.notes.order], total=7)

    async def PlaceOrder(self, request: Any, context: Any) -> orders_commands.PlaceOrderResponse:  # noqa: N802
        self.notes.take(request)
        order = orders.Order()
        order.CopyFrom(self.notes.order)
        order.process = request.process
        order.request.CopyFrom(request.request)
        return orders_commands.PlaceOrderResponse(order=order)

    async def WithdrawOrder(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return orders_commands.WithdrawOrderResponse(order=self.notes.order)


class PretendBilling(
    pretend_money.PretendMoney,
    pretend_till.PretendTill,
    pretend_packs.PretendPacks,
    pretend_top_ups.PretendTopUps,
    pretend_vouchers.PretendVouchers,
    BillingQuestions,
    BillingCommands,
):
    """Keeps Anna's account."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    async def GetBalance(self, request: Any, context: Any) -> billing.GetBalanceResponse:  # noqa: N802
        self.notes.take(request)
        found = pretend_money.account()
        if self.notes.has_card:
            found = pretend_money.account_with_card(request)
        found.id = self.notes.accounts.get(str(request).strip(), found.id)
        found.MergeFrom(self.notes.credit)
        return billing.GetBalanceResponse(account=found)

    async def ListOfferings(self, request: Any, context: Any) -> billing.ListOfferingsResponse:  # noqa: N802
        self.notes.take(request)
        offered = [billing.Offering(code="prepaid-basic"), *self.notes.offerings]
        return billing.ListOfferingsResponse(offerings=offered)

    async def ListUsage(self, request: Any, context: Any) -> billing.ListUsageResponse:  # noqa: N802
        self.notes.take(request)
        return billing.ListUsageResponse(
            usage=[pretend_money.usage()], total=self.notes.counted or 7
        )

    async def ListPostings(self, request: Any, context: Any) -> billing.ListPostingsResponse:  # noqa: N802
        self.notes.take(request)
        return billing.ListPostingsResponse(
            postings=[billing.Posting(id=1, cause="usage")], total=self.notes.counted or 1
        )

    async def PostPayment(self, request: Any, context: Any) -> billing_commands.PostPaymentResponse:  # noqa: N802
        self.notes.take(request)
        return billing_commands.PostPaymentResponse(
            payment_id="payment", account=pretend_money.account()
        )


class PretendOperations(OperationsServiceServicer):
    """Quiet, unless the notes say otherwise; its clock stands where it was set."""

    def __init__(self, notes: Notes, service: str) -> None:
        self.notes, self.service = notes, service

    async def Quiet(self, request: Any, context: Any) -> operations.QuietResponse:  # noqa: N802
        self.notes.take(request)
        now = self.notes.now.get(self.service, BEGINNING)
        later = [one for one in self.notes.due if one > now and self.service == "accounts"]
        is_busy = self.service == "orders" and self.notes.busy > 0
        self.notes.busy -= is_busy
        answer = operations.QuietResponse(quiet=not is_busy, busy=["orders"] if is_busy else [])
        answer.now.FromDatetime(now)
        answer.stands = self.notes.stands.get(self.service, False)
        if self.service in self.notes.newest_facts:
            answer.newest_fact.FromDatetime(self.notes.newest_facts[self.service])
        if later:
            answer.next_due.FromDatetime(min(later))
        return answer

    async def SetClock(self, request: Any, context: Any) -> operations.SetClockResponse:  # noqa: N802
        self.notes.take(request)
        self.notes.now[self.service] = request.instant.ToDatetime(UTC)
        self.notes.stands[self.service] = not request.runs_on
        return operations.SetClockResponse(now=request.instant)


def desks(notes: Notes) -> Mapping[str, list[Any]]:
    """Return what each service registers at its server."""
    accounts_desk: Any = PretendAccounts(notes)  # type: ignore[abstract]  # what is not asked for
    orders_desk: Any = PretendOrders(notes)  # type: ignore[abstract]  # what is not asked for
    billing_desk: Any = PretendBilling(notes)  # type: ignore[abstract]  # what is not asked for
    text_desk: Any = TextDesk(notes)  # type: ignore[abstract]  # as above
    served: dict[str, list[Any]] = {
        "accounts": [
            (add_accounts_questions, accounts_desk),
            (add_accounts_commands, accounts_desk),
            *pretend_checks.checks(notes),
            *pretend_numbers.numbers(notes),
        ],
        "orders": [(add_orders_questions, orders_desk), (add_orders_commands, orders_desk)],
        "billing": [
            (add_billing_questions, billing_desk),
            (add_billing_commands, billing_desk),
            (add_top_ups, billing_desk),
            (add_vouchers, billing_desk),
        ],
        "provisioning": [(add_texts, text_desk), *pretend_checks.puks_of(notes)],
    }
    for name, servicers in served.items():
        add = add_OperationsServiceServicer_to_server
        operations_desk: Any = PretendOperations(notes, name)  # type: ignore[abstract]  # as above
        servicers.append((add, operations_desk))
    return served


def customer(identifier: str) -> accounts.Customer:
    return accounts.Customer(
        id=identifier,
        name="张*",
        paper_type="id_card",
        paper_number="110***********1234",
        numbers=1,
    )


def subscriber() -> accounts.Subscriber:
    stop = Stop(reason=StopReason.STOP_REASON_ARREARS, level=BarringLevel.BARRING_LEVEL_ONE_WAY)
    return accounts.Subscriber(
        id=SUBSCRIBER, msisdn=NUMBER, holder_id=ANNA, state="suspended_one_way", stops=[stop]
    )
