"""Drives billing in tests through its own doors: messages in, messages out, a clock that stands."""

import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from billing.bootstrap import build
from billing.settings import BillingSettings
from boss import topics
from boss.accounts.v1 import events_pb2 as accounts_pb2
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2, steps_pb2
from boss.provisioning.v1 import events_pb2 as provisioning_pb2
from boss.values.v1 import values_pb2
from kernel.caller import SYSTEM, Caller
from kernel.clock import StandingClock
from kernel.errors import Refusal
from kernel.ids import derived_id, new_id
from runtime.database.database import Database
from runtime.host.doors import Plumbing
from runtime.messaging.listener import Received
from runtime.messaging.outbox import Outbox
from runtime.rpc.calling import acting

FILES = Path(__file__).parents[1] / "catalogue"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""Sunday noon in Shanghai."""
A_FRIEND = "8613900009999"
_TOPICS: dict[type[Message], str] = {
    provisioning_pb2.UsageRecorded: topics.USAGE_RECORDED,
    accounts_pb2.SubscriberChanged: topics.SUBSCRIBER_CHANGED,
    accounts_pb2.CustomerChanged: topics.CUSTOMER_CHANGED,
}
_SAID = {
    kind.DESCRIPTOR.full_name: kind
    for kind in (
        events_pb2.ArrearsLevelChanged,
        events_pb2.BalanceChanged,
        events_pb2.CreditLimitChanged,
        events_pb2.DatapackExpired,
        events_pb2.DatapackPurchased,
        events_pb2.PaymentReceived,
        events_pb2.PlanChanged,
        events_pb2.PaymentReversed,
        events_pb2.SmsRequested,
        events_pb2.UsageRated,
        events_pb2.UsageThresholdReached,
        audit_pb2.AuditRecorded,
    )
}


def settings_for(url: str) -> BillingSettings:
    return BillingSettings(
        service="billing", database_url=url, kafka="nowhere:1", call_key_file=Path("/nowhere")
    )


def catalogue_files() -> dict[str, Any]:
    return {
        path.name: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FILES.glob("*.yaml"))
    }


def catalogue_text(**changes: Any) -> str:
    """Return the files as one document, with changes; other prices come without allowances."""
    files = catalogue_files().values()
    told = {name: said for file in files for name, said in file.items()}
    if {"rates", "tariffs"} & set(changes):
        told["packs"] = []
        told["offerings"] = [one | {"included": []} for one in told["offerings"]]
    return json.dumps(told | changes)


def fen(minor: int) -> values_pb2.Money:
    return values_pb2.Money(currency="CNY", minor=minor)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody with a number and an account that pays for it."""

    name: str
    msisdn: str = "8613900000001"
    offering: str = "KEEP5"

    @property
    def id(self) -> str:
        return derived_id("subscriber", self.name)

    @property
    def account(self) -> str:
        return derived_id("account", self.id)

    @property
    def customer(self) -> str:
        return derived_id("customer", self.name)


ANNA = Subscriber("Anna")
BORIS = Subscriber("Boris", "8613900000002")
CLERK = Caller("clerk", frozenset({"clerk"}), channel="hall", staff=True)
OPERATIONS = Caller("operator", frozenset({"operations"}), staff=True)
SUPERVISOR = Caller("supervisor", frozenset({"supervisor"}), channel="hall", staff=True)
BANK = Caller("bank of anna", frozenset({"payer"}), channel="bank")
COLLECTORS = {"hall": CLERK, "bank": BANK}
"""Who collects money, by the channel in which it is paid."""


@dataclass
class Order:
    """Steps of one order, counted."""

    house: "HouseOfBilling"
    id: str = field(default_factory=new_id)
    steps: list[commands_pb2.BillingStep] = field(default_factory=list)

    async def does(self, **step: Any) -> None:
        """Carry out the next step."""
        self.steps.append(commands_pb2.BillingStep(**step))
        await self.asks(len(self.steps) - 1)

    async def asks(self, number: int) -> None:
        await self.house.commands.CarryOut(
            commands_pb2.CarryOutRequest(
                request_id=new_id(), order_id=self.id, step_no=number, step=self.steps[number]
            ),
            None,
        )

    async def asks_for_all(self) -> None:
        """Carry out all steps in one call."""
        request = steps_pb2.CarryOutStageRequest(
            request_id=new_id(), order_id=self.id, stage="prepare", steps=self._numbered()
        )
        await self.house.stages.CarryOutStage(request, None)

    async def undoes_all(self) -> None:
        """Take all steps back in one call."""
        request = steps_pb2.TakeBackStageRequest(
            request_id=new_id(), order_id=self.id, stage="prepare", steps=self._numbered()
        )
        await self.house.stages.TakeBackStage(request, None)

    def _numbered(self) -> list[steps_pb2.NumberedStep]:
        return [
            steps_pb2.NumberedStep(step_no=number, step=step)
            for number, step in enumerate(self.steps)
        ]

    async def undoes(self, number: int | None = None) -> None:
        """Take back one step, or all of them, the last one first."""
        numbers = [number] if number is not None else list(reversed(range(len(self.steps))))
        for one in numbers:
            await self.house.commands.TakeBack(
                commands_pb2.TakeBackRequest(
                    request_id=new_id(), order_id=self.id, step_no=one, step=self.steps[one]
                ),
                None,
            )


class HouseOfBilling:
    """Everything billing is made of, without a network."""

    def __init__(self, database: Database, settings: BillingSettings) -> None:
        self.database = database
        self.clock = StandingClock(NOON)
        plumbing: Any = Plumbing(
            settings=settings,
            database=database,
            clock=self.clock,  # type: ignore[arg-type]  # any clock will do
            outbox=Outbox(database),
            channels=None,  # type: ignore[arg-type]  # billing calls nobody
        )
        parts = build(plumbing)
        self.questions: Any = parts.servicers[0][1]
        self.commands: Any = parts.servicers[1][1]
        self.charging: Any = parts.servicers[2][1]
        self.trying: Any = parts.servicers[3][1]
        self.top_ups: Any = parts.servicers[4][1]
        self.waiting: Any = parts.servicers[5][1]
        self.batches: Any = parts.servicers[6][1]
        self.stages: Any = parts.servicers[7][1]
        self.listeners = {listener.topic: listener for listener in parts.listeners}
        self.works = parts.works
        self._files = count(1)

    async def loads_catalogue(self, **changes: Any) -> Any:
        return await self.commands.LoadCatalogue(
            commands_pb2.LoadCatalogueRequest(
                request_id=new_id(), catalogue=catalogue_text(**changes)
            ),
            None,
        )

    async def opens(self, who: Subscriber, *, prepaid: int = 1000, **said: Any) -> Order:
        """Open her account at the counter; her plan has not started."""
        order = Order(self)
        await order.does(
            open_account=commands_pb2.OpenAccount(
                account_id=who.account,
                customer_id=who.customer,
                subscriber_id=who.id,
                msisdn=who.msisdn,
                offering=who.offering,
                **said,
            )
        )
        await order.does(
            take_fee=commands_pb2.TakeFee(account_id=who.account, fee="sim_card", amount=fen(2000))
        )
        await order.does(
            take_prepayment=commands_pb2.TakePrepayment(account_id=who.account, amount=fen(prepaid))
        )
        return order

    async def has(self, who: Subscriber, *, left: int, **said: Any) -> None:
        """Have her in service with so many fen left."""
        order = await self.opens(who, prepaid=max(left, 0) + 30_000, **said)
        await order.does(start_plan=commands_pb2.StartPlan(account_id=who.account))
        too_much = (await self.balance(who)).balance.minor - left
        await order.does(
            take_fee=commands_pb2.TakeFee(
                account_id=who.account,
                fee="sim_swap",
                amount=fen(too_much + min(left, 0)),
                from_balance=True,
            )
        )
        if left < 0:
            # Texts of 10 fen a part take her below zero.
            await self.hears(self.call(who, seconds=0, kind="sms", count=-left // 10))

    async def does(self, **step: Any) -> Order:
        order = Order(self)
        await order.does(**step)
        return order

    async def pays(
        self, who: Subscriber, amount: int, *, reference: str = "", channel: str = "hall"
    ) -> Any:
        request = commands_pb2.PostPaymentRequest(
            request_id=new_id(),
            subscriber_id=who.id,
            amount=fen(amount),
            payment_channel=channel,
            reference=reference or new_id(),
        )
        with acting(COLLECTORS[channel]):
            return await self.commands.PostPayment(request, None)

    def call(self, who: Subscriber, *, seconds: int, **changes: Any) -> Any:
        """Return the record of a call, a file of its own each."""
        serial = next(self._files)
        said: dict[str, Any] = {
            "record_id": new_id(),
            "subscriber_id": who.id,
            "kind": "voice",
            "msisdn": who.msisdn,
            "peer": A_FRIEND,
            "duration_seconds": seconds,
            "roam_type": "home",
            "file_seq": serial,
        } | changes
        record = provisioning_pb2.UsageRecorded(**said)
        if not record.HasField("started_at"):
            record.started_at.FromDatetime(self.clock.now() + timedelta(microseconds=serial))
        return record

    def moment(self, later: timedelta = timedelta()) -> Timestamp:
        """Return a moment from now on, as a message."""
        made = Timestamp()
        made.FromDatetime(self.clock.now() + later)
        return made

    async def hears(self, *messages: Message) -> None:
        """Hear messages of one kind as one batch."""
        kind = type(messages[0])
        topic = _TOPICS[kind]
        heard = [Received(one, new_id(), topic, "", self.clock.now()) for one in messages]
        async with self.database.transaction():
            await self.listeners[topic].handlers[kind](heard)

    async def hears_of(self, who: Subscriber, **said: Any) -> None:
        await self.hears(accounts_pb2.SubscriberChanged(subscriber_id=who.id, **said))

    async def hears_of_customer(self, who: Subscriber, **said: Any) -> None:
        told: dict[str, Any] = {"version": 1, "what": "classified"} | said
        await self.hears(accounts_pb2.CustomerChanged(customer_id=who.customer, **told))

    async def turns_clock_to(self, moment: datetime) -> None:
        """Move from due moment to due moment, as an operator's clock does."""
        while True:
            dues = [due for work in self.works if (due := await work.next_due())]
            following = min((due for due in dues if due <= moment), default=None)
            if following is None:
                break
            self.clock.instant = max(following, self.clock.instant)
            await self.works_off()
        self.clock.instant = moment

    async def works_off(self) -> None:
        """Carry out all that is due now."""
        busy = True
        while busy:
            busy = False
            for work in self.works:
                for item in await work.due():
                    await work.carry_out(item)
                    busy = True

    async def balance(self, who: Subscriber, *, actor: Caller = SYSTEM) -> Any:
        with acting(actor):
            asked = questions_pb2.GetBalanceRequest(subscriber_id=who.id)
            return (await self.questions.GetBalance(asked, None)).account

    async def left(self, who: Subscriber) -> int:
        return int((await self.balance(who)).balance.minor)

    async def level(self, who: Subscriber) -> str:
        wanted = (await self.balance(who)).wanted_level
        return values_pb2.BarringLevel.Name(wanted).removeprefix("BARRING_LEVEL_")

    async def postings(self, who: Subscriber) -> list[tuple[str, int, str]]:
        asked = questions_pb2.ListPostingsRequest(account_id=who.account)
        lines = (await self.questions.ListPostings(asked, None)).postings
        return [(one.ledger_account, one.amount.minor, one.cause) for one in reversed(lines)]

    async def totals(self) -> Any:
        return await self.questions.CountLedger(questions_pb2.CountLedgerRequest(), None)

    async def refuses(self, code: str, act: Coroutine[Any, Any, Any]) -> Refusal:
        """See that an act is refused with this code."""
        try:
            await act
        except Refusal as refusal:
            assert refusal.code == code, refusal.code
            return refusal
        raise AssertionError(f"was not refused with {code}")

    async def stops_selling(self, code: str) -> None:
        offerings = catalogue_files()["offerings.yaml"]["offerings"]
        changed = [one | {"sellable": one["code"] != code} for one in offerings]
        await self.loads_catalogue(valid_from="2026-11-22", offerings=changed)

    async def collective_entries(self) -> list[tuple[str, list[int]]]:
        """Why money of many accounts moved together, and the amounts, accounts before the rest."""
        async with self.database.reading() as connection:
            rows = await connection.exec_driver_sql(
                "SELECT e.why, array_agg(p.amount ORDER BY p.account_id IS NULL, p.amount)"
                " FROM ledger_entry e JOIN posting p ON p.entry_id = e.id"
                " WHERE e.account_id IS NULL GROUP BY e.id, e.why, e.at ORDER BY e.at"
            )
            return [(why, amounts) for why, amounts in rows]

    async def rows(self, table: str) -> int:
        async with self.database.reading() as connection:
            counted = await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            return int(counted.scalar_one())

    async def said(self, kind: type[Message]) -> list[Any]:
        """What was said of one kind, oldest first."""
        async with self.database.reading() as connection:
            rows = await connection.exec_driver_sql(
                "SELECT event_type, payload FROM said_event WHERE event_type = $1"
                " ORDER BY id, place",
                (kind.DESCRIPTOR.full_name,),
            )
            said: list[Any] = [_SAID[row.event_type].FromString(row.payload) for row in rows]
            for one in said:
                if getattr(one, "text_id", ""):
                    assert one.reason == ""
                    text = await connection.exec_driver_sql(
                        "SELECT text FROM typed_text WHERE id = $1", (one.text_id,)
                    )
                    one.reason = text.scalar_one()
            return said
