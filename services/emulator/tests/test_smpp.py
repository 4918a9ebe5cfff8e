"""The SMS centre's SMPP door, as a client we did not write sees it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import smpplib.client
import smpplib.consts
import smpplib.exceptions
from pretend_network import ANNA, BORIS, PASSWORD, PretendNetwork

OK = smpplib.consts.SMPP_ESME_ROK


class Client:
    """A blocking client of smpplib, in a thread of its own."""

    def __init__(self, port: int) -> None:
        self._client = smpplib.client.Client(
            "127.0.0.1", port, timeout=5, allow_unknown_opt_params=True
        )
        self.answers: list[Any] = []
        self.receipts: list[Any] = []
        self._client.set_message_sent_handler(self._answered)
        self._client.set_message_received_handler(self._received)
        self._client.set_error_pdu_handler(self.answers.append)

    def _answered(self, pdu: Any) -> None:
        self.answers.append(pdu)

    def _received(self, pdu: Any) -> int:
        self.receipts.append(pdu)
        return int(OK)

    def binds(self, password: str = PASSWORD[:8]) -> None:
        self._client.connect()
        self._client.bind_transceiver(system_id="boss", password=password)

    def sends(self, to: str, words: str, **more: Any) -> Any:
        coding = more.pop("data_coding", 0)
        octets = words.encode("utf-16-be" if coding == 8 else "latin-1")
        self._client.send_message(
            source_addr_ton=0, source_addr_npi=1, source_addr="10086", dest_addr_ton=1,
            dest_addr_npi=1, destination_addr=to, short_message=octets, data_coding=coding,
            registered_delivery=True, **more,
        )  # fmt: skip
        while not self.answers:
            self._client.read_once(auto_send_enquire_link=False)
        return self.answers.pop()

    def hears_receipt(self) -> Any:
        while not self.receipts:
            self._client.read_once(auto_send_enquire_link=False)
        return self.receipts.pop()

    def leaves(self) -> None:
        self._client.disconnect()


@contextmanager
def bound(port: int) -> Iterator[Client]:
    client = Client(port)
    client.binds()
    try:
        yield client
    finally:
        client.leaves()


async def in_thread(network: PretendNetwork, act: Any) -> Any:
    port = await network.smpp.port()

    def run() -> Any:
        with bound(port) as client:
            return act(client)

    return await asyncio.to_thread(run)


async def opens(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    await network.attaches(ANNA)


async def test_a_text_arrives_and_its_receipt_says_so(network: PretendNetwork) -> None:
    await opens(network)

    def act(client: Client) -> tuple[Any, Any]:
        answer = client.sends(ANNA.isdn, "您好", data_coding=8, user_message_reference=77)
        return answer, client.hears_receipt()

    answer, receipt = await in_thread(network, act)
    assert answer.status == OK
    assert await network.inbox(ANNA) == ["您好"]
    said = receipt.short_message.decode()
    assert f"id:{answer.message_id.decode()} " in said
    assert "stat:DELIVRD err:000" in said
    assert (receipt.esm_class, receipt.message_state, receipt.user_message_reference) == (4, 2, 77)
    assert receipt.source_addr == ANNA.isdn.encode()


async def test_the_receipt_of_a_handset_that_is_off_comes_when_it_is_on(
    network: PretendNetwork,
) -> None:
    await opens(network)
    await network.detaches(ANNA)
    answer = await in_thread(network, lambda client: client.sends(ANNA.isdn, "hello"))
    assert answer.status == OK
    await network.attaches(ANNA)

    receipt = await in_thread(network, lambda client: client.hears_receipt())
    assert "stat:DELIVRD" in receipt.short_message.decode()


async def test_a_wrong_password_is_not_let_in(network: PretendNetwork) -> None:
    port = await network.smpp.port()
    client = Client(port)
    with pytest.raises(smpplib.exceptions.PDUError) as refused:
        await asyncio.to_thread(client.binds, "wrong")
    assert smpplib.consts.SMPP_ESME_RINVPASWD in refused.value.args


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [
        ("FULL", "", smpplib.consts.SMPP_ESME_RMSGQFUL),
        ("REFUSE", "88", smpplib.consts.SMPP_ESME_RTHROTTLED),
        ("REFUSE", "", smpplib.consts.SMPP_ESME_RSUBMITFAIL),
    ],
)
async def test_a_centre_that_is_ill_says_so_and_keeps_nothing(
    network: PretendNetwork, fault: str, code: str, status: int
) -> None:
    await opens(network)
    await network.falls_ill(fault, element="SMSC", remaining=1, code=code)
    answer = await in_thread(network, lambda client: client.sends(ANNA.isdn, "hello"))
    assert answer.status == status
    assert await network.inbox(ANNA) == []


async def test_a_number_that_is_none_and_a_validity_that_is_none_are_refused(
    network: PretendNetwork,
) -> None:
    answer = await in_thread(network, lambda client: client.sends("what", "hello"))
    assert answer.status == smpplib.consts.SMPP_ESME_RINVDSTADR
    answer = await in_thread(
        network, lambda client: client.sends(BORIS.isdn, "hello", validity_period="soon")
    )
    assert answer.status == smpplib.consts.SMPP_ESME_RINVEXPIRY


async def test_nothing_is_sent_by_who_is_not_bound_and_nonsense_ends_the_connection(
    network: PretendNetwork,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", await network.smpp.port())
    writer.write(bytes.fromhex("00000010000000040000000000000009"))
    async with asyncio.timeout(5):
        answer = await reader.readexactly(16)
        assert answer.hex() == "00000010800000040000000400000009"
        writer.write(b"\xff" * 16)
        await reader.readexactly(16)
        assert await reader.read() == b""
    writer.close()
