"""The desk of the bench: customers are met beforehand, orders are asked for under load."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message

from bench.load import NothingLeft
from bench.stock import Piece
from boss.accounts.v1 import commands_pb2 as accounts_pb
from boss.accounts.v1.commands_pb2_grpc import CommandServiceStub as AccountsCommands
from boss.orders.v1 import commands_pb2 as orders_pb
from boss.orders.v1.commands_pb2_grpc import CommandServiceStub as OrdersCommands
from boss.orders.v1.processes.new_subscription_pb2 import Agreement, NewSubscription
from boss.orders.v1.processes.sim_swap_pb2 import SimSwap
from boss.values.v1.values_pb2 import Money
from kernel.caller import Caller
from kernel.identity_paper import check_sign
from kernel.ids import new_id
from launch.operator import Operator
from runtime.rpc.caller import Channels
from runtime.rpc.calling import acting
from runtime.settings.service_settings import ServiceSettings

CLERK = Caller(id="clerk-of-the-bench", roles=frozenset({"clerk"}), channel="hall", staff=True)
CALLER = "gateway"
OFFERING = "prepaid-basic"
PREPAID = 5000
"""Fen of the first payment."""
PROOFS = ("id_seen", "face")
AT_ONCE = 12
"""Customers met at the same time, before the load."""
PATIENCE = 30.0
FIRST_BIRTHDAY = date(1950, 1, 1)
DISTRICT, PAPERS_A_DAY = "110101", 1000
UNFINISHED = frozenset({"judging", "preparing", "completed", "settling", "fulfilled"})


class Refused(Exception):
    """An order under load was refused."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who was met and checked and now stands at the desk."""

    customer: str
    paper: str
    proof: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose number is in service, checked again, with a new card before them."""

    subscriber: str
    proof: str
    piece: Piece


class Desk:
    """Speaks to accounts and orders as the gateway does, for one clerk."""

    def __init__(self, channels: Channels, stock: Sequence[Piece]) -> None:
        self._accounts = AccountsCommands(channels["accounts"])
        self._orders = OrdersCommands(channels["orders"])
        self._stock = deque(stock)
        self._papers = 0
        self._waiting: deque[Applicant] = deque()
        self._returning: deque[Holder] = deque()
        self._served: deque[tuple[Applicant, str]] = deque()

    @classmethod
    @asynccontextmanager
    async def open(cls, operator: Operator, stock: Sequence[Piece]) -> AsyncIterator["Desk"]:
        settings = ServiceSettings(
            service=CALLER,
            database_url="",
            kafka=operator.kafka,
            call_key_file=operator.surroundings.keys.key("call"),
            peers=dict(operator.grpc),
            call_seconds=PATIENCE,
        )
        channels = Channels(settings)
        try:
            with acting(CLERK):
                yield cls(channels, stock)
        finally:
            await channels.close()

    async def meet(self, people: int) -> None:
        """Have so many people waiting who want a number."""
        await _at_once(self._meet, people - len(self._waiting))

    async def meet_again(self, people: int) -> None:
        """Have so many people waiting who have a number and want another card."""
        missing = people - len(self._returning)
        if missing > len(self._served):
            await self.meet(missing - len(self._served))
            await _at_once(self.open_number, missing - len(self._served))
        await _at_once(self._meet_again, missing)

    async def open_number(self) -> str:
        """Ask for a new subscription for the next who waits; return the order."""
        applicant = _next(self._waiting)
        request = NewSubscription(
            customer=applicant.customer,
            msisdn=applicant.piece.msisdn,
            iccid=applicant.piece.iccid,
            offering=OFFERING,
            prepayment=Money(currency="CNY", minor=PREPAID),
            agreement=Agreement(
                service_types="mobile voice and messages",
                service_items="calls, texts",
                tariff_plan=OFFERING,
                payment_plan="prepaid",
                agreement_version="1",
            ),
        )
        order = await self._place("new_subscription", request, proof=applicant.proof)
        self._served.append((applicant, order.subscriber_id))
        return str(order.id)

    async def swap_card(self) -> str:
        """Ask for another card for the next who came back; return the order."""
        holder = _next(self._returning)
        request = SimSwap(new_iccid=holder.piece.iccid, kind="lost")
        order = await self._place(
            "sim_swap", request, proof=holder.proof, subscriber=holder.subscriber
        )
        return str(order.id)

    async def _place(
        self, process: str, request: Message, *, proof: str, subscriber: str = ""
    ) -> Any:
        packed = Packed()
        packed.Pack(request)
        asked = orders_pb.PlaceOrderRequest(
            request_id=new_id(),
            process=process,
            subscriber_id=subscriber,
            request=packed,
            proof_ids=[proof],
        )
        order = (await self._orders.PlaceOrder(asked, timeout=PATIENCE)).order
        if order.state not in UNFINISHED:
            raise Refused(f"{order.state}: {order.refused_with} {order.sentence}")
        return order

    async def _meet(self) -> None:
        self._papers += 1
        paper = _paper(self._papers)
        met = await self._accounts.RegisterCustomer(
            accounts_pb.RegisterCustomerRequest(
                request_id=new_id(),
                name="Anna Lin",
                paper_type="id_card",
                paper_number=paper,
                captured_by="reader",
                contact_phone="01065550100",
                address="Chang'an Avenue 1, Beijing",
            ),
            timeout=PATIENCE,
        )
        customer = met.customer.id
        proof = await self._check(customer, paper)
        self._waiting.append(Applicant(customer, paper, proof, self._next_piece()))

    async def _meet_again(self) -> None:
        applicant, subscriber = self._served.popleft()
        proof = await self._check(applicant.customer, applicant.paper)
        self._returning.append(Holder(subscriber, proof, self._next_piece()))

    async def _check(self, customer: str, paper: str) -> str:
        checked = await self._accounts.RecordProof(
            accounts_pb.RecordProofRequest(
                request_id=new_id(),
                customer_id=customer,
                kinds=PROOFS,
                paper_type="id_card",
                paper_number=paper,
            ),
            timeout=PATIENCE,
        )
        return str(checked.proof.id)

    def _next_piece(self) -> Piece:
        piece: Piece = _next(self._stock)
        return piece


def _next(queue: deque[Any]) -> Any:
    if not queue:
        raise NothingLeft("nobody waits any more")
    return queue.popleft()


def _paper(number: int) -> str:
    """Return the identity number of a person nobody else is (GB 11643)."""
    days, serial = divmod(number, PAPERS_A_DAY)
    born = FIRST_BIRTHDAY + timedelta(days=days)
    digits = f"{DISTRICT}{born:%Y%m%d}{serial:03d}"
    return digits + check_sign(digits)


async def _at_once(act: Callable[[], Awaitable[Any]], times: int) -> None:
    """Do something so many times, a few at a time."""
    left = iter(range(max(times, 0)))

    async def keep_doing() -> None:
        for _ in left:
            await act()

    await asyncio.gather(*(keep_doing() for _ in range(AT_ONCE)))
