"""Service passwords (rules 2.17): what is weak, who may set one, when one is locked or too old."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop_of_accounts import CLERK, NOON, Shop, customer_asks

from accounts.customers.domain.customer import KnownCustomer
from accounts.proofs.domain.proof import Check, Checked, Proof
from accounts.proofs.domain.service_password import (
    PASSWORD,
    PasswordPolicy,
    PasswordState,
)
from accounts.proofs.domain.weak_password import must_be_strong
from accounts.proofs.storage.hashing import KeyedHashing
from accounts.proofs.usecases.change_password import change_password
from accounts.proofs.usecases.check_password import check_password
from accounts.proofs.usecases.keep_check import keep_check
from accounts.proofs.usecases.reset_password import Reset, reset_password
from accounts.proofs.usecases.try_password import Rules, Try, is_locked, try_password
from accounts.subscribers.domain.moves import Act
from accounts.subscribers.domain.steps import MoveSubscriber
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import Refusal, TryLater
from kernel.ids import new_id

GOOD, BETTER = "271828", "314159"
NUMBER, PAPER = "8613900135791", "11010119900307009X"
HALL = replace(CLERK, id="clerk-2")


class PlainHashing:
    """Keeps who and what side by side; quick."""

    async def hash(self, secret: str, *, owner: str) -> str:
        return f"{owner}:{secret}"

    async def fits(self, secret: str, kept: str, *, owner: str) -> bool:
        return kept == f"{owner}:{secret}"


RULES = Rules(PlainHashing(), PasswordPolicy())


@dataclass
class Holder:
    """Somebody with a number, in the app."""

    shop: Shop
    known: KnownCustomer
    number: Subscriber

    @property
    def asks(self) -> Caller:
        return customer_asks(self.known.customer.id)

    @property
    def how(self) -> dict[str, Any]:
        return {"uow": self.shop.uow, "rules": RULES, "now": self.shop.now}

    async def proves(self, password: str, *, earlier: str = "", by: Caller | None = None) -> Proof:
        caller = by or self.asks
        right = await try_password(Try(self.number.id, password), caller=caller, **self.how)
        return await check_password(right, earlier=earlier, **self.how)

    async def changes(self, old: str, new: str) -> None:
        right = await try_password(Try(self.number.id, old), caller=self.asks, **self.how)
        await change_password(right, new=new, **self.how)

    async def code(self, *, channel: str = "app", earlier: str = "") -> Proof:
        whom = Checked(self.known.customer.id, self.number.id, channel, "app")
        return await keep_check(
            Check.SMS_CODE, whom, earlier=earlier, uow=self.shop.uow, now=self.shop.now
        )

    async def resets(self, new: str, proof: Proof | None = None, paper: str = "") -> None:
        """Reset it in the app by a code, or by the proof given."""
        shown = proof or await self.code()
        registered = self.known.customer.paper
        reset = Reset(
            new_id(), self.number.id, shown.id, new, "id_card", paper or registered.number
        )
        await reset_password(reset, caller=self.asks, **self.how)

    async def is_reset_in_hall(self, new: str, *, caller: Caller = HALL) -> None:
        proof = await self.shop.checks(self.known, "id_seen")
        reset = Reset(new_id(), self.number.id, proof.id, new)
        await reset_password(reset, caller=caller, **self.how)

    async def is_refused(self, act: Any) -> Refusal:
        with pytest.raises(Refusal) as refusal:
            await act
        return refusal.value


@pytest.fixture
async def anna(shop: Shop) -> Holder:
    known = await shop.registers()
    return Holder(shop, known, await shop.opens(known.customer.id))


@pytest.mark.parametrize(
    "new",
    ["111111", "000000", "123456", "654321", "789012", "210987", "390013", "135791", "861390",
     "199003", "110101", "070090"],
)  # fmt: skip
@pytest.mark.holds("R-PW-2", "AC-PW-1")
def test_what_anybody_could_guess_is_weak(new: str) -> None:
    with pytest.raises(Refusal) as refusal:
        must_be_strong(new, msisdn=NUMBER, paper_number=PAPER)

    assert (refusal.value.code, refusal.value.field) == ("PASSWORD_WEAK", "new_password")


@given(st.text(max_size=8).filter(lambda text: not (len(text) == 6 and text.isdecimal())))
@pytest.mark.holds("R-PW-1")
def test_what_is_not_six_digits_is_none(new: str) -> None:
    with pytest.raises(Refusal) as refusal:
        must_be_strong(new, msisdn=NUMBER, paper_number=PAPER)

    assert refusal.value.code == "FIELD_NOT_VALID"


@pytest.mark.parametrize("new", ["27182", "2718281", "27182a", "２７１８２８", "", "²71828"])
def test_other_digits_are_no_digits(new: str) -> None:
    with pytest.raises(Refusal) as refusal:
        must_be_strong(new, msisdn=NUMBER, paper_number=PAPER)

    assert refusal.value.code == "FIELD_NOT_VALID"


async def test_a_number_has_no_password_until_one_is_set(anna: Holder) -> None:
    refusal = await anna.is_refused(anna.proves(GOOD))

    assert refusal.code == "PASSWORD_NOT_SET"


async def test_the_holder_sets_one_by_a_code_and_proves_with_it(anna: Holder) -> None:
    await anna.resets(GOOD)

    proof = await anna.proves(GOOD)

    assert (proof.checks, proof.channel) == (frozenset({Check.SERVICE_PASSWORD}), "app")
    assert (proof.customer_id, proof.subscriber_id) == (anna.known.customer.id, anna.number.id)


async def test_two_checks_make_one_proof_that_shows_a_list(anna: Holder) -> None:
    await anna.resets(GOOD)
    code = await anna.code()
    anna.shop.now += timedelta(minutes=4)

    proof = await anna.proves(GOOD, earlier=code.id)

    assert (proof.id, proof.checked_at) == (code.id, NOON)
    proof.shows_list_of(
        Checked(anna.known.customer.id, anna.number.id, "app", "anna"), now=anna.shop.now
    )
    kept = await anna.shop.uow.proofs.get(code.id)
    assert kept == proof


@pytest.mark.parametrize("of", ["another channel", "nobody", "another number"])
async def test_an_earlier_check_of_somewhere_else_is_not_added_to(anna: Holder, of: str) -> None:
    await anna.resets(GOOD)
    earlier = new_id()
    if of == "another channel":
        earlier = (await anna.code(channel="web")).id
    if of == "another number":
        other = Holder(anna.shop, anna.known, await anna.shop.opens(anna.known.customer.id))
        earlier = (await other.code()).id

    refusal = await anna.is_refused(anna.proves(GOOD, earlier=earlier))

    assert (refusal.code, refusal.field) == ("VERIFICATION_REQUIRED", "proof_id")


@pytest.mark.holds("R-PW-3", "AC-PW-1")
async def test_three_wrong_lock_it_until_midnight_in_shanghai(anna: Holder) -> None:
    await anna.resets(GOOD)
    for _ in range(3):
        refusal = await anna.is_refused(anna.proves(BETTER))
        assert (refusal.code, refusal.field) == ("PASSWORD_WRONG", "password")
    assert await is_locked(anna.number.id, uow=anna.shop.uow, rules=RULES, now=anna.shop.now)

    refusal = await anna.is_refused(anna.proves(GOOD))

    assert refusal.code == "PASSWORD_LOCKED"
    assert isinstance(refusal, TryLater)
    assert refusal.seconds == timedelta(hours=12).total_seconds()
    anna.shop.now = datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)
    assert (await anna.is_refused(anna.changes(GOOD, BETTER))).code == "PASSWORD_LOCKED"
    assert (await anna.is_refused(anna.resets(BETTER))).code == "PASSWORD_LOCKED"
    anna.shop.now = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert await anna.proves(GOOD)


async def test_a_right_one_forgets_the_wrong_ones(anna: Holder) -> None:
    await anna.resets(GOOD)
    for _ in range(4):
        await anna.is_refused(anna.proves(BETTER))
        await anna.is_refused(anna.proves(BETTER))
        await anna.proves(GOOD)


@pytest.mark.holds("R-PW-5")
async def test_what_staff_set_is_initial_and_proves_nothing_until_it_was_changed(
    anna: Holder,
) -> None:
    await anna.is_reset_in_hall(GOOD)

    # A right one is no wrong try, however often it is said.
    for _ in range(4):
        assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_INITIAL"
    await anna.changes(GOOD, BETTER)

    assert await anna.proves(BETTER)
    assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_WRONG"


@pytest.mark.holds("R-PW-5")
async def test_an_old_one_has_to_be_changed_first(anna: Holder) -> None:
    await anna.resets(GOOD)
    anna.shop.now = NOON + timedelta(days=90) - timedelta(seconds=1)
    await anna.proves(GOOD)
    anna.shop.now = NOON + timedelta(days=90)

    assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_EXPIRED"
    assert (await anna.is_refused(anna.changes(GOOD, GOOD))).code == "PASSWORD_SAME"
    await anna.changes(GOOD, BETTER)
    assert await anna.proves(BETTER)


@pytest.mark.holds("R-PW-6")
async def test_three_changes_a_month(anna: Holder) -> None:
    await anna.resets(GOOD)
    await anna.changes(GOOD, BETTER)
    await anna.changes(BETTER, GOOD)

    refusal = await anna.is_refused(anna.changes(GOOD, BETTER))

    assert refusal.code == "PASSWORD_CHANGES_EXCEEDED"
    assert (await anna.is_refused(anna.resets(BETTER))).code == "PASSWORD_CHANGES_EXCEEDED"
    assert await anna.proves(GOOD)
    await anna.is_reset_in_hall(BETTER)
    anna.shop.now = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    await anna.changes(BETTER, GOOD)


async def test_a_stopped_number_is_helped_in_the_hall_alone(anna: Holder) -> None:
    await anna.resets(GOOD)
    await anna.shop.stops(anna.number, Stop(StopReason.ARREARS, Level.ONE_WAY))

    assert (await anna.is_refused(anna.changes(GOOD, BETTER))).code == "STATE_NOT_ALLOWED"
    assert (await anna.is_refused(anna.resets(BETTER))).code == "STATE_NOT_ALLOWED"
    await anna.is_reset_in_hall(BETTER)
    assert (await anna.is_refused(anna.proves(BETTER))).code == "PASSWORD_INITIAL"


async def test_the_hall_unlocks(anna: Holder) -> None:
    await anna.resets(GOOD)
    for _ in range(3):
        await anna.is_refused(anna.proves(BETTER))

    await anna.is_reset_in_hall(BETTER)

    assert (await anna.is_refused(anna.proves(BETTER))).code == "PASSWORD_INITIAL"


async def test_a_code_without_the_paper_resets_nothing(anna: Holder) -> None:
    refusal = await anna.is_refused(anna.resets(GOOD, paper="110101199003070097"))
    assert (refusal.code, refusal.field) == ("VERIFICATION_FAILED", "paper_number")

    code = await anna.code()
    reset = Reset(new_id(), anna.number.id, code.id, GOOD)
    refusal = await anna.is_refused(reset_password(reset, caller=anna.asks, **anna.how))

    assert (refusal.code, refusal.field) == ("FIELD_MISSING", "paper_number")
    assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_NOT_SET"


async def test_a_proof_resets_once(anna: Holder) -> None:
    code = await anna.code()
    await anna.resets(GOOD, code)

    refusal = await anna.is_refused(anna.resets(BETTER, code))

    assert refusal.code == "VERIFICATION_REQUIRED"
    assert "used up: check the person anew" in refusal.sentence


@pytest.mark.parametrize("channel", ["hotline", "app", "dealer"])
async def test_staff_elsewhere_reset_nothing(anna: Holder, channel: str) -> None:
    caller = replace(HALL, channel=channel)

    refusal = await anna.is_refused(anna.is_reset_in_hall(GOOD, caller=caller))

    assert refusal.code == "VERIFICATION_REQUIRED"


async def test_a_code_in_the_web_resets_nothing_in_the_app(anna: Holder) -> None:
    refusal = await anna.is_refused(anna.resets(GOOD, await anna.code(channel="web")))

    assert refusal.code == "VERIFICATION_REQUIRED"


@pytest.mark.parametrize(
    "said", ["abc", "２７１８２８", " 271828", "271828 ", "      ", "", "9" * 999]
)
@pytest.mark.holds("R-PW-3")
async def test_what_can_be_no_password_is_no_try(anna: Holder, said: str) -> None:
    await anna.resets(GOOD)

    for _ in range(4):
        refusal = await anna.is_refused(anna.proves(said))
        assert (refusal.code, refusal.field) == ("FIELD_NOT_VALID", "password")

    assert await anna.proves(GOOD)


async def test_nobody_tries_anothers_password(anna: Holder, shop: Shop) -> None:
    await anna.resets(GOOD)
    boris = await shop.registers()
    asks = customer_asks(boris.customer.id)
    unknown = replace(anna.number, id=new_id())

    for number in (anna.number, unknown):
        trying = Try(number.id, GOOD)
        refusal = await anna.is_refused(try_password(trying, caller=asks, **anna.how))
        assert refusal.code == "NOT_YOURS"


async def test_who_has_booked_to_leave_proves_who_they_are_until_then(anna: Holder) -> None:
    """What was booked may be withdrawn, and that is asked for with a proof (R-TM-2)."""
    await anna.resets(GOOD)
    await anna.shop.order().does(MoveSubscriber(anna.number.id, Act.BOOK_TERMINATION))

    assert await anna.proves(GOOD)


async def test_who_was_given_up_for_arrears_proves_nothing(anna: Holder) -> None:
    await anna.resets(GOOD)
    await anna.shop.stops(anna.number, Stop(StopReason.ARREARS, Level.TWO_WAY))
    await anna.shop.order().does(MoveSubscriber(anna.number.id, Act.PRE_TERMINATE))

    assert (await anna.is_refused(anna.proves(GOOD))).code == "STATE_NOT_ALLOWED"


async def test_a_left_number_has_no_password(anna: Holder) -> None:
    await anna.resets(GOOD)
    await anna.shop.terminates(anna.number)

    assert (await anna.is_refused(anna.proves(GOOD))).code == "STATE_NOT_ALLOWED"


@pytest.mark.holds("R-PW-7")
async def test_what_is_kept_fits_one_number_and_one_key() -> None:
    hashing, another = KeyedHashing(b"1" * 32), KeyedHashing(b"2" * 32)

    kept = await hashing.hash(GOOD, owner="anna-1")

    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert await hashing.fits(GOOD, kept, owner="anna-1")
    assert not await hashing.fits(BETTER, kept, owner="anna-1")
    assert not await hashing.fits(GOOD, kept, owner="anna-2")
    assert not await another.fits(GOOD, kept, owner="anna-1")


def test_table_is_drawn_for_the_documentation() -> None:
    assert "initial --> normal: change" in PASSWORD.as_mermaid()
    assert set(PASSWORD.starts) == {PasswordState.INITIAL, PasswordState.NORMAL}
