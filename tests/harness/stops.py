"""Stops that no process adds yet: the step an order would take, and the bars it would ask for."""

from __future__ import annotations

import socket

from boss.accounts.v1 import commands_pb2, steps_pb2, steps_pb2_grpc
from boss.values.v1 import values_pb2
from harness.books import Books
from harness.chain import Town
from kernel.ids import new_id
from launch.environment import ELEMENT_USER
from launch.story import Anna

ALL_BARS = {"ODBOC": "BAOC", "ODBIC": "BAIC", "ODBPS": "BAPS"}
SECONDS = 10.0
END = b"---    END\r\n"


def stops(
    town: Town, anna: Anna, reason: values_pb2.StopReason, level: values_pb2.BarringLevel
) -> None:
    """Have accounts stop her number as an order would."""
    stop = values_pb2.Stop(reason=reason, level=level)
    step = commands_pb2.AccountsStep(
        add_stop=commands_pb2.AddStop(subscriber_id=anna.subscriber, stop=stop)
    )
    order = new_id()
    asked = steps_pb2.CarryOutStageRequest(
        request_id=order,
        order_id=order,
        stage="settle",
        steps=[steps_pb2.NumberedStep(step_no=0, step=step)],
    )
    stub = steps_pb2_grpc.StepServiceStub
    Books(town).asks("accounts", stub, "CarryOutStage", asked, caller="orders")


def bars(town: Town, anna: Anna, **bars: str) -> None:
    """Bar her number at the element itself, as somebody who sits at it."""
    surroundings = town.operator.surroundings
    password = surroundings.keys.element_password.read_text().strip()
    port = surroundings.ports.of["emulator", "mml"]
    values = ",".join(f"{name}={value}" for name, value in bars.items())
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        for said in (
            f'LGI:OPNAME="{ELEMENT_USER}",PWD="{password}";',
            f"MOD ODB:ISDN={anna.number},{values};",
        ):
            line.sendall(said.encode())
            answer = b""
            while not answer.endswith(END):
                answer += line.recv(65_536)
            assert b"SUCCESS" in answer, answer
