"""An element that does not let us in is not asked again and again: a real one locks us out."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from provisioning.elements.hlr.clients.sessions import (
    Account,
    NoSession,
    Restraint,
    SessionPool,
    SignInRefused,
)

BLOCK = (
    "+++    HLR        2026-11-22 21:00:00\r\n%%LGI%%\r\n{outcome}\r\nRETCODE = 0\r\n---    END\r\n"
)


class Element:
    """Counts who asks to be let in, and answers what it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.outcome = "ERR3011:Wrong operator or password"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            self.asked += 1
            writer.write(BLOCK.format(outcome=self.outcome).encode())
        writer.close()


class Seats:
    async def claim(self) -> int | None:
        return 1

    async def renew(self) -> frozenset[int]:
        return frozenset({1})

    async def leave(self, seat: int) -> None:
        return None


@pytest.fixture
async def element() -> AsyncIterator[tuple[Element, int]]:
    element = Element()
    server = await asyncio.start_server(element.talk, "127.0.0.1", 0)
    yield element, server.sockets[0].getsockname()[1]
    server.close()


async def test_a_refused_sign_in_is_not_tried_at_once_again(element: tuple[Element, int]) -> None:
    there, port = element
    pool = SessionPool(Account("127.0.0.1", port, "boss", "old", 5.0), Seats(), most=2)

    codes = []
    for _ in range(50):
        with pytest.raises(NoSession) as none:
            async with pool.session():
                pass
        codes.append(none.value.code)

    assert there.asked == 1
    assert codes == ["ERR3011"] * 50


async def test_an_element_that_is_full_is_asked_again(element: tuple[Element, int]) -> None:
    there, port = element
    there.outcome = "ERR3012:Too many sessions"
    pool = SessionPool(Account("127.0.0.1", port, "boss", "right", 5.0), Seats(), most=2)

    for _ in range(3):
        with pytest.raises(NoSession):
            async with pool.session():
                pass

    assert there.asked == 3


def test_each_pause_is_longer_until_we_are_let_in() -> None:
    now, pauses = 0.0, []
    restraint = Restraint(clock=lambda: now)
    for _ in range(9):
        restraint.refused(SignInRefused("ERR3011", "wrong"))
        began = now
        while True:
            now += 1.0
            try:
                restraint.check()
                break
            except NoSession:
                continue
        pauses.append(now - began)
    restraint.let_in()
    restraint.refused(SignInRefused("ERR3011", "wrong"))

    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    now += 5.0
    restraint.check()


async def test_a_session_the_element_closed_is_not_lent(element: tuple[Element, int]) -> None:
    there, port = element
    there.outcome = "SUCCESS0001:Operation is successful"
    pool = SessionPool(Account("127.0.0.1", port, "boss", "right", 5.0), Seats(), most=1)
    async with pool.session() as first:
        pass
    first._reader.feed_eof()

    async with pool.session() as second:
        assert second is not first

    assert there.asked == 2
    await pool.close()
