"""Handsets of the pretend network: `handset attach | answering | call | text | data | show`.

A card is put into a handset once, by its ICCID, with the keys its maker delivered; from then on the
handset is known by its number. What was used says which record it left: `explain` tells its price.
"""

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from boss.emulator.v1 import handsets_pb2 as pb
from boss.emulator.v1.handsets_pb2_grpc import HandsetServiceStub
from bossctl.client import Client
from bossctl.outcome import DONE, UNSUCCESSFUL, Misused
from bossctl.output import say, show_table
from bossctl.quantities import whole
from bossctl.words import Arguments, Parsers, command, group
from kernel.plan_of_china import CHINA

if TYPE_CHECKING:
    from boss.emulator.v1.handsets_pb2_grpc import HandsetServiceAsyncStub

NETWORK = "emulator"
KEYS, CARDS = "card-keys.csv", "sim-cards.csv"
FOLDER_VARIABLE = "BOSS_STOCK_DIR"
MB = 1024 * 1024
MOST_SECONDS, MOST_MEGABYTES = 86_400, 1_000_000
HEADINGS = ("from", "received", "text")
CALL_HEADINGS = ("called by", "began", "seconds", "how")
ANSWERING = ("answers", "busy", "silent")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "handset", about="play with handsets of the pretend network")
    attach = command(acts, "attach", about="put a card into a handset, switch it on", run=switch_on)
    attach.add_argument("iccid", help="the number printed on the card")
    attach.add_argument(
        "--stock", type=Path, help=f"folder with {CARDS} and {KEYS}; else {FOLDER_VARIABLE}"
    )
    attach.add_argument(
        "--abroad", default="", metavar="PLMN", help="in this foreign network, as 45400"
    )
    answering = command(
        acts, "answering", about="say what whoever has it does when it rings", run=say_answering
    )
    answering.add_argument("iccid", help="the number printed on the card")
    answering.add_argument("how", choices=ANSWERING, help="answers, talks already, or does nothing")
    answering.add_argument(
        "--stock", type=Path, help=f"folder with {CARDS}; else {FOLDER_VARIABLE}"
    )
    call = command(acts, "call", about="call somebody from a number", run=call_somebody)
    call.add_argument("number", type=CHINA.normal, help="who calls")
    call.add_argument("to", help="who is called")
    call.add_argument(
        "--seconds",
        type=whole(least=0, most=MOST_SECONDS),
        default=60,
        help="how long they talk (60)",
    )
    text = command(acts, "text", about="send a text from a number", run=send_text)
    text.add_argument("number", type=CHINA.normal, help="who writes")
    text.add_argument("to", help="who is written to")
    text.add_argument("body", help="what is written")
    data = command(acts, "data", about="use data from a number", run=use_data)
    data.add_argument("number", type=CHINA.normal, help="who uses it")
    data.add_argument("megabytes", type=whole(least=1, most=MOST_MEGABYTES), help="how much")
    data.add_argument("--access-point", default="", metavar="APN", help="over which (internet)")
    show = command(acts, "show", about="show what a card's handset received", run=show_inbox)
    show.add_argument("iccid", help="the number printed on the card")
    show.add_argument("--stock", type=Path, help=f"folder with {CARDS}; else {FOLDER_VARIABLE}")


async def switch_on(arguments: Arguments, client: Client) -> int:
    """Let the network authenticate the card and take it in."""
    folder = _folder(arguments)
    imsi = _cell(folder / CARDS, "iccid", arguments.iccid)["imsi"]
    keys = _cell(folder / KEYS, "imsi", imsi)
    card = pb.Card(imsi=imsi, k=bytes.fromhex(keys["ki"]), opc=bytes.fromhex(keys["opc"]))
    request = pb.AttachRequest(
        card=card,
        location=pb.LOCATION_INTERNATIONAL if arguments.abroad else pb.LOCATION_HOME,
        visited_plmn=arguments.abroad,
    )
    answer = await client.ask(NETWORK, _stub(client).Attach, request)
    return _told(answer.cause, "", number=answer.msisdn)


async def call_somebody(arguments: Arguments, client: Client) -> int:
    """Call and talk for so many seconds; the switch may cut the call where money ends."""
    request = pb.CallRequest(msisdn=arguments.number, to=arguments.to, seconds=arguments.seconds)
    answer = await client.ask(NETWORK, _stub(client).Call, request)
    done = _told(answer.cause, answer.cdr_id, number=arguments.number)
    if answer.reached:
        how = "forwarded" if answer.forwarded_cdr_id else "waited" if answer.waited else "rang"
        say(f"{answer.reached} {how}", reached=answer.reached, how=how)
    return done


async def say_answering(arguments: Arguments, client: Client) -> int:
    """Have a handset answered, busy or left to ring from now on."""
    imsi = _cell(_folder(arguments) / CARDS, "iccid", arguments.iccid)["imsi"]
    answering = f"ANSWERING_{arguments.how.upper()}"
    request = pb.SetAnsweringRequest(imsi=imsi, answering=answering)
    await client.ask(NETWORK, _stub(client).SetAnswering, request)
    say(f"{arguments.how} from now on", answering=arguments.how)
    return DONE


async def send_text(arguments: Arguments, client: Client) -> int:
    """Hand a text to the SMS centre."""
    request = pb.SendTextRequest(msisdn=arguments.number, to=arguments.to, body=arguments.body)
    answer = await client.ask(NETWORK, _stub(client).SendText, request)
    return _told(answer.cause, answer.cdr_id, number=arguments.number)


async def use_data(arguments: Arguments, client: Client) -> int:
    """Use so many megabytes in one session."""
    request = pb.UseDataRequest(
        msisdn=arguments.number,
        bytes=arguments.megabytes * MB,
        access_point=arguments.access_point,
    )
    answer = await client.ask(NETWORK, _stub(client).UseData, request)
    return _told(answer.cause, answer.cdr_id, number=arguments.number)


async def show_inbox(arguments: Arguments, client: Client) -> int:
    """Show whether it is on, under which number, and the texts it received."""
    imsi = _cell(_folder(arguments) / CARDS, "iccid", arguments.iccid)["imsi"]
    seen = await client.ask(NETWORK, _stub(client).ReadHandset, pb.ReadHandsetRequest(imsi=imsi))
    say(
        f"{'on' if seen.attached else 'off'}, number {seen.msisdn or 'unknown'}",
        attached=seen.attached,
        number=seen.msisdn,
    )
    rows = [(one.sender, one.delivered_at.ToJsonString(), one.body) for one in seen.inbox]
    show_table(HEADINGS, rows)
    if seen.received_calls:
        show_table(CALL_HEADINGS, [_received(one) for one in seen.received_calls])
    return DONE


def _received(call: pb.ReceivedCall) -> tuple[str, str, str, str]:
    how = f"forwarded by {call.forwarded_by}" if call.forwarded_by else ""
    began = call.started_at.ToJsonString()
    return call.caller or "hidden", began, str(call.seconds), "waited" if call.waited else how


HINTS: Mapping[int, str] = {
    pb.CAUSE_NOT_ATTACHED: "no handset with it is on; `bossctl handset attach ICCID` turns one on",
    pb.CAUSE_CALLED_ABSENT: "no handset at the other end is on",
    pb.CAUSE_BARRED_OUTGOING: "it is stopped; see `bossctl orders list --subscriber NUMBER`",
    pb.CAUSE_IMSI_UNKNOWN: "no number has this card yet; one is opened with it first",
    pb.CAUSE_CREDIT_USED_UP: "nothing is left on its account; pay some in",
}
"""What to do where the network says no."""


def _told(cause: int, record: str, *, number: str) -> int:
    """Say what the network answered and which record it left."""
    answer = pb.Cause.Name(cause).removeprefix("CAUSE_").lower().replace("_", " ")
    let_through = cause == pb.CAUSE_UNSPECIFIED
    said = "let through" if let_through else answer
    told = f"{said}: {HINTS[cause]}" if cause in HINTS else said
    say(f"{number}: {told}" if number else told, number=number, answer=said)
    if record:
        say(f"record {record}", record=record)
    return DONE if let_through or record else UNSUCCESSFUL


def _stub(client: Client) -> "HandsetServiceAsyncStub":
    if NETWORK not in client.peers:
        raise Misused("BOSS_PEERS names no emulator: only a pretend network has handsets to play.")
    return HandsetServiceStub(client.channels[NETWORK])


def _folder(arguments: Arguments) -> Path:
    if arguments.stock is not None:
        return Path(arguments.stock)
    if said := os.environ.get(FOLDER_VARIABLE):
        return Path(said)
    raise Misused(
        f"Say with --stock in which folder {CARDS} and {KEYS} are, or source operator.env."
    )


def _cell(path: Path, column: str, wanted: str) -> dict[str, str]:
    """Return the row of a list that has this value; raises Misused where there is none."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            matching = next(
                (row for row in csv.DictReader(file) if row.get(column) == wanted), None
            )
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror}.") from error
    if matching is None:
        raise Misused(f"No {column} {wanted} is in {path}.")
    return matching
