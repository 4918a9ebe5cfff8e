"""People who go on calling, writing, surfing and paying while processes die around them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import grpc

from chaos.wishes import say
from harness.chain import FRIEND, Town
from launch.story import Anna

MB = 1024 * 1024
A_BREATH = 0.2
"""Seconds until somebody tries again whose telephone has no network."""


@dataclass
class Talker:
    """One person, with a telephone and some money; counts what was answered."""

    town: Town
    anna: Anna
    chance: random.Random
    offering: str
    opened_at: datetime
    paid: int = 0
    """Fen, as the counter took them."""
    answered: int = 0
    silent: int = 0
    """Times the network was not there, or died before it could say what it did."""

    def live(self, until: float) -> None:
        """Do one thing after the other until then (of the machine's clock)."""
        acts = (self.call, self.call, self.write, self.send, self.use_data, self.pay)
        while time.monotonic() < until:
            try:
                self.chance.choice(acts)()
                self.answered += 1
            except grpc.RpcError:
                self.silent += 1
                time.sleep(A_BREATH)

    def call(self) -> None:
        seconds = self.chance.randrange(1, 1200)
        self.town.scene.handsets.call(self.anna.sim, to=FRIEND, seconds=seconds)

    def write(self) -> None:
        body = "x" * self.chance.randrange(1, 400)
        self.town.scene.handsets.write(self.anna.sim, to=FRIEND, body=body)

    def send(self) -> None:
        to = [f"0106555010{self.chance.randrange(10)}" for _ in range(self.chance.randrange(1, 4))]
        self.town.scene.handsets.send_multimedia(self.anna.sim, to=to, octets=50_000)

    def use_data(self) -> None:
        octets = self.chance.randrange(1, 30 * MB)
        self.town.scene.handsets.use_data(self.anna.sim, octets=octets)

    def pay(self) -> None:
        """Pay with one reference until somebody takes the money: it is taken once."""
        fen = self.chance.randrange(1, 500)
        paying = {"subscriberId": self.anna.subscriber, "amount": fen, "reference": str(uuid4())}
        answer = say(self.town.http, "/v1/payments", paying)
        assert answer.status_code == 201, answer.text
        self.paid += fen


def live_all(talkers: Sequence[Talker], *, seconds: float) -> None:
    """Let all of them live at once for so long."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(talkers)) as pool:
        for life in [pool.submit(talker.live, until) for talker in talkers]:
            life.result()
