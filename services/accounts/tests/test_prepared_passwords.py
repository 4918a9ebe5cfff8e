"""Passwords that an order sets: said and hashed before, held, set, told; a number's first one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shop_of_accounts import Order, Shop, customer_asks
from test_passwords import BETTER, GOOD, HALL, RULES, Holder, anna

from accounts.proofs.domain.prepared_password import (
    GivePassword,
    HoldPassword,
    PreparedPassword,
    SetPassword,
)
from accounts.proofs.domain.proof import Check, Proof
from accounts.proofs.domain.service_password import PasswordAct
from accounts.proofs.domain.weak_password import is_weak
from accounts.proofs.ports import CodeText
from accounts.proofs.usecases.check_paper import SaidPaper, check_paper, compare_paper
from accounts.proofs.usecases.give_password import tell_password
from accounts.proofs.usecases.prepare_password import (
    NewPassword,
    Prepared,
    prepare_change,
    prepare_password,
)
from accounts.proofs.usecases.try_password import Rules, Try, try_password
from boss.billing.v1.events_pb2 import SmsRequested
from kernel.caller import Caller
from kernel.errors import Invalid, Refusal
from kernel.ids import new_id
from kernel.numbering import Msisdn

__all__ = ["anna"]
CHANGE, BY_HOLDER, BY_STAFF = (
    PasswordAct.CHANGE,
    PasswordAct.RESET_BY_HOLDER,
    PasswordAct.RESET_BY_STAFF,
)


async def says(holder: Holder, new: str, *, by: Caller | None = None) -> PreparedPassword:
    """Say a new one without the old one."""
    said = NewPassword(holder.number.id, new)
    return (await prepare_password(said, caller=by or holder.asks, **holder.how)).password


async def says_both(holder: Holder, old: str, new: str, *, earlier: str = "") -> Prepared:
    right = await try_password(Try(holder.number.id, old), caller=holder.asks, **holder.how)
    return await prepare_change(right, NewPassword(holder.number.id, new, earlier), **holder.how)


async def sets(holder: Holder, prepared: PreparedPassword, act: PasswordAct) -> Order:
    """Let an order hold and set it."""
    order = holder.shop.order()
    await order.does(HoldPassword(holder.number.id, prepared.id, act))
    await order.does(SetPassword(holder.number.id, prepared.id, act))
    return order


async def told(holder: Holder) -> list[str]:
    said: Any = await holder.shop.said_about(holder.number.id)
    return [one.template for one in said if isinstance(one, SmsRequested)]


async def test_an_order_sets_what_was_said(anna: Holder) -> None:
    await sets(anna, await says(anna, GOOD), BY_HOLDER)
    change = await says_both(anna, GOOD, BETTER)
    await sets(anna, change.password, CHANGE)

    proof = await anna.proves(BETTER)

    assert proof.checks == {Check.SERVICE_PASSWORD}
    assert change.proof is not None
    assert change.proof.checks == {Check.SERVICE_PASSWORD}
    assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_WRONG"


async def test_what_staff_have_set_is_changed_before_it_proves_anything(anna: Holder) -> None:
    """R-PW-5"""
    await sets(anna, await says(anna, GOOD, by=HALL), BY_STAFF)
    assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_INITIAL"

    change = await says_both(anna, GOOD, BETTER)
    assert change.proof is not None
    assert change.proof.checks == {Check.OLD_PASSWORD}
    await sets(anna, change.password, CHANGE)

    assert (await anna.proves(BETTER)).checks == {Check.SERVICE_PASSWORD}


@pytest.mark.holds("R-PW-5")
async def test_one_too_old_is_good_for_its_change_alone(anna: Holder) -> None:
    await sets(anna, await says(anna, GOOD), BY_HOLDER)
    anna.shop.now += timedelta(days=91)

    change = await says_both(anna, GOOD, BETTER)

    assert change.proof is not None
    assert change.proof.checks == {Check.OLD_PASSWORD}


async def test_the_holder_is_told_and_the_audit_says_who(anna: Holder) -> None:
    order = await sets(anna, await says(anna, GOOD, by=HALL), BY_STAFF)

    assert await told(anna) == ["password_changed"]
    said: Any = await anna.shop.said_about(HALL.id)
    entries = [one for one in said if one.object_id == anna.number.id]
    assert [(one.action, one.channel, one.reason) for one in entries] == [
        ("reset_password", "hall", f"order {order.id}")
    ]


async def test_what_is_set_at_once_is_told_too(anna: Holder) -> None:
    await anna.resets(GOOD)
    await anna.changes(GOOD, BETTER)

    assert await told(anna) == ["password_changed"] * 2


@pytest.mark.parametrize("new", ["111111", "123456", "12345", "２７１８２８", ""])
async def test_what_may_not_be_one_is_not_prepared(anna: Holder, new: str) -> None:
    refusal = await anna.is_refused(says(anna, new))

    assert refusal.field == "new_password"
    assert refusal.code in {"PASSWORD_WEAK", "FIELD_NOT_VALID"}


@pytest.mark.holds("R-PW-2", "AC-PW-1")
async def test_part_of_number_or_paper_is_weak(anna: Holder) -> None:
    msisdn, paper = anna.number.number.msisdn.value, anna.known.customer.paper.number

    for new in (msisdn[-6:], paper[:6]):
        assert (await anna.is_refused(says(anna, new))).code == "PASSWORD_WEAK"


async def test_the_old_one_is_no_new_one(anna: Holder) -> None:
    await sets(anna, await says(anna, GOOD), BY_HOLDER)

    assert (await anna.is_refused(says_both(anna, GOOD, GOOD))).code == "PASSWORD_SAME"


async def test_nobody_prepares_for_anothers_number(anna: Holder, shop: Shop) -> None:
    boris = await shop.registers()

    refusal = await anna.is_refused(says(anna, GOOD, by=customer_asks(boris.customer.id)))

    assert refusal.code == "NOT_YOURS"


async def holds(holder: Holder, prepared: PreparedPassword, act: PasswordAct) -> None:
    await holder.shop.order().does(HoldPassword(holder.number.id, prepared.id, act))


async def test_one_order_alone_holds_it_and_gives_it_back(anna: Holder) -> None:
    prepared, first = await says(anna, GOOD), anna.shop.order()
    await first.does(HoldPassword(anna.number.id, prepared.id, BY_HOLDER))

    refusal = await anna.is_refused(holds(anna, prepared, BY_HOLDER))
    assert (refusal.code, refusal.field) == ("PASSWORD_NOT_PREPARED", "password")

    await first.takes_all_back()
    await sets(anna, prepared, BY_HOLDER)
    assert (await anna.proves(GOOD)).checks


async def test_only_what_is_held_is_set(anna: Holder) -> None:
    prepared, step = await says(anna, GOOD), SetPassword
    setting = anna.shop.order().does(step(anna.number.id, prepared.id, BY_HOLDER))

    assert (await anna.is_refused(setting)).code == "PASSWORD_NOT_PREPARED"
    assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_NOT_SET"


async def test_it_is_good_for_ten_minutes_and_one_number(anna: Holder) -> None:
    prepared = await says(anna, GOOD)
    another = replace(anna, number=await anna.shop.opens(anna.known.customer.id))

    assert (
        await anna.is_refused(holds(another, prepared, BY_HOLDER))
    ).code == "PASSWORD_NOT_PREPARED"
    anna.shop.now += timedelta(minutes=10)
    assert (await anna.is_refused(holds(anna, prepared, BY_HOLDER))).code == "PASSWORD_NOT_PREPARED"
    unknown = replace(prepared, id=new_id())
    assert (await anna.is_refused(holds(anna, unknown, BY_HOLDER))).code == "PASSWORD_NOT_PREPARED"


async def test_none_is_changed_that_was_never_set(anna: Holder) -> None:
    refusal = await anna.is_refused(holds(anna, await says(anna, GOOD), CHANGE))

    assert refusal.code == "PASSWORD_NOT_SET"


async def test_a_locked_one_is_reset_in_the_hall_alone(anna: Holder) -> None:
    """AC-PW-1, C7"""
    await sets(anna, await says(anna, GOOD), BY_HOLDER)
    for _ in range(3):
        await anna.is_refused(anna.proves(BETTER))

    for act in (CHANGE, BY_HOLDER):
        refusal = await anna.is_refused(holds(anna, await says(anna, BETTER), act))
        assert refusal.code == "PASSWORD_LOCKED"
    await sets(anna, await says(anna, BETTER, by=HALL), BY_STAFF)

    assert (await anna.is_refused(anna.proves(BETTER))).code == "PASSWORD_INITIAL"


@pytest.mark.holds("R-PW-6")
async def test_the_holder_changes_it_three_times_a_month(anna: Holder) -> None:
    """R-PW-6"""
    for new in ("271828", "314159", "141421"):
        await sets(anna, await says(anna, new), BY_HOLDER)

    refusal = await anna.is_refused(holds(anna, await says(anna, GOOD), BY_HOLDER))
    assert refusal.code == "PASSWORD_CHANGES_EXCEEDED"
    await sets(anna, await says(anna, BETTER, by=HALL), BY_STAFF)
    anna.shop.now += timedelta(days=31)
    await sets(anna, await says(anna, GOOD), BY_HOLDER)


async def knows_paper(holder: Holder, number: str, *, earlier: str = "") -> Proof:
    said = SaidPaper(holder.number.id, "id_card", number)
    uow, now = holder.shop.uow, holder.shop.now
    whom = await compare_paper(said, caller=holder.asks, uow=uow)
    return await check_paper(whom, earlier=earlier, uow=uow, now=now)


async def test_paper_and_code_make_one_proof(anna: Holder) -> None:
    code = await anna.code()

    both = await knows_paper(anna, anna.known.customer.paper.number, earlier=code.id)

    assert (both.id, set(both.checks)) == (code.id, {Check.SMS_CODE, Check.PAPER_KNOWN})


async def by_telephone(holder: Holder, name: str) -> Proof:
    number = holder.known.customer.paper.number
    said = SaidPaper(holder.number.id, "id_card", number, name)
    uow, asks = holder.shop.uow, replace(holder.asks, channel="hotline")
    whom = await compare_paper(said, caller=asks, uow=uow)
    return await check_paper(whom, earlier="", uow=uow, now=holder.shop.now)


@pytest.mark.holds("R-SIM-5")
async def test_by_telephone_the_name_is_said_with_the_paper(anna: Holder) -> None:
    name = anna.known.customer.person.name

    proof = await by_telephone(anna, name)

    assert (proof.channel, set(proof.checks)) == ("hotline", {Check.PAPER_KNOWN})


@pytest.mark.parametrize(("name", "code"), [("", "FIELD_MISSING"), ("李四", "VERIFICATION_FAILED")])
async def test_by_telephone_a_paper_without_its_name_proves_nothing(
    anna: Holder, name: str, code: str
) -> None:
    with pytest.raises((Invalid, Refusal)) as refusal:
        await by_telephone(anna, name)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110101199003070097", "VERIFICATION_FAILED"),
        ("", "FIELD_MISSING"),
        ("1", "ID_NUMBER_INVALID"),
    ],
)
async def test_another_paper_proves_nothing(anna: Holder, number: str, code: str) -> None:
    with pytest.raises((Refusal, Invalid)) as refusal:
        await knows_paper(anna, number)

    assert (refusal.value.code, refusal.value.field) == (code, "paper_number")


class Handset:
    """Gets texts, and says what was in them."""

    def __init__(self) -> None:
        self.texts: list[CodeText] = []

    async def send(self, text: CodeText) -> None:
        self.texts.append(text)


async def gets_first(holder: Holder) -> str:
    """Give the number its first password; return what its handset reads."""
    await holder.shop.order().does(GivePassword(holder.number.id))
    handset, uow = Handset(), holder.shop.uow
    assert holder.number.id in await uow.untold_passwords.claim(limit=99)
    await tell_password(holder.number.id, uow=uow, sending=handset)
    (text,) = handset.texts
    assert Msisdn(text.msisdn) == holder.number.number.msisdn
    return text.code


@pytest.fixture
def keyed(anna: Holder, monkeypatch: pytest.MonkeyPatch) -> Holder:
    """Compare first passwords as the service does: with the key of the unit of work."""
    first = anna.shop.uow.first_passwords

    class Comparing:
        async def hash(self, secret: str, *, owner: str) -> str:
            return f"{owner}:{secret}"

        async def fits(self, secret: str, kept: str, *, owner: str) -> bool:
            if first.is_first(kept):
                return bool(secret == first.digits(kept, owner=owner))
            return kept == f"{owner}:{secret}"

    monkeypatch.setattr("test_passwords.RULES", Rules(Comparing(), RULES.policy))
    return anna


@pytest.mark.holds("R-PW-5")
async def test_a_new_number_has_a_first_password_that_only_its_change_uses(keyed: Holder) -> None:
    """R-PW-4, R-PW-5"""
    first = await gets_first(keyed)

    refusal = await keyed.is_refused(keyed.proves(first))
    assert refusal.code == "PASSWORD_INITIAL"
    change = await says_both(keyed, first, BETTER)
    assert change.proof is not None
    assert change.proof.checks == {Check.OLD_PASSWORD}
    await sets(keyed, change.password, CHANGE)
    assert (await keyed.proves(BETTER)).checks == {Check.SERVICE_PASSWORD}


@pytest.mark.holds("R-PW-4")
async def test_it_is_by_chance_and_never_weak(keyed: Holder) -> None:
    firsts = []
    for _ in range(4):
        number = await keyed.shop.opens(keyed.known.customer.id)
        another = replace(keyed, number=number)
        await keyed.shop.uow.untold_passwords.delete(keyed.number.id)
        firsts.append(await gets_first(another))
        await keyed.shop.uow.untold_passwords.delete(number.id)
        paper = keyed.known.customer.paper.number
        msisdn = number.number.msisdn.value
        assert not is_weak(firsts[-1], msisdn=msisdn, paper_number=paper)

    assert len(set(firsts)) > 1


async def test_it_is_not_told_when_it_is_another_already(keyed: Holder) -> None:
    await keyed.shop.order().does(GivePassword(keyed.number.id))
    await sets(keyed, await says(keyed, GOOD, by=HALL), BY_STAFF)
    handset = Handset()

    await tell_password(keyed.number.id, uow=keyed.shop.uow, sending=handset)

    assert handset.texts == []


async def test_who_has_one_keeps_it(keyed: Holder) -> None:
    await sets(keyed, await says(keyed, GOOD), BY_HOLDER)

    await keyed.shop.order().does(GivePassword(keyed.number.id))

    assert (await keyed.proves(GOOD)).checks
    assert keyed.number.id not in await keyed.shop.uow.untold_passwords.claim(limit=99)
