"""Good commands with one bad field: refused for that very field, and nothing is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from boss.accounts.v1 import commands_pb2 as accounts
from boss.billing.v1 import commands_pb2 as billing
from boss.orders.v1 import commands_pb2 as orders
from boss.orders.v1.processes.voluntary_suspension_pb2 import VoluntarySuspension
from boss.provisioning.v1 import commands_pb2 as provisioning
from boss.values.v1 import values_pb2 as values
from harness.chain import Town
from harness.doors import TRIED, Doors, Verdict, method_of
from harness.hostile import LONG, chance, spoilt
from kernel.ids import derived_id, new_id
from launch.person import somebody
from launch.stock_files import check_digit
from launch.story import OFFERING, Anna

FREE = frozenset({"name", "address", "contact_phone", "reason", "reference", "request_id"})
"""Texts people choose: only what cannot be kept, or is not there, is wrong with them."""
MEANT = {("step.take_fee.amount.minor", 0), ("payment_channel", "")}
"""A fee that is waived; the channel of who signed in."""
INSIDE = {"request.value": "months"}
"""Fields whose octets are a message of their own, and the field of it that is missing without."""
MISSING, UNKEEPABLE, TOO_LONG = "", "1\0", "x" * LONG
ABROAD = ("8613999990001", "46000999999901", "898600" + "9" * 13)
CARD = ABROAD[2] + check_digit(ABROAD[2])
SERVICES = ("accounts", "orders", "billing", "provisioning", "emulator")


@dataclass(frozen=True, slots=True)
class People:
    """Somebody real, so that only the bad field can be at fault."""

    anna: Anna

    @property
    def account(self) -> str:
        return derived_id("account", self.anna.subscriber)


def money(fen: int) -> values.Money:
    return values.Money(currency="CNY", minor=fen)


def accounts_step(kind: Callable[..., Any], **step: Message) -> Any:
    written = accounts.AccountsStep(**step)  # type: ignore[arg-type]  # one of its steps
    # Its id is of no matter: a step is done once for its order and number.
    return kind(order_id=new_id(), step_no=0, step=written)


def billing_step(kind: Callable[..., Any], **step: Message) -> Any:
    written = billing.BillingStep(**step)  # type: ignore[arg-type]  # one of its steps
    return kind(request_id=new_id(), order_id=new_id(), step_no=0, step=written)


def suspension() -> Packed:
    packed = Packed()
    packed.Pack(VoluntarySuspension(months=1))
    return packed


STOP = values.Stop(reason=values.STOP_REASON_ARREARS, level=values.BARRING_LEVEL_ONE_WAY)
LOSS = values.Stop(reason=values.STOP_REASON_LOST, level=values.BARRING_LEVEL_TWO_WAY)

GOOD: Mapping[str, Callable[[People], tuple[str, Message]]] = {
    "a customer": lambda some: (
        "accounts.v1.CommandService/RegisterCustomer",
        accounts.RegisterCustomerRequest(
            request_id=new_id(), name="Boris", paper_type="id_card",
            paper_number=somebody().paper, captured_by="reader",
        ),
    ),
    "a proof": lambda some: (
        "accounts.v1.CommandService/RecordProof",
        accounts.RecordProofRequest(
            request_id=new_id(), customer_id=some.anna.customer, kinds=["id_seen"],
            paper_type="id_card", paper_number=some.anna.paper,
        ),
    ),
    "stock": lambda some: (
        "accounts.v1.CommandService/LoadStock",
        accounts.LoadStockRequest(
            request_id=new_id(), msisdns=[ABROAD[0]],
            sim_cards=[accounts.StockCard(iccid=CARD, imsi=ABROAD[1])],
        ),
    ),
    "a stop": lambda some: (
        "accounts.v1.CommandService/CarryOut",
        accounts_step(
            accounts.CarryOutRequest,
            add_stop=accounts.AddStop(
                subscriber_id=some.anna.subscriber, stop=STOP,
                until=Timestamp(seconds=1_900_000_000),
            ),
        ),
    ),
    "the end of a stop": lambda some: (
        "accounts.v1.CommandService/CarryOut",
        accounts_step(
            accounts.CarryOutRequest,
            lift_stop=accounts.LiftStop(subscriber_id=some.anna.subscriber, stop=LOSS),
        ),
    ),
    "a held number": lambda some: (
        "accounts.v1.CommandService/CarryOut",
        accounts_step(
            accounts.CarryOutRequest,
            reserve_number=accounts.ReserveNumber(msisdn=some.anna.number),
        ),
    ),
    "a payment": lambda some: (
        "billing.v1.CommandService/PostPayment",
        billing.PostPaymentRequest(
            request_id=new_id(), msisdn=some.anna.number, amount=money(100),
            payment_channel="hall", reference="bad-input",
        ),
    ),
    "a fee": lambda some: (
        "billing.v1.CommandService/CarryOut",
        billing_step(
            billing.CarryOutRequest,
            take_fee=billing.TakeFee(account_id=some.account, fee="sim_swap", amount=money(100)),
        ),
    ),
    "an account": lambda some: (
        "billing.v1.CommandService/CarryOut",
        billing_step(
            billing.CarryOutRequest,
            open_account=billing.OpenAccount(
                account_id=new_id(), customer_id=some.anna.customer, subscriber_id=new_id(),
                msisdn=ABROAD[0], offering=OFFERING,
            ),
        ),
    ),
    "keys": lambda some: (
        "provisioning.v1.CommandService/LoadKeys",
        provisioning.LoadKeysRequest(
            request_id=new_id(),
            cards=[provisioning.CardKeys(imsi=ABROAD[1], ki="0" * 32, opc="0" * 32)],
        ),
    ),
    "an order": lambda some: (
        "orders.v1.CommandService/PlaceOrder",
        orders.PlaceOrderRequest(
            request_id=new_id(), process="voluntary_suspension",
            subscriber_id=some.anna.subscriber, request=suspension(), proof_ids=[new_id()],
        ),
    ),
    "a withdrawal": lambda some: (
        "orders.v1.CommandService/WithdrawOrder",
        orders.WithdrawOrderRequest(request_id=new_id(), order_id=new_id()),
    ),
    "what a person does": lambda some: (
        "orders.v1.CommandService/ResolveHeldOrder",
        orders.ResolveHeldOrderRequest(
            request_id=new_id(), order_id=new_id(), resolution="try_again", reason="a mistake"
        ),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def doors(town: Town, some: People) -> Iterator[Doors]:
    doors = Doors(town)
    with doors.nothing_changes(TRIED):
        yield doors


@pytest.fixture(scope="module")
def some(town: Town) -> People:
    return People(town.opens_for_somebody())


def may_be_meant(where: str, value: Any) -> bool:
    """Tell whether this value is unusual, not wrong."""
    leaf = where.rpartition(".")[2]
    if isinstance(value, bool) or (where, value) in MEANT:
        return True
    if leaf in FREE:
        return value not in {MISSING, UNKEEPABLE, TOO_LONG}
    return isinstance(value, int) and (
        (leaf == "step_no" and value >= 0) or (leaf == "seconds" and abs(value) < 2**40)
    )


def bad_ones(good: Message) -> Iterator[tuple[str, Any, Message]]:
    """Return copies of a good command with one bad field each: all numbers, some texts."""
    by = chance("fields", good.DESCRIPTOR.full_name)
    always = {MISSING, UNKEEPABLE, TOO_LONG}
    for where, value, message in spoilt(good):
        leaf = where.rpartition(".")[2]
        is_chosen = not isinstance(value, str) or value in always or by.random() < 0.3
        if is_chosen and message != good and not may_be_meant(where, value):
            fresh: Any = message
            fresh.request_id = value if leaf == "request_id" else new_id()
            yield where, value, fresh


def complaint(where: str, value: Any, verdict: Verdict) -> str:
    """Say what is wrong with the answer; empty where it is refused for this very field."""
    shown = f"{where}={str(value)[:20]!r}: {verdict.status} {verdict.code} {verdict.field}"
    if verdict.problem or verdict.status == "OK":
        return f"{shown} {verdict.problem}"
    named = {part for part in where.split(".") if not part.isdecimal()} | {INSIDE.get(where, where)}
    if verdict.field and not any(part in verdict.field for part in named):
        return f"{shown}: another field is named"
    return ""


@pytest.mark.parametrize("what", GOOD)
def test_one_bad_field_is_enough_and_is_named(doors: Doors, some: People, what: str) -> None:
    name, good = GOOD[what](some)
    method = method_of(name)

    with doors.nothing_changes(TRIED, within=SERVICES):
        complaints = [
            complaint(where, value, doors.ask(method, message))
            for where, value, message in bad_ones(good)
        ]
        assert not any(complaints), "\n".join(one for one in complaints if one)
