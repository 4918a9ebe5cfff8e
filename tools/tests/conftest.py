"""A terminal with bossctl, and pretend services behind it that answer real calls."""

import json
import secrets
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message

sys.path.insert(0, str(Path(__file__).parent / "pretend_kubernetes"))

from boss.accounts.v1 import commands_pb2 as accounts
from boss.accounts.v1 import commands_pb2_grpc as accounts_doors
from boss.accounts.v1 import questions_pb2 as holders
from boss.accounts.v1 import questions_pb2_grpc as accounts_questions
from boss.billing.v1 import commands_pb2 as billing
from boss.billing.v1 import commands_pb2_grpc as billing_commands
from boss.billing.v1 import questions_pb2 as ledger
from boss.billing.v1 import questions_pb2_grpc as billing_questions
from boss.calls import ALLOWED
from boss.emulator.v1 import handsets_pb2 as handsets
from boss.emulator.v1 import handsets_pb2_grpc as handset_doors
from boss.orders.v1 import commands_pb2 as orders
from boss.orders.v1 import commands_pb2_grpc as orders_commands
from boss.orders.v1 import process_pb2 as process
from boss.orders.v1 import questions_pb2 as asked_orders
from boss.orders.v1 import questions_pb2_grpc as orders_questions
from boss.provisioning.v1 import commands_pb2 as provisioning
from boss.provisioning.v1 import commands_pb2_grpc as provisioning_commands
from boss.provisioning.v1 import questions_pb2 as network
from boss.provisioning.v1 import questions_pb2_grpc as provisioning_questions
from boss.provisioning.v1 import records_pb2 as records
from boss.provisioning.v1 import records_pb2_grpc as record_questions
from boss.provisioning.v1 import texts_pb2 as texts
from boss.provisioning.v1 import texts_pb2_grpc as text_doors
from boss.runtime.v1 import appointments_pb2 as appointments
from boss.runtime.v1 import appointments_pb2_grpc as appointment_doors
from boss.runtime.v1 import operations_pb2 as operations
from boss.runtime.v1 import operations_pb2_grpc as operations_doors
from boss.runtime.v1 import sealing_pb2 as sealing
from boss.runtime.v1 import sealing_pb2_grpc as sealing_doors
from harness.terminal import NOWHERE, Notes, Terminal, pretend
from runtime.rpc.server import RpcServer
from runtime.settings.service_settings import ServiceSettings


def doors(notes: Notes) -> dict[str, list[Any]]:
    """Return what each service registers, with what it answers unless told otherwise."""
    an_order = asked_orders.Order(
        id="order", process="sim_swap", state="held", msisdn="8613900100000"
    )
    a_change = network.Change(id="change", order_id="order", state="held", element_code="ERR3202")
    a_text = texts.Text(
        id="text", msisdn="8613900100000", template="welcome", state="delivered", words="Welcome!"
    )
    a_code = texts.Text(id="code", template="one_time_code", state="failed", is_secret=True)
    served: dict[str, list[tuple[Any, Any, dict[str, Message]]]] = {
        "accounts": [
            (accounts_doors.add_CommandServiceServicer_to_server,
             accounts_doors.CommandServiceServicer,
             {"LoadStock": accounts.LoadStockResponse(numbers_added=2, sim_cards_added=1)}),
            (accounts_questions.add_QuestionServiceServicer_to_server,
             accounts_questions.QuestionServiceServicer,
             {"GetSubscriber": holders.GetSubscriberResponse(
                 subscriber=holders.Subscriber(id="she"))}),
        ],
        "billing": [
            (billing_commands.add_CommandServiceServicer_to_server,
             billing_commands.CommandServiceServicer,
             {"LoadCatalogue": billing.LoadCatalogueResponse(
                 catalogue_version=3, offerings=["prepaid-basic"])}),
            (billing_questions.add_QuestionServiceServicer_to_server,
             billing_questions.QuestionServiceServicer,
             {"CountLedger": ledger.CountLedgerResponse(postings=8),
              "ExplainUsage": ledger.ExplainUsageResponse()}),
        ],
        "orders": [
            (orders_commands.add_CommandServiceServicer_to_server,
             orders_commands.CommandServiceServicer,
             {"ResolveHeldOrder": orders.ResolveHeldOrderResponse(order=an_order),
              "ReconcileArrears": orders.ReconcileArrearsResponse(compared=4)}),
            (orders_questions.add_QuestionServiceServicer_to_server,
             orders_questions.QuestionServiceServicer,
             {"GetOrder": asked_orders.GetOrderResponse(order=an_order),
              "ListOrders": asked_orders.ListOrdersResponse(orders=[an_order], total=1),
              "CountOrders": asked_orders.CountOrdersResponse(),
              "DescribeProcesses": asked_orders.DescribeProcessesResponse(processes=[
                  process.ProcessDescription(
                      name="sim_swap", term="补换卡",
                      fields=[process.FieldDescription(name="new_iccid", required=True)],
                      opened_by=[process.OpenerDescription(channel="hall", proofs=["face"])])])}),
        ],
        "provisioning": [
            (provisioning_commands.add_CommandServiceServicer_to_server,
             provisioning_commands.CommandServiceServicer,
             {"LoadKeys": provisioning.LoadKeysResponse(added=1),
              "RetryChange": provisioning.RetryChangeResponse(change=a_change),
              "RefuseChange": provisioning.RefuseChangeResponse(change=a_change),
              "Repair": provisioning.RepairResponse()}),
            (text_doors.add_TextServiceServicer_to_server,
             text_doors.TextServiceServicer,
             {"ListTexts": texts.ListTextsResponse(texts=[a_text, a_code], total=7),
              "GetText": texts.GetTextResponse(text=a_text)}),
            (record_questions.add_RecordServiceServicer_to_server,
             record_questions.RecordServiceServicer,
             {"CountRecords": records.CountRecordsResponse(),
              "ListRefusedRecords": records.ListRefusedRecordsResponse()}),
            (provisioning_questions.add_QuestionServiceServicer_to_server,
             provisioning_questions.QuestionServiceServicer,
             {"ListChanges": network.ListChangesResponse(changes=[a_change]),
              "CountChanges": network.CountChangesResponse(),
              "Compare": network.CompareResponse(compared=2)}),
        ],
        "emulator": [
            (handset_doors.add_HandsetServiceServicer_to_server,
             handset_doors.HandsetServiceServicer,
             {"Attach": handsets.AttachResponse(msisdn="8613900100000"),
              "Call": handsets.CallResponse(cdr_id="r-1"),
              "SendText": handsets.SendTextResponse(cdr_id="r-2"),
              "SetAnswering": handsets.SetAnsweringResponse(),
              "UseData": handsets.UseDataResponse(cdr_id="r-3"),
              "ReadHandset": handsets.ReadHandsetResponse(
                  attached=True, msisdn="8613900100000",
                  inbox=[handsets.ReceivedText(sender="10086", body="Welcome")])}),
        ],
    }  # fmt: skip
    everybodys: dict[str, Message] = {
        "ListSpans": operations.ListSpansResponse(),
        "ListParked": operations.ListParkedResponse(),
        "ShowParked": operations.ShowParkedResponse(payload_json='{"a": 1}'),
        "RedriveParked": operations.RedriveParkedResponse(handled=2),
        "DropParked": operations.DropParkedResponse(),
        "Totals": operations.TotalsResponse(),
        "Quiet": operations.QuietResponse(quiet=True),
        "SetClock": operations.SetClockResponse(),
    }
    operate = (
        operations_doors.add_OperationsServiceServicer_to_server,
        operations_doors.OperationsServiceServicer,
        everybodys,
    )
    appoint: Any = (
        appointment_doors.add_AppointmentServiceServicer_to_server,
        appointment_doors.AppointmentServiceServicer,
        {
            "ListAppointments": appointments.ListAppointmentsResponse(),
            "TryAppointmentAgain": appointments.TryAppointmentAgainResponse(),
            "DropAppointment": appointments.DropAppointmentResponse(),
        },
    )
    seal: Any = (
        sealing_doors.add_SealingServiceServicer_to_server,
        sealing_doors.SealingServiceServicer,
        {"Reseal": sealing.ResealResponse()},
    )
    all_have = (operate, appoint, seal)
    return {
        name: [(add, pretend(base, notes, answers)) for add, base, answers in (*own, *all_have)]
        for name, own in served.items()
    }


@pytest.fixture
async def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Terminal]:
    notes, call_key = Notes(), tmp_path / "call.key"
    call_key.write_text(secrets.token_hex(32))
    servers, peers = [], {}
    for name, servicers in doors(notes).items():
        settings = ServiceSettings(
            service=name, database_url=NOWHERE, kafka="127.0.0.1:1", call_key_file=call_key
        )
        server = RpcServer(settings, servicers, allowed=ALLOWED)
        peers[name] = f"127.0.0.1:{await server.start()}"
        servers.append(server)
    monkeypatch.setenv("BOSS_PEERS", json.dumps(peers))
    monkeypatch.setenv("BOSS_CALL_KEY_FILE", str(call_key))
    yield Terminal(notes, capsys)
    for server in servers:
        await server.stop(0)
