"""An itemised list (详单) is shown to the holder alone, who was checked just before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from shop_of_accounts import CLERK, NOON, Shop, customer_asks

from accounts.proofs.domain.proof import GOOD_FOR, Check, Checked, Proof
from accounts.proofs.usecases.check_list_proof import Line, check_list_proof
from kernel.errors import NotAllowed, Refusal
from kernel.ids import new_id

SEEN = Proof(
    id="seen",
    customer_id="anna",
    checks=frozenset({Check.ID_SEEN}),
    channel="hall",
    checked_by="clerk",
    checked_at=NOON,
)
ANNA = Checked("anna", "number", "hall", "clerk")
TWICE = frozenset({Check.SERVICE_PASSWORD, Check.SMS_CODE})


async def test_a_paper_seen_in_the_hall_shows_the_holders_list(shop: Shop) -> None:
    anna = await shop.registers()
    proof = await shop.checks(anna, "id_seen")

    found = await check_list_proof(
        proof.id, whose=Line(anna.customer.id, "a number"), caller=CLERK, uow=shop.uow, now=shop.now
    )

    assert found == proof


@pytest.mark.parametrize("of", ["another", "nobody"])
async def test_a_proof_of_another_or_of_nobody_shows_nothing(shop: Shop, of: str) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    proof = (await shop.checks(boris)).id if of == "another" else new_id()

    with pytest.raises(Refusal) as refusal:
        await check_list_proof(
            proof,
            whose=Line(anna.customer.id, "a number"),
            caller=CLERK,
            uow=shop.uow,
            now=shop.now,
        )

    assert refusal.value.code == "VERIFICATION_REQUIRED"


async def test_a_customer_asks_about_her_own_list_alone(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    proof = await shop.checks(anna)

    with pytest.raises(NotAllowed) as refusal:
        await check_list_proof(
            proof.id, whose=Line(anna.customer.id, "a number"),
            caller=customer_asks(boris.customer.id), uow=shop.uow, now=shop.now,
        )  # fmt: skip

    assert refusal.value.code == "NOT_YOURS"


def test_a_check_is_good_for_ten_minutes_whatever_order_used_it() -> None:
    used = replace(SEEN, used_by_order="an order")

    used.shows_list_of(ANNA, now=NOON + GOOD_FOR - timedelta(seconds=1))
    with pytest.raises(Refusal) as refusal:
        used.shows_list_of(ANNA, now=NOON + GOOD_FOR)

    assert refusal.value.code == "VERIFICATION_REQUIRED"


@pytest.mark.parametrize(
    ("channel", "checks"),
    [
        ("hall", frozenset({Check.ID_SEEN})),
        ("web", TWICE),
        ("app", TWICE | {Check.FACE}),
        ("kiosk", TWICE | {Check.ID_SEEN}),
    ],
)
def test_what_the_manual_asks_for_is_enough(channel: str, checks: frozenset[Check]) -> None:
    proof = replace(SEEN, channel=channel, checks=checks)

    proof.shows_list_of(replace(ANNA, channel=channel), now=NOON)


@pytest.mark.parametrize(
    ("channel", "checks"),
    [
        ("hall", TWICE),
        ("app", frozenset({Check.SMS_CODE})),
        ("kiosk", frozenset({Check.ID_SEEN})),
        # Lists are not shown there at all.
        ("dealer", frozenset(Check)),
        ("hotline", TWICE),
    ],
)
def test_less_than_the_manual_asks_for_is_not_enough(
    channel: str, checks: frozenset[Check]
) -> None:
    proof = replace(SEEN, channel=channel, checks=checks)

    with pytest.raises(Refusal) as refusal:
        proof.shows_list_of(replace(ANNA, channel=channel), now=NOON)

    assert refusal.value.code == "VERIFICATION_REQUIRED"


@pytest.mark.parametrize(
    "whom",
    [
        Checked("anna", "another number", "web", "anna"),
        Checked("anna", "number", "app", "anna"),
        Checked("boris", "number", "web", "boris"),
    ],
)
def test_a_check_shows_no_list_elsewhere_or_of_another_number(whom: Checked) -> None:
    proof = replace(SEEN, channel="web", checks=TWICE, subscriber_id="number")

    proof.shows_list_of(Checked("anna", "number", "web", "anna"), now=NOON)
    with pytest.raises(Refusal) as refusal:
        proof.shows_list_of(whom, now=NOON)

    assert refusal.value.code == "VERIFICATION_REQUIRED"
