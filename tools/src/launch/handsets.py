"""The pretend network's own door: handsets that attach, call and text, and slow elements."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import grpc

from boss.emulator.v1 import faults_pb2, faults_pb2_grpc, handsets_pb2, handsets_pb2_grpc
from kernel.caller import SYSTEM
from launch.stock_files import MadeCard
from runtime.rpc.certificates import channel_credentials
from runtime.rpc.signing import TOKEN, Signer, read_call_key

CALLER = "bossctl"
"""Who may play handsets: proto/calls.yaml."""
LET_THROUGH = "let through"
DEADLINE = 10.0


class Faults:
    """What goes wrong in the network when it is told to."""

    def __init__(self, channel: grpc.Channel, signer: Signer) -> None:
        self._faults = faults_pb2_grpc.FaultServiceStub(channel)
        self._signer = signer

    def slow_down(self, command: str, *, milliseconds: int) -> None:
        """Let the HLR take its time over the next `command`."""
        fault = faults_pb2.Fault(
            element=faults_pb2.ELEMENT_HLR,
            kind=faults_pb2.FAULT_KIND_DELAY,
            delay_ms=milliseconds,
            remaining=1,
            command=command,
        )
        self.set(fault)

    def lose_charging(self) -> None:
        """Let the switch reach nobody who charges, the next time it asks."""
        fault = faults_pb2.Fault(
            element=faults_pb2.ELEMENT_CHARGING,
            kind=faults_pb2.FAULT_KIND_LOST,
            remaining=1,
            command="RESERVE",
        )
        self.set(fault)

    def mend(self) -> None:
        """Make every element healthy again."""
        ask(self._faults.ClearFaults, faults_pb2.ClearFaultsRequest(), signer=self._signer)

    def set(self, fault: faults_pb2.Fault) -> None:
        """Let this go wrong."""
        request = faults_pb2.SetFaultRequest(fault=fault)
        ask(self._faults.SetFault, request, signer=self._signer)


class Ringing:
    """Calls as whoever has a handset sees them: which rings, who answers."""

    def __init__(self, channel: grpc.Channel, signer: Signer) -> None:
        self._handsets = handsets_pb2_grpc.HandsetServiceStub(channel)
        self._signer = signer

    def call(self, card: MadeCard, *, to: str, seconds: int = 10) -> Any:
        """Call somebody; return all the network answered."""
        request = handsets_pb2.CallRequest(imsi=card.imsi, to=to, seconds=seconds)
        return ask(self._handsets.Call, request, signer=self._signer)

    def answers(self, card: MadeCard, how: str) -> None:
        """Say what whoever has this handset does when it rings: `answers`, `busy`, `silent`."""
        answering = f"ANSWERING_{how.upper()}"
        request = handsets_pb2.SetAnsweringRequest(imsi=card.imsi, answering=answering)
        ask(self._handsets.SetAnswering, request, signer=self._signer)

    def received(self, card: MadeCard) -> tuple[Any, ...]:
        """Return the calls that were answered with this card's handset, oldest first."""
        request = handsets_pb2.ReadHandsetRequest(imsi=card.imsi)
        return tuple(ask(self._handsets.ReadHandset, request, signer=self._signer).received_calls)


class Handsets:
    """What people do with their telephones, and what the network lets them."""

    def __init__(self, address: str, *, call_key_file: Path, tls_dir: Path | None = None) -> None:
        credentials = channel_credentials(tls_dir)
        self._channel = (
            grpc.secure_channel(address, credentials)
            if credentials
            else grpc.insecure_channel(address)
        )
        self._signer = Signer(read_call_key(call_key_file), service=CALLER)
        self._handsets = handsets_pb2_grpc.HandsetServiceStub(self._channel)
        self.faults = Faults(self._channel, self._signer)
        self.ringing = Ringing(self._channel, self._signer)

    def __enter__(self) -> "Handsets":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._channel.close()

    def attach(self, card: MadeCard, *, abroad: str = "") -> str:
        """Switch a handset on; return what the network answered (`let through`, or the cause).

        `abroad`: in this network of another country (mobile country code and network code).
        """
        request = handsets_pb2.AttachRequest(
            card=handsets_pb2.Card(
                imsi=card.imsi, k=bytes.fromhex(card.ki), opc=bytes.fromhex(card.opc)
            ),
            location="LOCATION_INTERNATIONAL" if abroad else "LOCATION_HOME",
            visited_plmn=abroad,
        )
        return cause_of(self._ask(self._handsets.Attach, request))

    def detach(self, card: MadeCard) -> None:
        self._ask(self._handsets.Detach, handsets_pb2.DetachRequest(imsi=card.imsi))

    def call(self, card: MadeCard, *, to: str, seconds: int) -> str:
        """Call somebody and talk for `seconds`; return what the network answered."""
        request = handsets_pb2.CallRequest(imsi=card.imsi, to=to, seconds=seconds)
        return cause_of(self._ask(self._handsets.Call, request))

    def talked(self, card: MadeCard) -> int:
        """Return how many seconds the last call of this card lasted."""
        request = handsets_pb2.ReadHandsetRequest(imsi=card.imsi)
        calls = self._ask(self._handsets.ReadHandset, request).calls
        return int(calls[-1].seconds) if calls else 0

    def write(self, card: MadeCard, *, to: str, body: str) -> str:
        """Send a text from the handset with this card; return what the network answered."""
        request = handsets_pb2.SendTextRequest(imsi=card.imsi, to=to, body=body)
        return cause_of(self._ask(self._handsets.SendText, request))

    def send_multimedia(self, card: MadeCard, *, to: Sequence[str], octets: int) -> str:
        """Send a multimedia message to some numbers; return what the network answered."""
        request = handsets_pb2.SendMultimediaRequest(imsi=card.imsi, to=to, octets=octets)
        return cause_of(self._ask(self._handsets.SendMultimedia, request))

    def use_data(self, card: MadeCard, *, octets: int, access_point: str = "") -> str:
        """Use so much data (empty: over `internet`); return what the network answered."""
        request = handsets_pb2.UseDataRequest(
            imsi=card.imsi, bytes=octets, access_point=access_point
        )
        return cause_of(self._ask(self._handsets.UseData, request))

    def text(self, to: str, *, sender: str, body: str) -> None:
        """Send a text of the operator or a bank, named `sender`, to a number."""
        self._ask(
            self._handsets.SendText,
            handsets_pb2.SendTextRequest(network=sender, to=to, body=body),
        )

    def inbox(self, card: MadeCard) -> tuple[str, ...]:
        """Return the texts the handset with this card received, oldest first."""
        seen = self._ask(
            self._handsets.ReadHandset, handsets_pb2.ReadHandsetRequest(imsi=card.imsi)
        )
        return tuple(text.body for text in seen.inbox)

    def is_attached(self, card: MadeCard) -> bool:
        """Tell whether the switch still knows this card."""
        request = handsets_pb2.ReadHandsetRequest(imsi=card.imsi)
        return bool(self._ask(self._handsets.ReadHandset, request).attached)

    def _ask(self, method: Any, request: Any) -> Any:
        return ask(method, request, signer=self._signer)


def ask(method: Any, request: Any, *, signer: Signer) -> Any:
    """Ask the network's own door."""
    token = signer.sign(SYSTEM, audience="emulator")
    return method(request, timeout=DEADLINE, metadata=((TOKEN, token),))


def cause_of(answer: Any) -> str:
    """Say in words what the network answered."""
    name = handsets_pb2.Cause.Name(answer.cause).removeprefix("CAUSE_")
    return LET_THROUGH if name == "UNSPECIFIED" else name.lower().replace("_", " ")


def refused(answer: str) -> bool:
    return answer != LET_THROUGH
