"""A clerk in a hall shows a balance after the paper or the password (rules 2.21, 余额查询)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from shop_of_accounts import CLERK, Shop, customer_asks

from accounts.proofs.domain.proof import Check, Proof, Role
from accounts.proofs.usecases.check_balance_proof import check_balance_proof
from accounts.proofs.usecases.check_list_proof import Line
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id

NUMBER, ANOTHER = new_id(), new_id()


async def shows(shop: Shop, proof: Proof | None, customer: str, *, caller: Caller = CLERK) -> str:
    """Return the code it is refused with; nothing where the balance is shown."""
    if proof is not None:
        async with shop.uow:
            await shop.uow.proofs.add(proof)
    try:
        await check_balance_proof(
            proof.id if proof else "",
            whose=Line(customer, NUMBER),
            caller=caller,
            uow=shop.uow,
            now=shop.now,
        )
    except Refusal as refusal:
        return refusal.code
    return ""


def checked(shop: Shop, customer: str, *checks: Check, number: str = "") -> Proof:
    return Proof(new_id(), customer, frozenset(checks), "hall", "clerk-1", shop.now, "", number)


async def test_the_paper_or_the_password_of_the_number_shows_it(shop: Shop) -> None:
    anna = (await shop.registers()).customer.id
    seen = checked(shop, anna, Check.ID_SEEN)
    said = checked(shop, anna, Check.SERVICE_PASSWORD, number=NUMBER)
    used = replace(checked(shop, anna, Check.ID_SEEN), used_by_order=new_id())

    assert [await shows(shop, one, anna) for one in (seen, said, used)] == ["", "", ""]


async def test_less_shows_nothing(shop: Shop) -> None:
    anna, boris = [(await shop.registers()).customer.id for _ in range(2)]
    old = checked(shop, anna, Check.ID_SEEN)
    proofs = (
        None,
        checked(shop, anna, Check.FACE),
        checked(shop, anna, Check.SMS_CODE, number=NUMBER),
        checked(shop, anna, Check.SERVICE_PASSWORD, number=ANOTHER),
        checked(shop, boris, Check.ID_SEEN),
        replace(checked(shop, anna, Check.ID_SEEN), channel="kiosk"),
        replace(checked(shop, anna, Check.ID_SEEN), role=Role.AGENT),
        replace(old, checked_at=old.checked_at - timedelta(minutes=10)),
    )

    codes = {await shows(shop, one, anna) for one in proofs}

    assert codes == {"VERIFICATION_REQUIRED"}


@pytest.mark.parametrize(
    ("channel", "code"),
    [("hotline", ""), ("kiosk", ""), ("web", ""), ("dealer", "CHANNEL_NOT_ALLOWED")],
)
async def test_elsewhere_the_manual_asks_for_no_check(shop: Shop, channel: str, code: str) -> None:
    anna = (await shop.registers()).customer.id

    assert await shows(shop, None, anna, caller=replace(CLERK, channel=channel)) == code


async def test_who_signed_in_sees_their_own_and_no_other(shop: Shop) -> None:
    anna, boris = [(await shop.registers()).customer.id for _ in range(2)]

    assert await shows(shop, None, anna, caller=customer_asks(anna)) == ""
    assert await shows(shop, None, anna, caller=customer_asks(boris)) == "NOT_YOURS"
