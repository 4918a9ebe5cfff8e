"""Commands of bossctl that move money, against a pretend billing that answers real calls."""

import json
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from boss.billing.v1 import commands_pb2 as billing
from boss.billing.v1 import commands_pb2_grpc as commands
from boss.billing.v1 import questions_pb2 as ledger
from boss.billing.v1 import questions_pb2_grpc as questions
from boss.billing.v1 import top_ups_pb2 as asked_for
from boss.billing.v1 import top_ups_pb2_grpc as top_ups
from boss.calls import ALLOWED
from boss.values.v1.values_pb2 import BarringLevel, Money
from harness.terminal import NOWHERE, Notes, Terminal, a_list, pretend
from kernel.errors import Invalid, NotAllowed
from runtime.rpc.server import RpcServer
from runtime.settings.service_settings import ServiceSettings

WAITING = ledger.Adjustment(
    id="adjustment", state="waiting", amount=Money(currency="CNY", minor=-20_000), asked_by="anna"
)
GIFT = ledger.BalanceBook(kind="dedicated_gift", items=["usage"], left=Money(minor=300))
LENT = ledger.Account(
    payment_type="postpaid",
    balance=Money(minor=-900),
    credit_limit=Money(minor=10_000),
    spending=ledger.Spending(exposure=Money(minor=930), high_use=True),
    wanted_level=BarringLevel.BARRING_LEVEL_ONE_WAY,
    brings_back=Money(minor=930),
)
PAYING = ledger.Account(id="0193e000-0000-7000-8000-0000000000dd")
NUMBER = "139 0010 0000"
DAY = ledger.Allowance(
    id="allowance",
    name="1元1GB日包",
    kind="data",
    source="pack",
    total=1_048_576,
    used=1,
    left=1_048_575,
)
RICH = ledger.Account(balance=Money(currency="CNY", minor=4900))
SOLD = ledger.Pack(
    code="NIGHT",
    name="闲时包",
    price=Money(currency="CNY", minor=500),
    included=ledger.IncludedUse(
        kind="data", units=1024, roam_types=["home"], peers=["video"], times=["mon 00:00-07:00"]
    ),
    days=7,
    renews=True,
)
TAKEN_BACK = ledger.Payment(id="payment", status="reversed", amount=Money(minor=500))
TAKEN_BACK.reversed_at.FromJsonString("2026-11-22T04:00:00Z")
EXPIRED = asked_for.TopUp(
    id="top-up", status="expired", amount=Money(minor=5000), asked_by="customer-anna"
)
GONE = ledger.Account(id="gone", state="closed", owes=Money(minor=150), msisdn="8613900000001")
CODE, HASH = "1234567890123456", "5a" * 32


def servicers(notes: Notes) -> list[Any]:
    told = {
        "BuyPack": billing.BuyPackResponse(allowance=DAY, account=RICH),
        "CancelPack": billing.CancelPackResponse(allowance=DAY, given_back=Money(minor=0)),
        "ReversePayment": billing.ReversePaymentResponse(payment_id="payment"),
        "GrantGift": billing.GrantGiftResponse(books=[GIFT]),
        "LoadVouchers": billing.LoadVouchersResponse(added=1, known=1),
        "BlockVouchers": billing.BlockVouchersResponse(blocked=1),
        "AskAdjustment": billing.AskAdjustmentResponse(adjustment=WAITING),
        "PayOutRefund": billing.PayOutRefundResponse(adjustment=WAITING),
        "ApproveAdjustment": billing.ApproveAdjustmentResponse(adjustment=WAITING),
        "RejectAdjustment": billing.RejectAdjustmentResponse(adjustment=WAITING),
    }
    told |= {
        "SetCreditLimit": billing.SetCreditLimitResponse(account=LENT),
        "ConfirmHighUse": billing.ConfirmHighUseResponse(account=LENT),
    }
    asked = {
        "GetBalance": ledger.GetBalanceResponse(account=LENT),
        "ListBooks": ledger.ListBooksResponse(cash=Money(minor=-5), books=[GIFT]),
        "ListAllowances": ledger.ListAllowancesResponse(allowances=[DAY]),
        "ListCatalogue": ledger.ListCatalogueResponse(packs=[SOLD]),
        "ListAdjustments": ledger.ListAdjustmentsResponse(adjustments=[WAITING]),
        "ListPayments": ledger.ListPaymentsResponse(payments=[TAKEN_BACK]),
        "ListAccounts": ledger.ListAccountsResponse(accounts=[GONE]),
    }
    return [
        (
            commands.add_CommandServiceServicer_to_server,
            pretend(commands.CommandServiceServicer, notes, told),
        ),
        (
            top_ups.add_TopUpServiceServicer_to_server,
            pretend(
                top_ups.TopUpServiceServicer,
                notes,
                {"ListTopUps": asked_for.ListTopUpsResponse(top_ups=[EXPIRED])},
            ),
        ),
        (
            questions.add_QuestionServiceServicer_to_server,
            pretend(questions.QuestionServiceServicer, notes, asked),
        ),
    ]


@pytest.fixture
async def till(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Terminal]:
    """A terminal that reaches billing."""
    notes, call_key = Notes(), tmp_path / "call.key"
    call_key.write_text(secrets.token_hex(32))
    settings = ServiceSettings(
        service="billing", database_url=NOWHERE, kafka="127.0.0.1:1", call_key_file=call_key
    )
    server = RpcServer(settings, servicers(notes), allowed=ALLOWED)
    peers = {"billing": f"127.0.0.1:{await server.start()}"}
    monkeypatch.setenv("BOSS_PEERS", json.dumps(peers))
    monkeypatch.setenv("BOSS_CALL_KEY_FILE", str(call_key))
    yield Terminal(notes, capsys)
    await server.stop(0)


async def test_a_payment_is_taken_back_with_its_reason(till: Terminal) -> None:
    code, printed = await till.types("payment", "reverse", "hall", "till-1", "--reason", "mistake")

    (asked,) = till.notes.asked
    assert (code, asked.reference, asked.reason) == (0, "till-1", "mistake")  # type: ignore[attr-defined]
    assert "payment is taken back" in printed


async def test_payments_are_listed_with_what_became_of_them(till: Terminal) -> None:
    code, printed = await till.types("payment", "list", "--status", "reversed")
    await till.types("payment", "list", "account")

    of_all, of_one = till.notes.all("ListPaymentsRequest")
    assert (code, of_all.of_all, of_all.status) == (0, True, "reversed")
    assert (of_one.of_all, list(of_one.account_ids)) == (False, ["account"])
    assert "reversed" in printed
    assert "2026-11-22T04:00:00Z" in printed


async def test_what_customers_asked_for_is_listed(till: Terminal) -> None:
    code, printed = await till.types("payment", "asked", "--status", "expired")

    (asked,) = till.notes.all("ListTopUpsRequest")
    assert (code, asked.status) == (0, "expired")
    assert "customer-anna" in printed
    assert "5000 fen" in printed


async def test_who_left_with_a_debt_is_listed(till: Terminal) -> None:
    code, printed = await till.types("account", "left-with", "debt")

    (asked,) = till.notes.all("ListAccountsRequest")
    assert (code, asked.left_with) == (0, "debt")
    assert "gone" in printed
    assert "150 fen" in printed


async def test_a_gift_is_granted_and_books_are_listed(till: Terminal) -> None:
    code, _ = await till.types(
        "book", "grant", "account", "dedicated_gift", "300", "--item", "usage",
        "--until", "2026-12-31", "--reason", "she waited",
    )  # fmt: skip
    listed, printed = await till.types("book", "list", "account")

    (asked,) = till.notes.all("GrantGiftRequest")
    assert (code, listed) == (0, 0)
    assert (asked.amount.minor, asked.amount.currency, asked.valid_until) == (
        300,
        "CNY",
        "2026-12-31",
    )
    assert "-5 fen" in printed


async def test_a_limit_is_set_until_a_day_and_high_use_is_confirmed(till: Terminal) -> None:
    code, printed = await till.types(
        "credit", "set", "account", "10000", "--until", "2026-12-31", "--reason", "she travels"
    )
    confirmed, _ = await till.types("credit", "confirm", "account", "--reason", "she was called")

    (asked,) = till.notes.all("SetCreditLimitRequest")
    assert (code, confirmed) == (0, 0)
    assert (asked.limit.minor, asked.valid_until, asked.reason) == (
        10_000, "2026-12-31", "she travels",
    )  # fmt: skip
    assert "10000 fen; wanted level: one_way" in printed
    assert till.notes.all("ConfirmHighUseRequest")[0].reason == "she was called"


async def test_what_who_pays_later_owes_is_shown(till: Terminal) -> None:
    code, printed = await till.types("credit", "show", "account")

    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert code == 0
    assert {
        "limit 10000 fen",
        "exposure 930 fen",
        "brings it back 930 fen",
        "wanted level one_way",
    } <= set(lines)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("credit", "show"), "GetBalanceRequest"),
        (("credit", "set", NUMBER, "10000", "--reason", "why"), "SetCreditLimitRequest"),
        (("credit", "confirm", NUMBER, "--reason", "why"), "ConfirmHighUseRequest"),
        (("book", "list"), "ListBooksRequest"),
        (("adjustment", "ask", NUMBER, "5", "goodwill", "--reason", "why"), "AskAdjustmentRequest"),
        (("adjustment", "pay-out", NUMBER, "--reason", "why"), "PayOutRefundRequest"),
    ],
)
async def test_an_account_is_named_by_a_number_it_pays_for(
    till: Terminal, words: tuple[str, ...], asked: str
) -> None:
    till.notes.answers["GetBalanceRequest"] = ledger.GetBalanceResponse(account=PAYING)
    said = words if NUMBER in words else (*words, NUMBER)

    code, printed = await till.types(*said)

    assert code == 0, printed
    assert till.notes.all("GetBalanceRequest")[0].msisdn == "8613900100000"
    assert till.notes.all(asked)[-1].account_id == PAYING.id


async def test_payments_are_found_by_the_number_they_are_for(till: Terminal) -> None:
    till.notes.answers["GetBalanceRequest"] = ledger.GetBalanceResponse(account=PAYING)

    code, _ = await till.types("payment", "list", "account", NUMBER)

    (asked,) = till.notes.all("ListPaymentsRequest")
    assert (code, list(asked.account_ids)) == (0, ["account", PAYING.id])


async def test_an_amount_that_is_no_whole_number_is_a_misuse(till: Terminal) -> None:
    code, printed = await till.types(
        "adjustment", "ask", "account", "5.00", "goodwill", "--reason", "why"
    )

    assert (code, till.notes.asked) == (2, [])
    assert "FEN" in printed


async def test_vouchers_are_loaded_by_their_hashes(till: Terminal, tmp_path: Path) -> None:
    file = a_list(tmp_path, "batch.csv", "serial,code_hash", f"A-1,{HASH}", f"A-2,{'0b' * 32}")

    code, printed = await till.types(
        "voucher", "load", file, "--batch", "spring", "--amount", "5000", "--until", "2027-12-31"
    )

    (asked,) = till.notes.asked
    assert code == 0
    assert [one.serial for one in asked.vouchers] == ["A-1", "A-2"]  # type: ignore[attr-defined]
    assert "1 added, 1 known already" in printed


async def test_a_code_in_place_of_its_hash_is_refused_and_never_shown(
    till: Terminal, tmp_path: Path
) -> None:
    file = a_list(tmp_path, "batch.csv", "serial,code_hash", f"A-1,{CODE}")

    code, printed = await till.types(
        "voucher", "load", file, "--batch", "b", "--amount", "5", "--until", "2027-12-31"
    )

    assert (code, till.notes.asked) == (1, [])
    assert "row 2, column code_hash: HASH_NOT_VALID" in printed
    assert CODE not in printed


async def test_a_voucher_billing_refuses_is_named_by_its_row(
    till: Terminal, tmp_path: Path
) -> None:
    file = a_list(tmp_path, "batch.csv", "serial,code_hash", f"A-1,{HASH}")
    till.notes.answers["LoadVouchersRequest"] = Invalid(
        "INVALID_ARGUMENT", "Not so.", field="vouchers[0].serial"
    )

    code, printed = await till.types(
        "voucher", "load", file, "--batch", "b", "--amount", "5", "--until", "2027-12-31"
    )

    assert code == 1
    assert "batch.csv, row 2, column serial: INVALID_ARGUMENT" in printed


async def test_vouchers_are_blocked_with_a_reason(till: Terminal) -> None:
    without, _ = await till.types("voucher", "block", "A-1")
    code, printed = await till.types("voucher", "block", "A-1", "A-2", "--reason", "stolen")

    assert (without, code) == (2, 0)
    assert "1 blocked, 1 blocked before" in printed


async def test_adjustments_are_asked_for_decided_and_listed(till: Terminal) -> None:
    for words in (
        ("ask", "account", "-20000", "penalty", "--reason", "a window was broken"),
        ("pay-out", "account", "--reason", "she came"),
        ("approve", "adjustment", "--reason", "seen"),
        ("reject", "adjustment", "--reason", "no proof"),
        ("list", "--state", "waiting"),
    ):
        code, printed = await till.types("--as", "boris", "adjustment", *words)
        assert code == 0, printed
        assert "-20000 fen" in printed

    (asked,) = till.notes.all("AskAdjustmentRequest")
    (paid_out,) = till.notes.all("PayOutRefundRequest")
    assert asked.amount.minor == -20_000
    assert not paid_out.HasField("amount")
    assert {one.id for one in till.notes.actors} == {"boris (bossctl)"}


async def test_who_decides_about_her_own_is_told_so(till: Terminal) -> None:
    till.notes.answers["ApproveAdjustmentRequest"] = NotAllowed("SAME_PERSON", "Another person.")

    code, printed = await till.types("adjustment", "approve", "adjustment", "--reason", "seen")

    assert code == 1
    assert "Refused with SAME_PERSON: Another person." in printed


async def test_packs_are_listed_with_what_they_hold_for(till: Terminal) -> None:
    code, printed = await till.types("packs", "list")

    line = " ".join(printed.splitlines()[1].split())
    assert code == 0
    assert line == "NIGHT 闲时包 500 fen data 1024 7 d, renews home; to video; mon 00:00-07:00 no"


@pytest.mark.parametrize(
    ("words", "renews"), [([], None), (["--renews"], True), (["--ends"], False)]
)
async def test_a_pack_is_bought_and_says_whether_it_renews(
    till: Terminal, *, words: list[str], renews: bool | None
) -> None:
    code, printed = await till.types("packs", "buy", "8613900000001", "DAY1", *words)

    (asked,) = till.notes.all("BuyPackRequest")
    assert (code, asked.msisdn, asked.pack) == (0, "8613900000001", "DAY1")
    assert (asked.renews if asked.HasField("renews") else None) is renews
    assert "1048575" in printed
    assert "balance 4900 fen" in printed


async def test_a_pack_that_is_used_goes_on_to_its_end(till: Terminal) -> None:
    code, printed = await till.types("packs", "cancel", "allowance")

    assert (code, till.notes.all("CancelPackRequest")[0].allowance_id) == (0, "allowance")
    assert "It is used" in printed


async def test_allowances_of_a_number_are_shown(till: Terminal) -> None:
    code, printed = await till.types("allowances", "8613900000001")

    assert (code, till.notes.all("ListAllowancesRequest")[0].msisdn) == (0, "8613900000001")
    assert "1元1GB日包" in printed
