"""A town with a real operator: people at the counter, their handsets, and a clock that is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from boss.emulator.v1 import faults_pb2, questions_pb2, questions_pb2_grpc
from kernel.caller import SYSTEM
from launch.agreement import agreement
from launch.counter import Counter, Order
from launch.handsets import Handsets
from launch.issuer import issue
from launch.operations import load
from launch.operator import Operator
from launch.person import somebody
from launch.progress import Silence
from launch.stock_files import StockFiles
from launch.story import OFFERING, PREPAID, Anna, Scene
from launch.waiting import comes_true
from runtime.rpc.signing import TOKEN, Signer, read_call_key

FRIEND = "01065550100"
PATIENCE = 30.0
"""Seconds the chain may take for what follows by itself."""


@dataclass(frozen=True, slots=True)
class Town:
    """Everything a story of the chain needs."""

    operator: Operator
    scene: Scene
    http: httpx.Client

    @classmethod
    @contextmanager
    def around(cls, operator: Operator, *, catalogue: Path | None = None) -> Iterator[Town]:
        """Load stock and catalogue (ours, or that of another folder), and open the counter."""
        folder = operator.surroundings.plan.data_dir / "stock"
        stock, keys = StockFiles.make(folder), operator.surroundings.keys
        load(operator, stock, catalogue=catalogue)
        staff = issue(keys, subject="clerk-1", roles=("clerk", "supervisor", "operations"))
        headers = {"Authorization": f"Bearer {staff}"}
        with (
            Handsets(operator.grpc["emulator"], call_key_file=keys.key("call")) as handsets,
            httpx.Client(base_url=operator.rest, headers=headers, timeout=90.0) as http,
        ):
            counter = Counter(operator.rest, token=staff)
            yield cls(operator, Scene(counter, handsets, stock, Silence()), http)

    def meets_somebody(self, **market: str) -> Anna:
        """Take down a new customer who has no number yet, with a number and card in mind.

        `market`: her segment and region, where she is of any.
        """
        person = somebody()
        counter = self.scene.counter
        return Anna(
            customer=counter.meet(person, **market),
            paper=person.paper,
            number=counter.free_number(),
            card=self.scene.stock.card(counter.free_card()),
        )

    def asks_to_open(self, anna: Anna, **instead: Any) -> Order:
        """Ask for a number at the counter; return the order as the door answers it."""
        offering = instead.get("offering", OFFERING)
        paid = "postpaid" if "postpaid" in offering else "prepaid"
        fields = {
            "msisdn": anna.number,
            "iccid": anna.sim.iccid,
            "offering": offering,
            "prepayment": PREPAID,
            "agreement": agreement(offering, paid=paid),
        }
        return self.scene.place(anna, "new_subscription", **{**fields, **instead})

    def opens_for_somebody(self, *, prepaid: int = PREPAID, offering: str = OFFERING) -> Anna:
        """Open a number for a new customer and switch the telephone on."""
        anna = self.meets_somebody()
        asked = self.asks_to_open(anna, prepayment=prepaid, offering=offering)
        order = self.scene.ended(asked)
        anna = replace(anna, subscriber=order.subscriber)
        self.comes_true(lambda: self.scene.handsets.attach(anna.sim) == "let through")
        return anna

    def asks_for(self, anna: Anna, process: str, **fields: Any) -> Order:
        """Ask for a process and wait for its end, however it ends."""
        return self.ends(self.scene.place(anna, process, **fields))

    def ends(self, order: Order) -> Order:
        return self.scene.counter.finished(order, within=PATIENCE)

    def calls(self, anna: Anna, *, seconds: int = 60, to: str = FRIEND) -> str:
        return self.scene.handsets.call(anna.sim, to=to, seconds=seconds)

    def can_call_friend(self, anna: Anna) -> bool:
        return self.calls(anna, seconds=1) == "let through"

    def spends_everything(self, anna: Anna) -> None:
        """Make one call that costs more than is there: 15 fen a started minute.

        The switch can ask nobody who charges, and lets it through as a switch does.
        """
        self.scene.handsets.faults.lose_charging()
        assert self.calls(anna, seconds=60 * (self.balance(anna) // 15 + 1)) == "let through"

    def talks_until_stopped(self, anna: Anna) -> None:
        """Spend what is there; credit control then stops the number."""
        self.spends_everything(anna)
        self.comes_true(lambda: self.level(anna) == "one_way")

    def pays(self, anna: Anna, *, fen: int) -> None:
        self.scene.counter.pay(anna.subscriber, fen=fen)

    def number(self, msisdn: str) -> Mapping[str, Any]:
        """Return the number as it is in stock."""
        numbers = self.http.get("/v1/stock/numbers", params={"prefix": msisdn}).json()
        number: Mapping[str, Any] = numbers[0]
        return number

    def balance(self, anna: Anna) -> int:
        return self.scene.counter.balance(anna.subscriber)

    def subscriber(self, anna: Anna) -> Mapping[str, Any]:
        return self.scene.counter.subscriber(anna.subscriber)

    def level(self, anna: Anna) -> str:
        """Return the strictest level of her stops in the books."""
        levels = ("none", "one_way", "two_way")
        stops = [str(stop["level"]) for stop in self.subscriber(anna)["stops"]]
        return max(stops, key=levels.index, default="none")

    def sees(self, anna: Anna) -> questions_pb2.DumpResponse | None:
        """Return what the HLR holds of her card."""
        dump = self.hlr()
        return dump.get(anna.sim.imsi)

    def hlr(self) -> dict[str, questions_pb2.DumpResponse]:
        """Return every subscription of the HLR by IMSI."""
        handsets = self.scene.handsets
        key = read_call_key(self.operator.surroundings.keys.key("call"))
        token = Signer(key, service="bossctl").sign(SYSTEM, audience="emulator")
        stub = questions_pb2_grpc.QuestionServiceStub(handsets._channel)
        said, ask = ((TOKEN, token),), questions_pb2.DumpRequest()
        answers = stub.Dump(ask, timeout=30, metadata=said, wait_for_ready=True)
        return {one.imsi: one for one in answers}

    def network_refuses(self, command: str, *, code: str, times: int = 1) -> None:
        """Let the HLR refuse the next commands that begin so."""
        self.breaks(
            faults_pb2.Fault(
                element=faults_pb2.ELEMENT_HLR,
                kind=faults_pb2.FAULT_KIND_REFUSE,
                remaining=times,
                command=command,
                code=code,
            )
        )

    def slows(self, command: str, *, milliseconds: int) -> None:
        self.scene.handsets.faults.slow_down(command, milliseconds=milliseconds)

    def goes_deaf(self, command: str) -> None:
        """Let the HLR carry out the next such command and never answer."""
        self.breaks(
            faults_pb2.Fault(
                element=faults_pb2.ELEMENT_HLR,
                kind=faults_pb2.FAULT_KIND_DEAF,
                remaining=1,
                command=command,
            )
        )

    def breaks(self, fault: faults_pb2.Fault) -> None:
        self.scene.handsets.faults.set(fault)

    def mends(self) -> None:
        """Make every element healthy again."""
        self.scene.handsets.faults.mend()

    def now(self) -> datetime:
        """Return the latest business time of all services."""
        clocks = self.http.get("/v1/clock").raise_for_status().json()
        return max(datetime.fromisoformat(one["now"]) for one in clocks.values())

    def later(self, **span: int) -> None:
        """Let business time go on, from due moment to due moment."""
        to = (self.now() + timedelta(**span)).isoformat()
        moved = self.http.post("/v1/clock", json={"to": to})
        assert moved.is_success, moved.text

    def is_quiet(self) -> None:
        """Wait until nothing moves in any service."""
        assert self.http.post("/v1/clock/quiet", json={}).is_success

    def comes_true(self, check: Any) -> None:
        assert comes_true(check, within=PATIENCE), "it did not come true"


def new_key() -> str:
    """Return an Idempotency-Key nobody used."""
    return str(uuid4())
