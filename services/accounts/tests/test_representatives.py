"""Who acts for a customer shows a paper of their own, and is taken down (rules 1.1)."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from shop_of_accounts import CLERK, NOON, Shop, a_paper, customer_asks

from accounts.customers.domain.ages import USUAL_AGES, Ages
from accounts.customers.domain.customer import CustomerStanding
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.storage.key_file import PersonalKeys
from accounts.customers.storage.safe import Safe
from accounts.facts.wire import facts_message
from accounts.proofs.domain.proof import Check, Checked, Role
from accounts.proofs.storage.representatives import RepresentativeTable, SealedRepresentatives
from accounts.proofs.usecases.record_proof import Checking, record_proof
from kernel.caller import Caller
from kernel.civil import civil_date
from kernel.errors import Refusal
from kernel.identity_paper import check_sign
from kernel.ids import new_id
from runtime.database.database import Database

PAPER = a_paper()
AGENT = Checking("", ("id_seen",), PAPER.type.value, PAPER.number, "agent", "李代办", "2035-01-01")


async def asked(shop: Shop, checking: Checking, caller: Caller = CLERK) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        await record_proof(checking, caller=caller, uow=shop.uow, ages=USUAL_AGES, now=shop.now)
    return refusal.value


async def test_an_agent_is_taken_down_beside_the_holder(shop: Shop) -> None:
    anna = await shop.registers()
    checking = replace(AGENT, customer_id=anna.customer.id)

    proof = await record_proof(checking, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=NOON)

    async with shop.uow as uow:
        kept = await uow.representatives.get(proof.id)
    assert (proof.role, proof.customer_id) == (Role.AGENT, anna.customer.id)
    assert kept is not None
    assert (kept.name, kept.paper, str(kept.valid_until)) == ("李代办", PAPER, "2035-01-01")
    assert (await shop.facts(proof_ids=[proof.id])).proofs == [proof]


def born(day: str) -> IdentityPaper:
    """Return the card of somebody born on this day (YYYYMMDD)."""
    digits = f"110101{day}{secrets.randbelow(1000):03d}"
    return IdentityPaper.read("id_card", digits + check_sign(digits))


async def child(shop: Shop) -> str:
    """Register somebody of seven years; return the customer's id."""
    return (await shop.registers(paper=born("20190302"))).customer.id


@pytest.mark.parametrize("role", ["agent", "handler", "guardian"])
async def test_a_child_acts_for_nobody(shop: Shop, role: str) -> None:
    """Eighteen today is of age, eighteen tomorrow is not."""
    kinds = {"agent": (), "handler": ("letter_seen",), "guardian": ("relation_seen",)}[role]
    asked_for = replace(AGENT, customer_id=await child(shop), role=role, kinds=("id_seen", *kinds))

    refusal = await asked(shop, replace(asked_for, paper_number=born("20081123").number))
    proof = await record_proof(
        replace(asked_for, paper_number=born("20081122").number),
        caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=shop.now,
    )  # fmt: skip

    assert (refusal.code, refusal.field) == ("ROLE_NOT_ALLOWED", "paper_number")
    assert proof.role == role


async def test_a_guardian_comes_for_a_child_alone(shop: Shop) -> None:
    sixteen = await shop.registers(paper=born("20101122"))
    asked_for = replace(AGENT, role="guardian", kinds=("id_seen", "relation_seen"))

    refusal = await asked(shop, replace(asked_for, customer_id=sixteen.customer.id))

    assert (refusal.code, refusal.field) == ("ROLE_NOT_ALLOWED", "capacity")


async def test_who_is_known_acts_under_their_own_name_and_welcome(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    paper, name = boris.customer.paper, boris.customer.person.name
    known = replace(
        AGENT, customer_id=anna.customer.id, paper_type=paper.type.value,
        paper_number=paper.number, name=name,
    )  # fmt: skip

    mismatch = await asked(shop, replace(known, name="李代办"))
    proof = await record_proof(known, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=shop.now)
    async with shop.uow as uow:
        barred = boris.customer.standing_as(CustomerStanding.BLACKLISTED)
        await uow.customers.save(barred)
    refusal = await asked(shop, known)

    assert (mismatch.code, mismatch.field) == ("ID_MISMATCH", "name")
    assert proof.role is Role.AGENT
    assert (refusal.code, refusal.field) == ("BLACKLISTED", "paper_number")


@pytest.mark.parametrize(
    ("day", "ages", "told"),
    [
        ("20101122", USUAL_AGES, (False, True)),
        ("20101123", USUAL_AGES, (True, True)),
        ("20081122", USUAL_AGES, (False, False)),
        ("20101123", Ages(guardian_until=0, of_age=14), (False, False)),
    ],
)
async def test_orders_are_told_who_is_too_young_to_stand_alone(
    shop: Shop, day: str, ages: Ages, told: tuple[bool, bool]
) -> None:
    """From the birthday on, as this operator sets the years; of a paper without one never."""
    known = await shop.registers(paper=born(day))
    foreign = await shop.registers(
        paper=IdentityPaper.read("passport", f"E{secrets.token_hex(4)}1")
    )
    ids = [known.customer.id, foreign.customer.id]

    message = facts_message(await shop.facts(customer_ids=ids), ages=ages, today=civil_date(NOON))

    said = {one.id: (one.needs_guardian, one.is_minor) for one in message.customers}
    assert said == {known.customer.id: told, foreign.customer.id: (False, False)}


@pytest.mark.parametrize("role", ["handler", "guardian"])
async def test_a_letter_and_a_household_book_are_seen_of_whom_they_are(
    shop: Shop, role: str
) -> None:
    kind = {"handler": "letter_seen", "guardian": "relation_seen"}[role]
    checking = replace(AGENT, customer_id=await child(shop), role=role, kinds=("id_seen", kind))

    proof = await record_proof(checking, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=NOON)

    assert proof.checks == {Check.ID_SEEN, Check(kind)}


@pytest.mark.parametrize(
    ("instead", "code", "field"),
    [
        ({"role": "pope"}, "FIELD_NOT_VALID", "capacity"),
        ({"name": " "}, "FIELD_MISSING", "name"),
        ({"name": "李\n"}, "FIELD_NOT_VALID", "name"),
        ({"name": "李" * 201}, "FIELD_NOT_VALID", "name"),
        ({"paper_number": ""}, "FIELD_MISSING", "paper_number"),
        ({"paper_number": "123"}, "ID_NUMBER_INVALID", "paper_number"),
        ({"paper_type": "driving_licence"}, "ID_TYPE_NOT_ALLOWED", "paper_type"),
        ({"paper_valid_until": "soon"}, "FIELD_NOT_VALID", "paper_valid_until"),
        ({"paper_valid_until": "2026-11-21"}, "ID_EXPIRED", "paper_valid_until"),
        ({"kinds": ("face",)}, "FIELD_MISSING", "kinds"),
        ({"kinds": ("id_seen", "service_password")}, "CHANNEL_NOT_ALLOWED", "kinds"),
        ({"kinds": ("id_seen", "relation_seen")}, "FIELD_NOT_VALID", "kinds"),
        ({"kinds": ("id_seen", "relation_seen")}, "FIELD_NOT_VALID", "kinds"),
        ({"role": "", "kinds": ("id_seen", "letter_seen")}, "FIELD_NOT_VALID", "kinds"),
    ],
)
async def test_bad_input_is_refused_by_its_field(
    shop: Shop, instead: dict[str, object], code: str, field: str
) -> None:
    anna = await shop.registers()
    checking = replace(AGENT, customer_id=anna.customer.id, **instead)  # type: ignore[arg-type]  # its fields

    refusal = await asked(shop, checking)

    assert (refusal.code, refusal.field) == (code, field)


async def test_a_paper_is_good_until_the_end_of_its_last_day(shop: Shop) -> None:
    anna = await shop.registers()
    last = civil_date(shop.now).isoformat()
    checking = replace(AGENT, customer_id=anna.customer.id, paper_valid_until=last)

    assert await record_proof(checking, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=shop.now)


async def test_the_holders_paper_twice_makes_no_agent(shop: Shop) -> None:
    anna = await shop.registers()
    paper = anna.customer.paper
    checking = replace(
        AGENT, customer_id=anna.customer.id,
        paper_type=paper.type.value, paper_number=paper.number.lower(),
    )  # fmt: skip

    refusal = await asked(shop, checking)

    assert (refusal.code, refusal.field) == ("VERIFICATION_FAILED", "paper_number")


async def test_nobody_records_their_own_agent(shop: Shop) -> None:
    anna = await shop.registers()
    checking = replace(AGENT, customer_id=anna.customer.id)

    refusal = await asked(shop, checking, customer_asks(anna.customer.id))

    assert refusal.code == "STAFF_ONLY"


async def test_an_agents_paper_is_no_proof_of_the_holder(shop: Shop) -> None:
    """Neither for a list nor for a password: both are the holder's alone (2.17, 2.19)."""
    anna = await shop.registers()
    checking = replace(AGENT, customer_id=anna.customer.id)
    proof = await record_proof(checking, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=NOON)
    whom = Checked(anna.customer.id, "", "hall", CLERK.id)

    with pytest.raises(Refusal) as refusal:
        proof.proves(frozenset({Check.ID_SEEN}), whom=whom, now=NOON)
    assert refusal.value.code == "VERIFICATION_REQUIRED"
    with pytest.raises(Refusal) as refusal:
        proof.shows_list_of(whom, now=NOON + timedelta(seconds=1))
    assert refusal.value.code == "VERIFICATION_REQUIRED"


async def test_what_is_kept_is_sealed_and_sealed_again_with_a_new_key(
    database: Database, safe: Safe, postgres_shop: Shop
) -> None:
    shop = postgres_shop
    anna = await shop.registers()
    checking = replace(AGENT, customer_id=anna.customer.id)
    proof = await record_proof(checking, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=NOON)
    name = new_id()
    newer = Safe(PersonalKeys(name, {**safe.keys.keys, name: bytes(range(32))}), safe.blind_key)
    older = Safe(PersonalKeys(safe.keys.current, newer.keys.keys), safe.blind_key)
    table = SealedRepresentatives(database, newer)
    left = await table.left()

    done = (await table.reseal(1000)).rows

    only = Safe(PersonalKeys(name, {name: newer.keys.keys[name]}), safe.blind_key)
    try:
        kept = await RepresentativeTable(database, only).get(proof.id)
        assert kept is not None
        assert kept.name == AGENT.name
        assert (done, await table.left()) == (left, 0)
        async with database.reading() as connection:
            found = await connection.exec_driver_sql(
                "SELECT count(*) FROM representative WHERE position($1::bytea IN sealed) > 0",
                (PAPER.number.encode(),),
            )
            assert found.scalar_one() == 0
    finally:
        await SealedRepresentatives(database, older).reseal(1000)


async def test_who_acted_and_does_not_open_keeps_nobody_from_being_sealed_again(
    database: Database, safe: Safe, postgres_shop: Shop
) -> None:
    shop, proofs = postgres_shop, []
    for _ in range(3):
        anna = await shop.registers()
        checking = replace(AGENT, customer_id=anna.customer.id)
        proofs.append(
            (await record_proof(checking, caller=CLERK, uow=shop.uow, ages=USUAL_AGES, now=NOON)).id
        )
    damaged, keyless, whole = proofs
    async with database.transaction() as connection:
        for proof_id, change in (
            (damaged, "UPDATE representative SET sealed = 'x' WHERE proof_id = $1"),
            (keyless, "UPDATE representative SET key_id = 'gone' WHERE proof_id = $1"),
        ):
            await connection.exec_driver_sql(change, (proof_id,))
    name = new_id()
    newer = Safe(PersonalKeys(name, {**safe.keys.keys, name: bytes(range(32))}), safe.blind_key)
    table = SealedRepresentatives(database, newer)

    try:
        while (done := await table.reseal(1)).rows:
            pass

        assert dict(done.shut) == {"ROW_DAMAGED": 1, "KEY_NOT_HERE": 1}
        only = Safe(PersonalKeys(name, {name: newer.keys.keys[name]}), safe.blind_key)
        kept = await RepresentativeTable(database, only).get(whole)
        assert kept is not None
        assert kept.name == AGENT.name
    finally:
        async with database.transaction() as connection:
            await connection.exec_driver_sql(
                "DELETE FROM representative WHERE proof_id = ANY($1)", ([damaged, keyless],)
            )
        older = Safe(PersonalKeys(safe.keys.current, newer.keys.keys), safe.blind_key)
        await SealedRepresentatives(database, older).reseal(1000)
