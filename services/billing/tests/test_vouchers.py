"""Vouchers: loaded without their codes, redeemed once, and guessed by nobody."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, CLERK, OPERATIONS, SUPERVISOR, HouseOfBilling, fen
from test_payments import BORIS_APP
from test_reversals import reverses

from billing.payments.domain.voucher import hash_of_code, sealed
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, vouchers_pb2
from kernel.caller import SYSTEM, Caller
from kernel.errors import Refusal, TryLater
from kernel.ids import new_id
from runtime.rpc.calling import acting

CODE = "1234 5678 9012 3456"
OTHER = "6543 2109 8765 4321"


def printed(serial: str, code: str) -> commands_pb2.PrintedVoucher:
    plain = code.replace(" ", "")
    return commands_pb2.PrintedVoucher(
        serial=serial, code_hash=hashlib.sha256(plain.encode()).hexdigest()
    )


async def loads(house: HouseOfBilling, *, by: Caller = OPERATIONS, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "batch": "spring",
        "amount": fen(5000),
        "valid_until": "2026-12-31",
        "vouchers": [printed("A-1", CODE), printed("A-2", OTHER)],
    } | changes
    with acting(by):
        return await house.commands.LoadVouchers(commands_pb2.LoadVouchersRequest(**said), None)


async def redeems(
    house: HouseOfBilling, code: str = CODE, *, by: Caller = SYSTEM, **changes: Any
) -> Any:
    said: dict[str, Any] = {"request_id": new_id(), "msisdn": ANNA.msisdn, "code": code} | changes
    with acting(by):
        return await house.commands.RedeemVoucher(commands_pb2.RedeemVoucherRequest(**said), None)


async def blocks(house: HouseOfBilling, *serials: str, by: Caller = SUPERVISOR, **said: Any) -> Any:
    request = commands_pb2.BlockVouchersRequest(
        **{"request_id": new_id(), "serials": serials, "reason": "stolen"} | said
    )
    with acting(by):
        return await house.commands.BlockVouchers(request, None)


def customer(name: str) -> Caller:
    return Caller(name, frozenset({"customer"}), channel="app", customer_id=f"customer of {name}")


async def try_to_redeem(house: HouseOfBilling, code: str = "0000 0000", *, by: Caller) -> Refusal:
    with pytest.raises(Refusal) as refused:
        await redeems(house, code, by=by)
    return refused.value


async def test_a_voucher_is_paid_in_from_what_was_sold(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await loads(house)

    answer = await redeems(house)

    (said,) = await house.said(events_pb2.PaymentReceived)
    assert (answer.amount, answer.account.balance) == (fen(5000), fen(5100))
    assert (said.payment_id, said.payment_channel) == (answer.payment_id, "card")
    assert (await house.postings(ANNA))[-2:] == [
        ("voucher_sales", -5000, "payment"),
        ("customer", 5000, "payment"),
    ]
    assert (await house.totals()).sum_minor == 0


async def test_hyphens_and_spaces_do_not_count(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await loads(house)

    answer = await redeems(house, "1234-5678-9012-3456")

    assert answer.amount == fen(5000)


async def test_a_voucher_is_redeemed_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    await loads(house)
    same = new_id()

    first = await redeems(house, request_id=same)
    again = await redeems(house, request_id=same)
    refusal = await house.refuses("VOUCHER_USED", redeems(house, msisdn=BORIS.msisdn))

    assert (again, refusal.field) == (first, "code")
    assert (await house.left(ANNA), await house.left(BORIS)) == (5100, 100)


async def test_a_voucher_whose_payment_is_reversed_is_redeemed_for_the_number_that_was_meant(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    await loads(house)
    wrong = await redeems(house)

    await reverses(house, payment_channel="card", reference="A-1")
    audits = await house.said(audit_pb2.AuditRecorded)
    right = await redeems(house, msisdn=BORIS.msisdn)
    used = await house.refuses("VOUCHER_USED", redeems(house))

    given_back = next(one for one in audits if one.action == "voucher.given_back")
    assert (given_back.object_id, given_back.actor) == ("voucher A-1", "supervisor")
    assert given_back.reason == "another number was meant"
    assert right.payment_id != wrong.payment_id
    assert (await house.left(ANNA), await house.left(BORIS)) == (100, 5100)
    assert (await house.postings(ANNA))[-2:] == [
        ("voucher_sales", 5000, "reversal"),
        ("customer", -5000, "reversal"),
    ]
    assert used.field == "code"
    assert (await house.totals()).sum_minor == 0


async def test_it_goes_back_as_often_as_it_is_redeemed_and_under_a_reference_each(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    await loads(house)
    for reference in ("A-1", "A-1/2", "A-1/3"):
        await redeems(house)
        await reverses(house, payment_channel="card", reference=reference)
        again = reverses(house, payment_channel="card", reference=reference)
        await house.refuses("PAYMENT_ALREADY_REVERSED", again)

    await blocks(house, "A-1")

    assert await house.left(ANNA) == 100
    await house.refuses("VOUCHER_BLOCKED", redeems(house))


async def test_a_payment_of_a_card_that_is_none_of_ours_gives_no_voucher_back(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    await loads(house)
    await redeems(house)
    await house.pays(ANNA, 700, channel="bank", reference="A-1/2")

    await reverses(house, payment_channel="bank", reference="A-1/2")

    await house.refuses("VOUCHER_USED", redeems(house))


async def test_two_numbers_at_once_get_it_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    await loads(house)

    answers = await asyncio.gather(
        *[redeems(house, msisdn=who.msisdn) for who in (ANNA, BORIS) * 2], return_exceptions=True
    )

    refused = [one.code for one in answers if isinstance(one, Refusal)]
    assert refused == ["VOUCHER_USED"] * 3
    assert sorted([await house.left(ANNA), await house.left(BORIS)]) == [100, 5100]


async def test_it_is_taken_through_its_last_day(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100_000)
    await loads(house, valid_until="2026-11-22")

    house.clock.instant += timedelta(hours=11, minutes=59)
    await redeems(house)
    house.clock.instant += timedelta(minutes=1)

    await house.refuses("VOUCHER_EXPIRED", redeems(house, OTHER))


async def test_a_blocked_voucher_is_not_taken(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await loads(house)

    answer = await blocks(house, "A-1")
    again = await blocks(house, "A-1", "A-2")
    audited = (await house.said(audit_pb2.AuditRecorded))[-1]

    assert (answer.blocked, again.blocked) == (1, 1)
    assert (audited.action, audited.reason) == ("voucher.blocked", "stolen")
    await house.refuses("VOUCHER_BLOCKED", redeems(house))
    await house.refuses("VOUCHER_UNKNOWN", blocks(house, "A-2", "A-3"))


async def test_a_used_voucher_is_not_blocked(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await loads(house)
    await redeems(house)

    refusal = await house.refuses("VOUCHER_USED", blocks(house, "A-2", "A-1"))

    assert refusal.field == "serials[1]"
    assert (await redeems(house, OTHER)).amount == fen(5000)


async def test_after_five_wrong_codes_a_number_waits_for_an_hour(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    await loads(house)
    for guess in range(5):
        await house.refuses("VOUCHER_UNKNOWN", redeems(house, f"0000 0000 {guess}"))

    refusal = await house.refuses("VOUCHER_LOCKED", redeems(house))
    await redeems(house, OTHER, msisdn=BORIS.msisdn)
    house.clock.instant += timedelta(minutes=59)
    await house.refuses("VOUCHER_LOCKED", redeems(house))
    house.clock.instant += timedelta(minutes=1)

    assert refusal.field == "msisdn"
    assert (await redeems(house)).amount == fen(5000)


async def test_who_guesses_is_locked_whatever_number_they_try_next(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await house.has(BORIS, left=100)
    await loads(house)
    carl = customer("Carl")
    for guess in range(5):
        await house.refuses("VOUCHER_UNKNOWN", redeems(house, f"0000 0000 {guess}", by=carl))

    next_number = await house.refuses(
        "VOUCHER_LOCKED", redeems(house, "0000 0000 6", by=carl, msisdn=BORIS.msisdn)
    )
    unknown_number = redeems(house, "0000 0000 7", by=carl, msisdn="8613999999999")
    await house.refuses("VOUCHER_LOCKED", unknown_number)
    (locked,) = [
        one for one in await house.said(audit_pb2.AuditRecorded) if one.action == "voucher.locked"
    ]

    assert isinstance(next_number, TryLater)
    assert next_number.seconds == 3600
    assert (locked.actor, locked.outcome) == ("Carl", "locked")
    answer = await redeems(house, by=BORIS_APP, msisdn=BORIS.msisdn)
    assert answer.amount == fen(5000)


async def test_who_is_unlocked_tries_again_and_only_who_waits_is_unlocked(
    house: HouseOfBilling,
) -> None:
    """解锁, rules 2.15"""
    await house.has(ANNA, left=100)
    await loads(house)
    anna = Caller("anna", frozenset({"customer"}), channel="app", customer_id=ANNA.customer)
    unlocking = house.does(clear_voucher_tries={"account_id": ANNA.account})
    await house.refuses("NOT_LOCKED", unlocking)
    for guess in range(5):
        await house.refuses("VOUCHER_UNKNOWN", redeems(house, f"0000 0000 {guess}", by=anna))
    await house.refuses("VOUCHER_LOCKED", redeems(house, by=anna))

    await house.does(clear_voucher_tries={"account_id": ANNA.account})

    assert (await redeems(house, by=anna)).amount == fen(5000)
    await house.refuses("NOT_LOCKED", house.does(clear_voucher_tries={"account_id": ANNA.account}))


async def test_the_owners_good_card_works_whatever_strangers_tried_at_her_number(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    await loads(house)
    anna = Caller("anna", frozenset({"customer"}), channel="app", customer_id=ANNA.customer)
    for stranger in range(30):
        await try_to_redeem(house, f"0000 0000 {stranger}", by=customer(f"stranger {stranger}"))
    fresh = customer("one more stranger")

    await house.refuses("VOUCHER_UNKNOWN", redeems(house, "1111 1111", by=fresh))
    await house.refuses("VOUCHER_LOCKED", redeems(house, "1111 1112", by=fresh))
    await house.refuses("VOUCHER_UNKNOWN", redeems(house, "1111 1113", by=anna))
    answer = await redeems(house, by=anna)

    assert answer.amount == fen(5000)


async def test_every_lock_is_longer_than_the_one_before(house: HouseOfBilling) -> None:
    carl, waits = customer("Carl"), []
    for _ in range(6):
        while not isinstance(refused := await try_to_redeem(house, by=carl), TryLater):
            assert refused.code == "VOUCHER_UNKNOWN"
        waits.append(refused.seconds / 3600)
        house.clock.instant += timedelta(seconds=refused.seconds)

    assert waits == [1, 2, 4, 8, 16, 24]


async def test_a_customer_who_signs_in_otherwise_is_the_same_customer(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=100)
    for device in range(5):
        phone = replace(customer("Carl"), id=f"device {device}")
        await house.refuses("VOUCHER_UNKNOWN", redeems(house, "0000 0000", by=phone))

    await house.refuses("VOUCHER_LOCKED", redeems(house, by=customer("Carl")))


async def test_guesses_at_once_are_counted_one_by_one(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)

    answers = await asyncio.gather(
        *[redeems(house, f"0000 0000 {guess:04}") for guess in range(20)], return_exceptions=True
    )

    codes = [one.code for one in answers if isinstance(one, Refusal)]
    assert sorted(codes) == ["VOUCHER_LOCKED"] * 15 + ["VOUCHER_UNKNOWN"] * 5


async def test_a_right_code_ends_the_count_and_so_does_a_day(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100_000)
    await loads(house)
    for guess in range(4):
        await house.refuses("VOUCHER_UNKNOWN", redeems(house, f"0000 0000 {guess}"))
    await redeems(house)
    for guess in range(4):
        await house.refuses("VOUCHER_UNKNOWN", redeems(house, f"0000 0000 {guess}"))
    house.clock.instant += timedelta(days=1)
    await house.refuses("VOUCHER_UNKNOWN", redeems(house, "0000 0000"))

    assert (await redeems(house, OTHER)).amount == fen(5000)


async def test_the_code_is_kept_nowhere(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await loads(house)
    await redeems(house)
    traces = (CODE.replace(" ", ""), CODE, hash_of_code(CODE))

    async with house.database.reading() as connection:
        tables = await connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        for table in tables.scalars():
            found = await connection.exec_driver_sql(f"SELECT t::text FROM {table} t")  # noqa: S608
            for row in found.scalars():
                hidden = [trace.encode().hex() for trace in traces]
                assert not any(trace in row for trace in (*traces, *hidden)), table


async def test_known_vouchers_stay_as_they_are(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    first = await loads(house)

    again = await loads(
        house, amount=fen(9000), vouchers=[printed("A-1", "11112222"), printed("A-3", OTHER)]
    )

    assert (first.added, first.known, again.added, again.known) == (2, 0, 0, 2)
    assert (await redeems(house)).amount == fen(5000)


async def test_who_pays_for_another_does_not_learn_what_is_left(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await loads(house)

    answer = await redeems(house, by=BORIS_APP)

    assert not answer.account.HasField("balance")


async def test_a_seal_tells_nothing_without_its_key() -> None:
    code_hash = hash_of_code(CODE)

    assert sealed(code_hash, key=b"a") != sealed(code_hash, key=b"b")
    assert code_hash not in sealed(code_hash, key=b"a")


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("FIELD_NOT_VALID", "code", {"code": "12"}),
        ("FIELD_NOT_VALID", "code", {"code": "' OR 1 = 1 --"}),
        ("FIELD_NOT_VALID", "msisdn", {"msisdn": "moon"}),
        ("ACCOUNT_UNKNOWN", None, {"msisdn": "8613999999999"}),
        ("VOUCHER_UNKNOWN", "code", {"code": "0000 0000"}),
        ("FIELD_MISSING", "request_id", {"request_id": ""}),
    ],
)
async def test_a_try_that_is_refused_moves_no_money(
    house: HouseOfBilling, code: str, field: str | None, changes: dict[str, Any]
) -> None:
    await house.has(ANNA, left=100)
    await loads(house)
    before = await house.rows("posting"), await house.rows("outbox")

    refusal = await house.refuses(code, redeems(house, **changes))

    assert refusal.field == field
    assert (await house.rows("posting"), await house.rows("outbox")) == before


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("ROLE_REQUIRED", None, {"by": CLERK}),
        ("ROLE_REQUIRED", None, {"by": SUPERVISOR}),
        ("FIELD_MISSING", "batch", {"batch": ""}),
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(0)}),
        ("FIELD_MISSING", "valid_until", {"valid_until": ""}),
        ("FIELD_NOT_VALID", "valid_until", {"valid_until": "2026-11-21"}),
        ("FIELD_NOT_VALID", "vouchers", {"vouchers": []}),
        ("FIELD_NOT_VALID", "vouchers[0].serial", {"vouchers": [printed("a b", CODE)]}),
        (
            "FIELD_NOT_VALID",
            "vouchers[0].code_hash",
            {"vouchers": [commands_pb2.PrintedVoucher(serial="a", code_hash="1234567890123456")]},
        ),
    ],
)
async def test_a_batch_that_is_refused_loads_nothing(
    house: HouseOfBilling, code: str, field: str | None, changes: dict[str, Any]
) -> None:
    refusal = await house.refuses(code, loads(house, **changes))

    assert refusal.field == field
    assert await house.rows("voucher") == 0


async def test_a_wrong_code_tells_nobody_which_numbers_there_are(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    await loads(house)
    told = []
    for number in (ANNA.msisdn, "8613900199999"):
        with pytest.raises(Refusal) as refusal:
            await redeems(house, "0000 0000 0000 0000", by=customer("carla"), msisdn=number)
        told.append((type(refusal.value), refusal.value.code, refusal.value.field))

    assert told[0] == told[1]
    assert told[0][1] == "VOUCHER_UNKNOWN"
    await house.refuses("ACCOUNT_UNKNOWN", redeems(house, msisdn="8613900199999"))


async def test_a_closed_account_takes_no_voucher(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)
    await loads(house)
    await order.undoes()

    await house.refuses("STATE_NOT_ALLOWED", redeems(house))


LARGE = fen(600_000)
"""Of two cards that is more than one person may load in a day."""


async def releases(house: HouseOfBilling, *, by: Caller = SUPERVISOR, **said: Any) -> Any:
    request = vouchers_pb2.ReleaseVouchersRequest(
        **{"request_id": new_id(), "batch": "spring", "reason": "counted"} | said
    )
    with acting(by):
        return await house.batches.ReleaseVouchers(request, None)


async def waiting(house: HouseOfBilling) -> list[tuple[str, str, int, int]]:
    with acting(SUPERVISOR):
        found = await house.batches.ListWaitingBatches(
            vouchers_pb2.ListWaitingBatchesRequest(), None
        )
    return [(one.batch, one.loaded_by, one.vouchers, one.worth.minor) for one in found.batches]


async def test_a_batch_above_the_limit_waits_for_a_second_person(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    loaded = await loads(house, amount=LARGE)
    await house.refuses("VOUCHER_NOT_RELEASED", redeems(house))
    listed = await waiting(house)

    released = await releases(house)

    assert (loaded.added, loaded.waiting) == (2, 2)
    assert listed == [("spring", "operator", 2, 1_200_000)]
    assert (released.released, released.worth, await waiting(house)) == (2, fen(1_200_000), [])
    await redeems(house)
    assert await house.left(ANNA) == 600_100
    audited = [one for one in await house.said(audit_pb2.AuditRecorded) if "voucher" in one.action]
    assert [(one.action, one.actor) for one in audited] == [
        ("vouchers.loaded", "operator"), ("vouchers.released", "supervisor"),
    ]  # fmt: skip


async def test_who_loaded_a_batch_does_not_release_it(house: HouseOfBilling) -> None:
    tool, again = (replace(OPERATIONS, id=f"{name} (bossctl)") for name in ("olga", "oleg"))
    await loads(house, by=tool, amount=LARGE)

    for by in (again, replace(OPERATIONS, id="Olga")):
        await house.refuses("SAME_PERSON", releases(house, by=by))
    await house.refuses("ROLE_REQUIRED", releases(house, by=CLERK))
    await house.refuses("BATCH_UNKNOWN", releases(house, batch="autumn"))
    await house.refuses("FIELD_MISSING", releases(house, reason=" "))
    blocked = await blocks(house, "A-1")
    released = await releases(house)

    assert (blocked.blocked, released.released) == (1, 1)
    await house.refuses("BATCH_UNKNOWN", releases(house))


async def test_small_batches_of_one_person_add_up_for_a_day(house: HouseOfBilling) -> None:
    cards = [printed(f"B-{place}", f"0000 0000 0000 {place:04}") for place in range(4)]
    states = []
    for place, card in enumerate(cards):
        if place == 3:
            await house.turns_clock_to(house.clock.now() + timedelta(days=1))
        names = replace(OPERATIONS, id=f"name {place} (bossctl)")
        states.append((await loads(house, by=names, amount=fen(400_000), vouchers=[card])).waiting)

    known = await loads(house, amount=fen(400_000), vouchers=cards[:1])

    assert states == [0, 0, 1, 0]
    assert (known.added, known.known, known.waiting) == (0, 1, 0)
