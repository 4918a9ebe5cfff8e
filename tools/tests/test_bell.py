"""The bell of the embedded broker rings for who asked, and for nobody else."""

import socket
from collections.abc import Iterator

import pytest

from launch.bell import Bell
from launch.free_port import LOOPBACK, free_port

FULFILLED, COMPLETED = "boss.order-fulfilled.v1", "boss.order-completed.v1"


@pytest.fixture
def bell() -> Iterator[int]:
    """Where one stands."""
    port = free_port()
    bell = Bell(port=port)
    yield port
    bell.close()


class Visitor:
    def __init__(self, port: int) -> None:
        self.door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.door.connect((LOOPBACK, port))
        self.door.settimeout(5)

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.door.close()

    def says(self, words: str) -> None:
        self.door.send(words.encode())

    def hears(self) -> str:
        return self.door.recv(1000).decode()


def test_who_asked_for_a_topic_is_rung_for_it_and_for_no_other(bell: int) -> None:
    with Visitor(bell) as waits, Visitor(bell) as rings:
        waits.says(f"wait {FULFILLED}")
        rings.says(f"ring {COMPLETED}")
        rings.says(f"ring {COMPLETED} {FULFILLED}")

        assert waits.hears() == FULFILLED


@pytest.mark.parametrize("words", ["", " ", "wait", "ring", "other things", "\udcff" * 3])
def test_words_it_does_not_know_leave_it_as_it_is(bell: int, words: str) -> None:
    with Visitor(bell) as visitor:
        visitor.door.send(words.encode(errors="surrogateescape"))
        visitor.says(f"wait {FULFILLED}")
        visitor.says(f"ring {FULFILLED}")

        assert visitor.hears() == FULFILLED


def test_who_has_gone_keeps_nobody_from_being_rung(bell: int) -> None:
    with Visitor(bell) as gone:
        gone.says(f"wait {FULFILLED}")
    with Visitor(bell) as stays:
        stays.says(f"wait {FULFILLED}")
        for _ in range(3):
            stays.says(f"ring {FULFILLED}")

            assert stays.hears() == FULFILLED


def test_where_the_port_is_taken_it_is_silent_and_nothing_breaks(bell: int) -> None:
    second = Bell(port=bell)
    second.close()

    with Visitor(bell) as visitor:
        visitor.says(f"wait {FULFILLED}")
        visitor.says(f"ring {FULFILLED}")

        assert visitor.hears() == FULFILLED
