"""What must be true whatever happened: one order per wish, money, network, hand-overs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import grpc

from boss.accounts.v1 import questions_pb2 as accounts
from boss.accounts.v1 import questions_pb2_grpc as accounts_grpc
from boss.billing.v1 import questions_pb2 as billing
from boss.billing.v1 import questions_pb2_grpc as billing_grpc
from boss.orders.v1 import questions_pb2 as orders
from boss.orders.v1 import questions_pb2_grpc as orders_grpc
from boss.runtime.v1 import operations_pb2 as operations
from boss.runtime.v1 import operations_pb2_grpc as operations_grpc
from boss.topics import TOPICS
from boss.values.v1 import values_pb2 as values
from harness.chain import Town
from kernel.caller import Caller
from runtime.rpc.signing import TOKEN, Signer, read_call_key

AUDITOR = Caller("auditor", frozenset({"operations"}), "system", staff=True)
DEADLINE = 30.0
PAGE = 500
UNBARRED, OUT_BARRED, IN_BARRED, DATA_BARRED = "NOBOC", "BAOC", "BAIC", "BAPS"
ONE_WAY, TWO_WAY = values.BARRING_LEVEL_ONE_WAY, values.BARRING_LEVEL_TWO_WAY


@dataclass(frozen=True, slots=True)
class Books:
    """Reads every service's books as operations people do."""

    town: Town

    def asks(
        self,
        service: str,
        stub: Callable[[grpc.Channel], Any],
        method: str,
        ask: Any,
        *,
        caller: str = "bossctl",
    ) -> Any:
        """Ask one service one question."""
        key = read_call_key(self.town.operator.surroundings.keys.key("call"))
        token = Signer(key, service=caller).sign(AUDITOR, audience=service)
        with grpc.insecure_channel(self.town.operator.grpc[service]) as channel:
            call = getattr(stub(channel), method)
            return call(ask, timeout=DEADLINE, metadata=((TOKEN, token),), wait_for_ready=True)

    def orders_by_state(self) -> dict[str, int]:
        stub, ask = orders_grpc.QuestionServiceStub, orders.CountOrdersRequest()
        return dict(self.asks("orders", stub, "CountOrders", ask).by_state)

    def ledger(self) -> billing.CountLedgerResponse:
        stub, ask = billing_grpc.QuestionServiceStub, billing.CountLedgerRequest()
        counted: billing.CountLedgerResponse = self.asks("billing", stub, "CountLedger", ask)
        return counted

    def subscribers(self) -> Iterator[accounts.Subscriber]:
        """Return every subscriber accounts knows."""
        after, stub = "", accounts_grpc.QuestionServiceStub
        while True:
            ask = accounts.ListSubscribersRequest(after_id=after, limit=PAGE)
            page = self.asks("accounts", stub, "ListSubscribers", ask).subscribers
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].id

    def network_differs(self) -> list[str]:
        """Return what the HLR and accounts do not agree on."""
        live = {
            one.imsi: (one.msisdn, _barring(one))
            for one in self.subscribers()
            if one.state not in {"pending", "terminated"}
        }
        seen = {imsi: (one.msisdn, _seen_barring(one)) for imsi, one in self.town.hlr().items()}
        differing = {imsi for imsi in live.keys() | seen.keys() if live.get(imsi) != seen.get(imsi)}
        return [f"{imsi}: {live.get(imsi)} but {seen.get(imsi)}" for imsi in sorted(differing)]

    def hand_overs_differ(self) -> list[str]:
        """Return topics of which not as much was heard as was said."""
        said, heard = Counter[str](), Counter[tuple[str, str]]()
        for service in self.town.operator.grpc:
            stub, ask = operations_grpc.OperationsServiceStub, operations.TotalsRequest()
            for total in self.asks(service, stub, "Totals", ask).totals:
                if total.kind == "said":
                    said[total.topic] += total.count
                if total.kind in {"heard", "stale", "unknown", "parked"}:
                    heard[service, total.topic] += total.count
        return [
            f"{topic.name}: {said[topic.name]} said, {heard[listener, topic.name]} by {listener}"
            for topic in TOPICS.values()
            for listener in topic.listeners
            if said[topic.name] != heard[listener, topic.name]
        ]

    def held_without_order(self) -> list[str]:
        """Return numbers and cards that are held though no order is open."""
        open_states = set(self.orders_by_state()) - {
            "fulfilled", "rejected", "cancelled", "failed",
        }  # fmt: skip
        if open_states:
            return [f"orders are still {state}" for state in sorted(open_states)]
        stub = accounts_grpc.QuestionServiceStub
        numbers = self.asks(
            "accounts", stub, "ListNumbers", accounts.ListNumbersRequest(state="reserved", limit=50)
        )
        cards = self.asks(
            "accounts",
            stub,
            "ListSimCards",
            accounts.ListSimCardsRequest(state="reserved", limit=50),
        )
        held = [one.msisdn for one in numbers.numbers] + [one.iccid for one in cards.sim_cards]
        return [*held, *self._pending()]

    def _pending(self) -> list[str]:
        return [one.id for one in self.subscribers() if one.state == "pending"]


def _barring(one: accounts.Subscriber) -> tuple[bool, bool, bool]:
    levels = {stop.level for stop in one.stops}
    return bool(levels & {ONE_WAY, TWO_WAY}), TWO_WAY in levels, bool(levels)


def _seen_barring(one: Any) -> tuple[bool, bool, bool]:
    return (
        one.barring_outgoing == OUT_BARRED,
        one.barring_incoming == IN_BARRED,
        one.barring_data == DATA_BARRED,
    )
