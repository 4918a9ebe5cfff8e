"""Commands of bossctl against pretend services that answer real calls."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from boss.accounts.v1 import commands_pb2 as accounts
from boss.billing.v1 import questions_pb2 as ledger
from boss.orders.v1 import commands_pb2 as orders
from boss.orders.v1 import questions_pb2 as asked_orders
from boss.provisioning.v1 import commands_pb2 as provisioning
from boss.provisioning.v1 import questions_pb2 as network
from boss.runtime.v1 import appointments_pb2 as appointments
from boss.runtime.v1 import operations_pb2 as operations
from bossctl import trace
from harness.terminal import Terminal, a_list
from kernel.errors import Invalid, NotFound, Refusal
from launch.key_files import KeyFiles

BEGAN = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_stock_is_loaded_in_the_name_of_whoever_asks(
    terminal: Terminal, tmp_path: Path
) -> None:
    numbers = a_list(tmp_path, "numbers.csv", "msisdn", "8613900100000", "8613900100001")
    cards = a_list(tmp_path, "cards.csv", "imsi,iccid", "460000000000001,89860000000000000014")

    code, said = await terminal.types(
        "--as", "olga", "stock", "load", "--numbers", numbers, "--cards", cards
    )

    (asked,) = terminal.notes.all("LoadStockRequest")
    assert code == 0
    assert "numbers: 2 added" in said
    assert asked.msisdns == ["8613900100000", "8613900100001"]
    assert (asked.sim_cards[0].iccid, asked.sim_cards[0].imsi) == (
        "89860000000000000014", "460000000000001",
    )  # fmt: skip
    assert asked.request_id
    actor = terminal.notes.actors[0]
    assert (actor.id, actor.roles, actor.staff) == (
        "olga (bossctl)", frozenset({"operations"}), True,
    )  # fmt: skip


async def test_every_bad_row_is_named_and_nothing_is_loaded(
    terminal: Terminal, tmp_path: Path
) -> None:
    numbers = a_list(tmp_path, "numbers.csv", "msisdn", "86139", "8613900100001", "8613900100001")
    cards = a_list(tmp_path, "cards.csv", "iccid,imsi", "89860000000000000014,", "x,46000")

    code, said = await terminal.types("stock", "load", "--numbers", numbers, "--cards", cards)

    assert code == 1
    assert "numbers.csv, row 2, column msisdn: MSISDN_NOT_VALID" in said
    assert "numbers.csv, row 4, column msisdn: TWICE_IN_FILE: it is in row 3" in said
    assert "cards.csv, row 2, column imsi: FIELD_MISSING" in said
    assert "cards.csv, row 3, column iccid: ICCID_NOT_VALID" in said
    assert "cards.csv, row 3, column imsi: IMSI_NOT_VALID" in said
    assert terminal.notes.asked == []


async def test_numbers_of_a_list_are_loaded_in_their_one_form(
    terminal: Terminal, tmp_path: Path
) -> None:
    written = ("13900100000", "+86 139-0010-0001", "008613900100002", "8613900100003")
    numbers = a_list(tmp_path, "numbers.csv", "msisdn", *written)

    assert (await terminal.types("stock", "load", "--numbers", numbers))[0] == 0
    request = terminal.notes.all("LoadStockRequest")[0]
    assert list(request.msisdns) == [f"861390010000{last}" for last in range(4)]

    twice = a_list(tmp_path, "twice.csv", "msisdn", "13900100000", "8613900100000")
    code, said = await terminal.types("stock", "load", "--numbers", twice)
    assert (code, "row 3, column msisdn: TWICE_IN_FILE" in said) == (1, True)


async def test_a_big_stock_goes_in_batches_and_a_refusal_names_the_row(
    terminal: Terminal, tmp_path: Path
) -> None:
    rows = [str(8613900000000 + place) for place in range(45_000)]
    numbers = a_list(tmp_path, "numbers.csv", "msisdn", *rows)
    known = Invalid("MSISDN_NOT_OURS", "Not of our range.", field="msisdns[7]")
    fine = accounts.LoadStockResponse(numbers_added=20_000)
    terminal.notes.answers["LoadStockRequest"] = [fine, fine, known]

    code, said = await terminal.types("stock", "load", "--numbers", numbers)

    assert code == 1
    assert "batch 2 of 3 is in" in said
    assert "2 batches before it are in and stay" in said
    assert "numbers.csv, row 40009, column msisdn: MSISDN_NOT_OURS" in said
    assert [len(one.msisdns) for one in terminal.notes.all("LoadStockRequest")] == [
        20_000, 20_000, 5_000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "said"),
    [(("number", "8613900100000"), "has no column msisdn"), ((), "has no column msisdn")],
)
async def test_a_file_that_is_no_such_list_is_a_misuse(
    terminal: Terminal, tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    path = a_list(tmp_path, "numbers.csv", *lines)

    code, told = await terminal.types("stock", "load", "--numbers", path)

    assert (code, said in told) == (2, True)
    assert (await terminal.types("stock", "load"))[0] == 2
    assert (await terminal.types("stock", "load", "--numbers", "/nowhere.csv"))[0] == 2


@pytest.mark.parametrize("content", ["msisdn\n8613900100001\n86139001", "msisdn\n"])
async def test_half_a_list_and_none_are_refused_whole(
    terminal: Terminal, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text(content)

    code, said = await terminal.types("stock", "load", "--numbers", str(path))

    assert code == 2
    assert "cut short" in said or "no rows" in said


async def test_a_row_longer_than_its_heading_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    path = a_list(tmp_path, "numbers.csv", "msisdn", "8613900100001", "8613900100002,8613900100003")

    code, said = await terminal.types("stock", "load", "--numbers", str(path))

    assert code == 1
    assert "numbers.csv, row 3, column behind the last: TOO_MANY_COLUMNS" in said


async def test_keys_are_loaded_and_a_bad_one_is_never_shown(
    terminal: Terminal, tmp_path: Path
) -> None:
    good = a_list(
        tmp_path, "keys.csv", "iccid,imsi,ki,opc", f"8,460000000000001,{'a' * 32},{'B' * 32}"
    )
    bad = a_list(tmp_path, "bad.csv", "imsi,ki,opc", f"460000000000001,{'g' * 32},{'c' * 31}")

    loaded, _ = await terminal.types("vault", "load", good)
    refused, said = await terminal.types("vault", "load", bad)

    assert (loaded, refused) == (0, 1)
    assert "bad.csv, row 2, column ki: KEY_NOT_HEX" in said
    assert "bad.csv, row 2, column opc: KEY_NOT_HEX" in said
    assert "ggg" not in said
    assert "ccc" not in said
    assert len(terminal.notes.all("LoadKeysRequest")) == 1


async def test_a_key_the_vault_refuses_is_named_by_its_row(
    terminal: Terminal, tmp_path: Path
) -> None:
    keys = a_list(tmp_path, "keys.csv", "imsi,ki,opc", f"460000000000001,{'a' * 32},{'b' * 32}")
    terminal.notes.answers["LoadKeysRequest"] = Refusal(
        "KEYS_DIFFER", "It has other keys.", field="cards[0].ki"
    )

    code, said = await terminal.types("vault", "load", keys)

    assert code == 1
    assert "keys.csv, row 2, column ki: KEYS_DIFFER: It has other keys." in said


async def test_the_catalogue_is_sent_as_one_and_only_checked_when_asked(
    terminal: Terminal, tmp_path: Path
) -> None:
    a_list(tmp_path, "fees.yaml", "fees: {sim_card: 2000}", "valid_from: 2026-01-01")
    a_list(tmp_path, "offerings.yaml", "offerings:", "  - code: prepaid-basic")

    code, said = await terminal.types("catalogue", "check", str(tmp_path))
    await terminal.types("catalogue", "load", str(tmp_path))

    checked, loaded = terminal.notes.all("LoadCatalogueRequest")
    assert (code, checked.dry_run, loaded.dry_run) == (0, True, False)
    # Each file under its name: so billing can say in which one something is wrong.
    assert json.loads(loaded.catalogue) == {
        "fees.yaml": {"fees": {"sim_card": 2000}, "valid_from": "2026-01-01"},
        "offerings.yaml": {"offerings": [{"code": "prepaid-basic"}]},
    }
    assert "version 3 would be loaded" in said


async def test_lists_that_two_files_say_parts_of_are_one(
    terminal: Terminal, tmp_path: Path
) -> None:
    a_list(tmp_path, "main.yaml", "offerings:", "  - code: prepaid-basic")
    a_list(tmp_path, "more.yaml", "offerings:", "  - code: prepaid-more")

    await terminal.types("catalogue", "check", str(tmp_path))

    (checked,) = terminal.notes.all("LoadCatalogueRequest")
    codes = [{"code": "prepaid-basic"}, {"code": "prepaid-more"}]
    assert json.loads(checked.catalogue) == {"offerings": codes}


async def test_a_refusal_is_said_with_its_code_and_field(
    terminal: Terminal, tmp_path: Path
) -> None:
    a_list(tmp_path, "fees.yaml", "fees: {}")
    terminal.notes.answers["LoadCatalogueRequest"] = Invalid(
        "CATALOGUE_NOT_VALID", "Fees are missing.", field="fees"
    )

    code, said = await terminal.types("catalogue", "load", str(tmp_path))

    assert code == 1
    assert "Refused with CATALOGUE_NOT_VALID (field fees): Fees are missing." in said


ORDER = "0193e000-0000-7000-8000-0000000000ff"


def span(name: str, parent: str, *, at: int, service: str) -> operations.Span:
    made = operations.Span(
        trace_id="t", span_id=name, parent_span_id=parent, service=service, name=name, duration=1500
    )
    made.started_at.FromDatetime(BEGAN + timedelta(milliseconds=at))
    return made


async def test_the_way_of_an_order_is_drawn_through_all_services(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trace, "SETTLING_SECONDS", 0)
    whole = [
        operations.ListSpansResponse(spans=[span("hear", "place", at=20, service="provisioning")]),
        operations.ListSpansResponse(spans=[span("rest", "", at=0, service="gateway")]),
        operations.ListSpansResponse(spans=[span("place", "rest", at=5, service="orders")]),
        NotFound("NOTHING", "Nothing is kept."),
        operations.ListSpansResponse(),
    ]
    # What ended just now is written a moment later: it is asked for until nothing is added.
    part = [*whole[:2], operations.ListSpansResponse(), *whole[3:]]
    terminal.notes.answers["ListSpansRequest"] = [*part, *whole, *whole]

    code, said = await terminal.types("trace", ORDER)

    lines = [line.split("ms")[-1].rstrip() for line in said.splitlines()[1:4]]
    assert code == 0
    assert [line.split()[-1] for line in lines] == ["rest", "place", "hear"]
    assert [len(line) - len(line.split()[-1]) for line in lines] == sorted(
        len(line) - len(line.split()[-1]) for line in lines
    )
    assert "3 spans, 21.5 ms in all" in said
    assert "not complete: Nothing is kept." in said


async def test_an_order_nobody_knows_has_no_way(terminal: Terminal) -> None:
    code, said = await terminal.types("trace", ORDER)

    assert code == 1
    assert "bossctl orders show" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("trace", "nonsense"), "'nonsense' is no order's id"),
        (("parked", "list", "--topic", "boss.nothing.v1"), "There is no topic 'boss.nothing.v1'"),
        (
            ("parked", "redrive", "orders", "--topic", "nothing", "--reason", "why"),
            "There is no topic 'nothing'",
        ),
        (
            ("locks", "lift", "billing", "nothing", "--who", "she", "--reason", "why"),
            "There is no kind 'nothing'",
        ),
    ],
)
async def test_a_word_nobody_knows_is_a_misuse(
    terminal: Terminal, words: tuple[str, ...], told: str
) -> None:
    code, said = await terminal.types(*words)

    assert (code, terminal.notes.asked) == (2, [])
    assert told in " ".join(said.split())


async def test_a_process_nobody_offers_is_none(terminal: Terminal) -> None:
    none = asked_orders.ListOrdersResponse()
    terminal.notes.answers["ListOrdersRequest"] = none

    unknown = await terminal.types("orders", "list", "--process", "nothing")
    known = await terminal.types("orders", "list", "--process", "sim_swap")

    assert unknown[0] == 2
    assert "There is no process 'nothing'. There are: sim_swap." in unknown[1]
    assert known == (0, "there is no such order\n")


async def test_orders_are_found_by_the_number_people_have(terminal: Terminal) -> None:
    code, _ = await terminal.types("orders", "list", "--subscriber", "+86 139 0010 0000")

    (whose,) = terminal.notes.all("GetSubscriberRequest")
    (asked,) = terminal.notes.all("ListOrdersRequest")
    assert (code, whose.msisdn, asked.subscriber_id) == (0, "8613900100000", "she")


async def test_parked_events_are_listed_shown_driven_again_and_dropped(
    terminal: Terminal,
) -> None:
    one = operations.Parked(id=7, topic="boss.arrears.v1", key="k", cause="ValueError: no")
    terminal.notes.answers["ListParkedRequest"] = operations.ListParkedResponse(
        parked=[one], total=1
    )

    assert "ValueError: no" in (await terminal.types("parked", "list", "--service", "orders"))[1]
    assert '{"a": 1}' in (await terminal.types("parked", "show", "orders", "7"))[1]
    again = await terminal.types("parked", "redrive", "orders", "7", "--reason", "fixed")
    assert again == (0, "2 handled, 0 still parked\n")
    assert (await terminal.types("parked", "drop", "orders", "7", "--reason", "old"))[0] == 0
    assert terminal.notes.all("DropParkedRequest")[0].reason == "old"
    assert terminal.notes.all("RedriveParkedRequest")[0].id == 7


async def test_appointments_that_wait_for_a_person_are_listed_tried_again_and_dropped(
    terminal: Terminal,
) -> None:
    due = Timestamp(seconds=1_900_000_000)
    one = appointments.Appointment(
        name="voluntary_term_end", key="she/order", due_at=due, attempts=1, held_at=due,
        refusal="NETWORK_SAYS_NO It cannot.",
    )  # fmt: skip
    terminal.notes.answers["ListAppointmentsRequest"] = appointments.ListAppointmentsResponse(
        appointments=[one], held=2
    )

    listed = (await terminal.types("appointments", "list", "--service", "orders"))[1]
    named = ("orders", "voluntary_term_end", "she/order", "--reason", "the element is well")
    again = await terminal.types("appointments", "again", *named)
    dropped = await terminal.types("appointments", "drop", *named)

    assert "NETWORK_SAYS_NO It cannot." in listed
    assert "a person decides" in listed
    assert "2 wait for a person in all" in listed
    assert again == (0, "orders voluntary_term_end she/order comes again\n")
    assert dropped == (0, "orders voluntary_term_end she/order is given up\n")
    (asked,) = terminal.notes.all("TryAppointmentAgainRequest")
    assert (asked.name, asked.key, asked.reason) == named[1:3] + named[4:]
    assert terminal.notes.all("DropAppointmentRequest")[0].key == "she/order"
    assert (await terminal.types("appointments", "drop", *named[:3]))[0] == 2


async def test_what_is_still_parked_after_a_redrive_is_no_success(terminal: Terminal) -> None:
    terminal.notes.answers["RedriveParkedRequest"] = operations.RedriveParkedResponse(
        still_parked=3, cause="ValueError: still no"
    )

    code, said = await terminal.types(
        "parked", "redrive", "orders", "--topic", "boss.arrears.v1", "--reason", "try"
    )

    assert (code, "still no" in said) == (1, True)
    assert (await terminal.types("parked", "redrive", "orders", "--reason", "which"))[0] == 2
    assert (await terminal.types("parked", "drop", "orders", "7"))[0] == 2


async def test_changes_and_held_orders_wait_for_a_person_with_a_reason(terminal: Terminal) -> None:
    assert "ERR3202" in (await terminal.types("changes", "list", "--state", "held"))[1]
    for act in ("retry", "refuse"):
        assert (await terminal.types("changes", act, "change"))[0] == 2
        assert (await terminal.types("changes", act, "change", "--reason", "seen"))[0] == 0
    assert "86139****0000" in (await terminal.types("orders", "held"))[1]
    assert (await terminal.types("orders", "show", "order"))[0] == 0
    code, _ = await terminal.types(
        "orders", "resolve", "order", "close_by_hand", "--reason", "agreed with the customer"
    )
    (resolved,) = terminal.notes.all("ResolveHeldOrderRequest")
    assert code == 0
    assert (resolved.order_id, resolved.resolution) == ("order", "close_by_hand")
    assert terminal.notes.all("ListOrdersRequest")[0].state == "held"
    assert terminal.notes.all("RefuseChangeRequest")[0].reason == "seen"


async def test_a_reconciliation_where_all_agrees_says_so(terminal: Terminal) -> None:
    code, said = await terminal.types("reconcile")

    assert code == 0
    assert "everything agrees" in said
    assert "OFF" not in said
    assert terminal.notes.all("ReconcileArrearsRequest")[0].dry_run
    assert terminal.notes.all("RepairRequest") == []


async def test_a_reconciliation_finds_what_differs_on_every_page(terminal: Terminal) -> None:
    off = network.Difference(kind="missing_in_network", msisdn="8613900100000")
    terminal.notes.answers["CompareRequest"] = [
        network.CompareResponse(compared=500, last_msisdn="8613900100400"),
        network.CompareResponse(compared=3, differences=[off]),
    ]
    terminal.notes.answers["CountLedgerRequest"] = ledger.CountLedgerResponse(sum_minor=5)
    terminal.notes.answers["ReconcileArrearsRequest"] = orders.ReconcileArrearsResponse(
        compared=2, placed_for=["subscriber"]
    )

    code, said = await terminal.types("reconcile")

    assert code == 1
    assert "OFF   ledger of 0 postings: sum 5 = zero 0" in said
    assert "503 compared, 1 differ" in said
    assert "86139****0000 missing_in_network" in said
    assert "an order is missing for subscriber" in said
    assert terminal.notes.all("CompareRequest")[1].after_msisdn == "8613900100400"


async def test_repairing_restores_what_differs(terminal: Terminal) -> None:
    off = network.Difference(kind="level_differs", msisdn="8613900100000")
    terminal.notes.answers["CompareRequest"] = network.CompareResponse(
        compared=1, differences=[off]
    )
    terminal.notes.answers["RepairRequest"] = provisioning.RepairResponse(repaired=[off])
    terminal.notes.answers["ReconcileArrearsRequest"] = orders.ReconcileArrearsResponse(
        placed_for=["subscriber"]
    )

    code, said = await terminal.types("reconcile", "--repair")

    assert code == 0
    assert "repaired: 86139****0000 level_differs" in said
    assert "an order was placed for subscriber" in said
    assert terminal.notes.all("RepairRequest")[0].msisdns == ["8613900100000"]
    assert not terminal.notes.all("ReconcileArrearsRequest")[0].dry_run


async def test_a_use_is_explained_or_says_what_it_waits_for(terminal: Terminal) -> None:
    used = ledger.RatedUsage(record_id="r-1", kind="data", peer="ctnet", derivation="by the GB")
    terminal.notes.answers["ExplainUsageRequest"] = [
        ledger.ExplainUsageResponse(usage=used, subscriber_id="anna"),
        ledger.ExplainUsageResponse(usage=used, subscriber_id="anna", waits_for="no_tariff"),
    ]

    code, rated = await terminal.types("explain", "r-1")
    _, waits = await terminal.types("explain", "r-1")

    assert code == 0
    assert "r-1: data to ctnet" in rated
    assert rated.endswith("by the GB\n")
    assert waits.endswith("waits for: no_tariff\n")


@pytest.mark.parametrize(
    ("country", "shown"), [("GB", "from GB (23415)"), ("", "from an unknown country (23415)")]
)
async def test_a_use_abroad_is_explained_with_its_country(
    terminal: Terminal, country: str, shown: str
) -> None:
    used = ledger.RatedUsage(
        record_id="r-1", kind="data", peer="ctnet", visited_plmn="23415", visited_country=country
    )
    terminal.notes.answers["ExplainUsageRequest"] = ledger.ExplainUsageResponse(usage=used)

    _, printed = await terminal.types("explain", "r-1")

    assert f"r-1: data to ctnet {shown}, " in printed


async def test_clock_and_processes_are_shown(terminal: Terminal) -> None:
    code, clock = await terminal.types("clock", "show")
    _, processes = await terminal.types("processes")

    assert code == 0
    assert {"accounts", "billing", "orders", "provisioning"} <= set(clock.split())
    assert "补换卡" in processes
    assert "hall + face" in processes


async def test_a_service_that_is_not_there_is_named(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bossctl.client.USUAL_SECONDS", 0.3)
    monkeypatch.setenv("BOSS_PEERS", '{"orders": "127.0.0.1:9"}')

    code, said = await terminal.types("orders", "held")

    assert code == 1
    assert "orders did not answer within" in said
    assert "BOSS_PEERS" in said


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOSS_PEERS", ""),
        ("BOSS_PEERS", "{}"),
        ("BOSS_PEERS", '{"accounts": "127.0.0.1:9"}'),
        ("BOSS_CALL_KEY_FILE", "/nowhere.key"),
    ],
)
async def test_without_knowing_where_it_says_what_to_set(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    code, said = await terminal.types("orders", "held")

    assert (code, variable in said) == (2, True)


async def test_a_token_is_signed_with_the_issuers_key(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KeyFiles.make(tmp_path / "keys")
    monkeypatch.setenv("BOSS_TOKEN_SIGNING_KEY_FILE", str(keys.signing_key))
    monkeypatch.setenv("BOSS_TOKEN_KEYS_FILE", str(keys.key_set))

    code, token = await terminal.types("token", "--role", "customer", "--customer", "anna")

    listed = json.loads(keys.key_set.read_text())["keys"][0]
    claims = jwt.decode(token.strip(), jwt.PyJWK(listed), algorithms=["ES256"], audience="kaitong")
    assert code == 0
    assert jwt.get_unverified_header(token.strip())["kid"] == listed["kid"]
    assert (claims["roles"], claims["channel"], claims["customer_id"]) == (
        ["customer"], "app", "anna",
    )  # fmt: skip
    assert (await terminal.types("token", "--role", "customer"))[0] == 2
    assert (await terminal.types("token", "--role", "clerk", "--hours", "0"))[0] == 2
    monkeypatch.setenv("BOSS_TOKEN_KEYS_FILE", str(KeyFiles.make(tmp_path / "other").key_set))
    other, said = await terminal.types("token", "--role", "clerk")
    assert (other, "public half" in said) == (2, True)


async def test_who_shares_an_account_must_say_who_asks(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In our images everybody is the same account, or one without a name."""

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 10001")

    for account in (nameless, lambda: "kaitong"):
        monkeypatch.setattr("getpass.getuser", account)

        code, said = await terminal.types("clock", "show")
        named, _ = await terminal.types("--as", "chen", "clock", "show")

        assert (code, named) == (2, 0)
        assert "--as NAME" in said
