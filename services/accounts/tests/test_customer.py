"""Registering and checking persons: papers, proofs, and what is refused."""

from datetime import date, timedelta

import pytest
from shop_of_accounts import CLERK, NOON, Shop, a_paper, a_paper_number, customer_asks

from accounts.customers.domain.ages import USUAL_AGES
from accounts.customers.domain.customer import (
    Person,
    must_have_begun,
    read_capture,
    read_day,
)
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.usecases.read_customer import (
    find_by_paper,
    list_customers,
    read_customer,
    read_customer_in_full,
)
from accounts.customers.wire import masked_customer
from accounts.proofs.domain.proof import UseProof
from accounts.proofs.usecases.record_proof import Checking, record_proof
from kernel.caller import Caller
from kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from kernel.identity_paper import check_sign
from kernel.ids import new_id
from kernel.page import Page

TODAY = date(2026, 11, 22)


async def test_same_paper_is_the_same_customer(shop: Shop) -> None:
    paper = a_paper()

    first, again = await shop.registers(paper), await shop.registers(paper)

    assert first.customer.id == again.customer.id
    [said] = await shop.said_about(first.customer.id)
    assert (said.what, said.version) == ("registered", 1)


@pytest.mark.holds("R-ID-4")
async def test_old_number_of_fifteen_digits_is_the_same_person(shop: Shop) -> None:
    number = a_paper_number()
    old = IdentityPaper.read("id_card", number[:6] + number[8:17])

    first = await shop.registers(IdentityPaper.read("id_card", f" {number.lower()} "))

    assert (await shop.registers(old)).customer.id == first.customer.id


async def test_temporary_card_is_the_same_person(shop: Shop) -> None:
    number = a_paper_number()
    first = await shop.registers(IdentityPaper.read("id_card", number))

    again = await shop.registers(IdentityPaper.read("temp_id", number))

    assert again.customer.id == first.customer.id


@pytest.mark.parametrize(
    ("type_", "number", "again"),
    [
        ("passport", "E12345678", ["e12345678", "E 1234 5678", "E-1234-5678", "Ｅ１２３４５６７８",
                                   "E\u20131234\u22125678", "E1234\u200b5678", "E.1234/5678"]),
        ("passport", "PA0940443", ["pa-0940443", " PA 0940443 ", "PA(0940443)"]),
        ("hkmo_permit", "H12345678", ["h-12345678", "H1234567801", "H12345678 02"]),
        ("tw_permit", "12345678", ["1234-5678", "1234567801(B)", "12345678 02 b", "1234567803"]),
        ("fpr_card", "USA110082010112", ["usa-110082-010112", "USA 1100 8201 0112"]),
        ("military_id", "A0012345", ["a-0012345", "A 001 2345"]),
        ("household_book", "110200100", ["110-200-100", "110200100 "]),
        ("id_card", "11010519491231002X", ["110105-19491231-002x", "110105491231002"]),
    ],
)  # fmt: skip
async def test_a_paper_is_one_however_its_number_is_typed(
    shop: Shop, type_: str, number: str, again: list[str]
) -> None:
    first = await shop.registers(IdentityPaper.read(type_, number))

    found = [await shop.registers(IdentityPaper.read(type_, one)) for one in again]

    assert {one.customer.id for one in found} == {first.customer.id}
    assert first.customer.paper.number == number


@pytest.mark.parametrize(
    ("type_", "number"),
    [
        ("passport", "PASSPORT"), ("passport", "E" + "1" * 20), ("hkmo_permit", "E12345678"),
        ("hkmo_permit", "H1234567"), ("tw_permit", "E12345678"), ("tw_permit", "123456789"),
        ("fpr_card", "USA11008201011"), ("fpr_card", "911010519491231002"),
        ("military_id", "GENERAL"), ("household_book", "---4"),
    ],
)  # fmt: skip
def test_a_number_no_such_paper_has_is_refused(type_: str, number: str) -> None:
    with pytest.raises(Refusal) as refusal:
        IdentityPaper.read(type_, number)

    assert (refusal.value.code, refusal.value.field) == ("ID_NUMBER_INVALID", "paper_number")


def test_the_new_card_of_a_permanent_resident_passes_its_check() -> None:
    number = "91101051949123100"

    assert IdentityPaper.read("fpr_card", number + check_sign(number)).number[:1] == "9"


async def test_paper_of_another_type_with_that_number_is_somebody_else() -> None:
    passport = IdentityPaper.read("passport", "12345678")

    assert passport.identity != IdentityPaper.read("tw_permit", "12345678").identity


async def test_paper_under_another_name_is_refused(shop: Shop) -> None:
    paper = a_paper()
    await shop.registers(paper, name="Anna Lin")
    assert (await shop.registers(paper, name="anna  LIN")).customer.paper == paper

    with pytest.raises(Refusal) as refusal:
        await shop.registers(paper, name="Boris Lin")

    assert (refusal.value.code, refusal.value.field) == ("ID_MISMATCH", "name")


@pytest.mark.parametrize(
    "again", ["买买提•吐尔逊", "买买提・吐尔逊", "买买提．吐尔逊", "买买提 · 吐尔逊"]
)
async def test_a_name_typed_otherwise_is_the_same_person(shop: Shop, again: str) -> None:
    paper = a_paper()
    first = await shop.registers(paper, name="买买提·吐尔逊")

    assert (await shop.registers(paper, name=again)).customer.id == first.customer.id


def born(day: str) -> str:
    digits = f"110101{day}001"
    return digits + check_sign(digits)


@pytest.mark.parametrize("day", ["20261123", "20990101"])
async def test_nobody_is_registered_before_they_are_born(shop: Shop, day: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await shop.registers(IdentityPaper.read("id_card", born(day)))

    assert (refusal.value.code, refusal.value.field) == ("ID_NUMBER_INVALID", "paper_number")


async def test_who_is_born_today_here_is_registered(shop: Shop) -> None:
    known = await shop.registers(IdentityPaper.read("id_card", born("20261122")))

    assert known.customer.paper.born == TODAY


@pytest.mark.parametrize("day", ["18000101", "18991231", "20260230", "00010101"])
def test_a_day_nobody_was_born_on_is_no_number(day: str) -> None:
    with pytest.raises(Invalid, match="its own check"):
        IdentityPaper.read("id_card", born(day))


def test_a_number_of_full_width_digits_is_the_same_paper() -> None:
    number = a_paper_number()
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})

    assert IdentityPaper.read("id_card", wide) == IdentityPaper.read("id_card", number)


async def test_the_parts_of_a_name_are_kept_and_masked(shop: Shop) -> None:
    anna = Person("林安娜", family_name="林", given_name="安娜")
    known = await shop.registers_person(anna, a_paper())

    found = await shop.uow.customers.get(known.customer.id)

    assert found is not None
    assert (found.customer.person.family_name, found.customer.person.given_name) == ("林", "安娜")
    shown = masked_customer(found)
    assert (shown.family_name, shown.given_name) == ("林*", "**")


async def test_paper_is_good_on_its_last_day_and_not_after(shop: Shop) -> None:
    await shop.registers(until=TODAY)

    with pytest.raises(Refusal) as refusal:
        await shop.registers(until=TODAY - timedelta(days=1))

    assert (refusal.value.code, refusal.value.field) == ("ID_EXPIRED", "paper_valid_until")


def test_paper_is_good_from_its_first_day_on_and_not_before() -> None:
    must_have_begun(None, now=NOON)
    must_have_begun(TODAY, now=NOON)

    with pytest.raises(Refusal) as refusal:
        must_have_begun(TODAY + timedelta(days=1), now=NOON)

    assert (refusal.value.code, refusal.value.field) == ("FIELD_NOT_VALID", "paper_valid_from")


async def test_renewed_paper_is_kept_and_said(shop: Shop) -> None:
    paper = a_paper()
    known = await shop.registers(paper, until=TODAY)

    renewed = await shop.registers(paper, until=TODAY + timedelta(days=3650))

    again = await shop.registers(paper, until=TODAY)
    assert renewed.customer.id == known.customer.id
    assert again.customer.paper_valid_until == TODAY + timedelta(days=3650)
    assert [one.version for one in await shop.said_about(known.customer.id)] == [1, 2]


@pytest.mark.parametrize(
    ("type_", "number", "code", "field"),
    [
        ("driving_licence", "110101199003070097", "ID_TYPE_NOT_ALLOWED", "paper_type"),
        ("library_card", "110101199003070097", "ID_TYPE_UNKNOWN", "paper_type"),
        ("id_card", "110101199003070098", "ID_NUMBER_INVALID", "paper_number"),
        ("id_card", "110101199013070097", "ID_NUMBER_INVALID", "paper_number"),
        ("id_card", "110101901307009", "ID_NUMBER_INVALID", "paper_number"),
        ("id_card", "", "ID_NUMBER_INVALID", "paper_number"),
        ("id_card", "١١٠١٠١١٩٩٠٠٣٠٧٠٠٩٧", "ID_NUMBER_INVALID", "paper_number"),
        ("passport", "E1", "ID_NUMBER_INVALID", "paper_number"),
        ("passport", "E12345'; --", "ID_NUMBER_INVALID", "paper_number"),
    ],
)
def test_bad_paper_is_refused_with_its_field(
    type_: str, number: str, code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        IdentityPaper.read(type_, number)

    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("name", "phone", "address", "field"),
    [
        (" ", "", "", "name"),
        ("A" * 201, "", "", "name"),
        ("Anna\x00", "", "", "name"),
        ("Anna", "1\n2", "", "contact_phone"),
        ("Anna", "", "x" * 201, "address"),
    ],
)
def test_bad_person_is_refused_with_the_field(
    name: str, phone: str, address: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        Person(name, phone, address)

    assert refusal.value.field == field


@pytest.mark.parametrize("text", ["2026-2-1", "20260201", "2026-02-30", "soon", "2026-W05-1"])
def test_bad_day_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_day(text)

    assert refusal.value.field == "paper_valid_until"


def test_paper_is_read_or_copied() -> None:
    with pytest.raises(Invalid) as refusal:
        read_capture("heard of")

    assert refusal.value.field == "captured_by"


async def test_proof_is_good_for_ten_minutes(shop: Shop) -> None:
    proof = await shop.checks(await shop.registers())
    shop.now = NOON + timedelta(minutes=10)

    with pytest.raises(Refusal) as refusal:
        await shop.order().does(UseProof(proof.id))

    assert refusal.value.code == "VERIFICATION_REQUIRED"
    shop.now -= timedelta(microseconds=1)
    await shop.order().does(UseProof(proof.id))


async def test_proof_of_an_order_that_came_to_nothing_is_free_again(shop: Shop) -> None:
    proof = await shop.checks(await shop.registers())
    first, second = shop.order(), shop.order()
    await first.does(UseProof(proof.id))

    await first.takes_all_back()
    await second.does(UseProof(proof.id))
    await first.takes_all_back()

    [seen] = (await shop.facts(proof_ids=[proof.id])).proofs
    assert seen.used_by_order == second.id


async def test_proof_nobody_recorded_is_none(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        await shop.order().does(UseProof(new_id()))

    assert refusal.value.code == "VERIFICATION_REQUIRED"


async def test_somebody_elses_paper_proves_nothing(shop: Shop) -> None:
    anna = await shop.registers()
    checking = Checking(anna.customer.id, ["id_seen"], "id_card", a_paper_number())

    with pytest.raises(Refusal) as refusal:
        await record_proof(checking, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=NOON)

    assert (refusal.value.code, refusal.value.field) == ("VERIFICATION_FAILED", "paper_number")


async def test_paper_that_has_run_out_proves_nothing(shop: Shop) -> None:
    anna = await shop.registers(until=TODAY)
    shop.now = NOON + timedelta(days=1)

    with pytest.raises(Refusal) as refusal:
        await shop.checks(anna)

    assert refusal.value.code == "ID_EXPIRED"


@pytest.mark.parametrize(
    ("kinds", "channel", "code", "field"),
    [
        ([], "hall", "FIELD_MISSING", "kinds"),
        (["good_looks"], "hall", "FIELD_NOT_VALID", "kinds"),
        (["id_seen"], "hotline", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["face"], "sms", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["sms_code"], "system", "CHANNEL_NOT_ALLOWED", "kinds"),
        # A password or a code is compared: that it fitted is nobody's to say (rules 1.3).
        (["service_password"], "hall", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["id_seen", "sms_code"], "hall", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["service_password"], "hotline", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["sms_code"], "kiosk", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["id_seen"], "kiosk", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["face"], "app", "CHANNEL_NOT_ALLOWED", "kinds"),
        (["id_seen"], "hall", "FIELD_MISSING", "paper_number"),
    ],
)
async def test_bad_check_is_refused(
    shop: Shop, kinds: list[str], channel: str, code: str, field: str
) -> None:
    anna = await shop.registers()
    checking = Checking(anna.customer.id, kinds, "", "")
    clerk = Caller(id="clerk-1", channel=channel, staff=True)

    with pytest.raises(Refusal) as refusal:
        await record_proof(checking, caller=clerk, uow=shop.uow, ages=USUAL_AGES, now=NOON)

    assert (refusal.value.code, refusal.value.field) == (code, field)


async def test_nobody_proves_who_they_are_by_saying_so(shop: Shop) -> None:
    anna = await shop.registers()
    checking = Checking(anna.customer.id, ["sms_code"], "", "")

    with pytest.raises(NotAllowed) as refusal:
        await record_proof(
            checking,
            caller=customer_asks(anna.customer.id),
            uow=shop.uow,
            ages=USUAL_AGES,
            now=NOON,
        )

    assert refusal.value.code == "STAFF_ONLY"


async def test_customer_reads_only_herself(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    asks = customer_asks(anna.customer.id)

    assert (await read_customer(anna.customer.id, caller=asks, uow=shop.uow)) == anna
    for stranger in (boris.customer.id, new_id()):
        with pytest.raises(NotAllowed) as refusal:
            await read_customer(stranger, caller=asks, uow=shop.uow)
        assert refusal.value.code == "NOT_YOURS"


async def test_reading_in_full_is_for_staff_and_is_said(shop: Shop) -> None:
    anna = await shop.registers()
    actor = f"clerk-{new_id()}"
    clerk = Caller(id=actor, channel="hall", staff=True)

    with pytest.raises(NotAllowed):
        await read_customer_in_full(
            anna.customer.id, reason="mine", caller=customer_asks(anna.customer.id),
            uow=shop.uow, now=NOON,
        )  # fmt: skip
    with pytest.raises(Invalid):
        await read_customer_in_full(
            anna.customer.id, reason="x\n", caller=clerk, uow=shop.uow, now=NOON
        )
    with pytest.raises(NotFound):
        await read_customer_in_full(
            new_id(), reason="ticket 7", caller=clerk, uow=shop.uow, now=NOON
        )
    await read_customer_in_full(
        anna.customer.id, reason="ticket 7", caller=clerk, uow=shop.uow, now=NOON
    )

    [said] = await shop.said_about(actor)
    assert (said.object_id, said.reason, said.outcome) == (anna.customer.id, "ticket 7", "done")


async def test_customers_are_found_by_paper_and_page_by_page(shop: Shop) -> None:
    anna = await shop.registers()

    assert await find_by_paper(anna.customer.paper, caller=CLERK, uow=shop.uow) == (anna,)
    assert await find_by_paper(a_paper(), caller=CLERK, uow=shop.uow) == ()
    _, total = await list_customers(Page(0, 1), caller=CLERK, uow=shop.uow)
    everybody, _ = await list_customers(Page(0, total), caller=CLERK, uow=shop.uow)
    rest, _ = await list_customers(Page(1, total), caller=CLERK, uow=shop.uow)
    assert list(rest) == list(everybody)[1:]
    assert anna in everybody
