"""One-time codes by text (rules 1.3, V2): sent to the handset, good once, here and for minutes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from shop_of_accounts import CLERK, NOON, Shop, customer_asks

from accounts.customers.domain.customer import KnownCustomer
from accounts.proofs.domain.one_time_code import CodePolicy, OneTimeCode, Wanted
from accounts.proofs.domain.proof import Check, Proof
from accounts.proofs.ports import CodeText
from accounts.proofs.storage.code_making import KeyedCodes
from accounts.proofs.usecases.send_code import CodeRequest, CodeRules, send_code
from accounts.proofs.usecases.try_code import CodeTry, check_code, try_code
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import Subscriber
from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal, TryLater
from kernel.ids import new_id

POLICY = CodePolicy()


@dataclass
class Handset:
    """Gets every text once, however often it is sent; `holds` is why it gets none."""

    inbox: dict[str, CodeText] = field(default_factory=dict)
    holds: Refusal | None = None

    async def send(self, text: CodeText) -> None:
        if self.holds is not None:
            raise self.holds
        self.inbox.setdefault(text.id, text)

    @property
    def last(self) -> str:
        return list(self.inbox.values())[-1].code


@dataclass
class Holder:
    """Somebody with a number, who reads what comes to its handset."""

    shop: Shop
    known: KnownCustomer
    number: Subscriber
    handset: Handset

    @property
    def asks(self) -> Caller:
        return customer_asks(self.known.customer.id)

    @property
    def how(self) -> dict[str, Any]:
        rules = CodeRules(KeyedCodes(b"a key of the operator"), self.handset, POLICY)
        return {"uow": self.shop.uow, "rules": rules, "now": self.shop.now}

    async def wants(self, *, by: Caller | None = None, request: str = "") -> OneTimeCode:
        asking = CodeRequest(self.number.id, request or new_id())
        return await send_code(asking, caller=by or self.asks, **self.how)

    async def says(self, code: str, *, by: Caller | None = None, earlier: str = "") -> Proof:
        said = CodeTry(self.number.id, code)
        right = await try_code(said, caller=by or self.asks, **self.how)
        return await check_code(right, earlier=earlier, uow=self.shop.uow, now=self.shop.now)

    async def is_refused(self, act: Any) -> str:
        with pytest.raises(Refusal) as refusal:
            await act
        return refusal.value.code


@pytest.fixture
async def anna(shop: Shop) -> Holder:
    known = await shop.registers()
    return Holder(shop, known, await shop.opens(known.customer.id), Handset())


def another(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


async def test_what_was_read_on_the_handset_is_a_proof_of_the_number_here(anna: Holder) -> None:
    code = await anna.wants()
    [text] = anna.handset.inbox.values()

    proof = await anna.says(text.code)

    assert (text.msisdn, text.valid_seconds) == (anna.number.number.msisdn.value, 300)
    assert (len(text.code), text.code.isdecimal()) == (6, True)
    assert code.left_today(POLICY) == 14
    assert (proof.checks, proof.channel) == (frozenset({Check.SMS_CODE}), "app")
    assert (proof.customer_id, proof.subscriber_id) == (anna.known.customer.id, anna.number.id)
    assert text.code not in repr(text)


async def test_a_code_is_good_once(anna: Holder) -> None:
    await anna.wants()
    await anna.says(anna.handset.last)

    assert await anna.is_refused(anna.says(anna.handset.last)) == "CODE_EXPIRED"


async def test_a_code_is_good_for_five_minutes(anna: Holder) -> None:
    await anna.wants()
    anna.shop.now += timedelta(minutes=5)

    assert await anna.is_refused(anna.says(anna.handset.last)) == "CODE_EXPIRED"


async def test_a_code_that_was_never_sent_is_none(anna: Holder) -> None:
    assert await anna.is_refused(anna.says("271828")) == "CODE_EXPIRED"


async def test_the_third_wrong_try_is_the_last(anna: Holder) -> None:
    await anna.wants()
    right = anna.handset.last

    wrong = [await anna.is_refused(anna.says(another(right))) for _ in range(POLICY.tries)]

    assert wrong == ["CODE_WRONG"] * 3
    assert await anna.is_refused(anna.says(right)) == "CODE_EXPIRED"


@pytest.mark.parametrize(
    "said", ["", "12345", "1234567", "一二三四五六", "١٢٣٤٥٦", "\0", "9" * 999]
)
async def test_what_can_be_no_code_is_no_try(anna: Holder, said: str) -> None:
    await anna.wants()

    for _ in range(POLICY.tries):
        assert await anna.is_refused(anna.says(said)) == "FIELD_NOT_VALID"
    assert await anna.says(anna.handset.last)


async def test_a_newer_code_replaces_the_older_one(anna: Holder) -> None:
    await anna.wants()
    older = anna.handset.last
    anna.shop.now += timedelta(seconds=7)
    await anna.wants()

    assert await anna.is_refused(anna.says(older)) == "CODE_WRONG"
    assert await anna.says(anna.handset.last)


async def test_a_code_that_staff_ask_for_voids_none_of_the_holder(anna: Holder) -> None:
    await anna.wants()
    hers = anna.handset.last
    anna.shop.now += timedelta(seconds=7)
    await anna.wants(by=CLERK)
    in_the_hall = anna.handset.last

    assert await anna.is_refused(anna.says(in_the_hall)) == "CODE_WRONG"
    proofs = [await anna.says(hers), await anna.says(in_the_hall, by=CLERK)]

    assert [proof.channel for proof in proofs] == ["app", "hall"]
    assert await anna.is_refused(anna.says(hers)) == "CODE_EXPIRED"


async def test_each_code_has_three_tries_and_all_count_for_the_day(anna: Holder) -> None:
    await anna.wants()
    hers = anna.handset.last
    for _ in range(POLICY.tries):
        assert await anna.is_refused(anna.says(another(hers))) == "CODE_WRONG"
    anna.shop.now += timedelta(seconds=7)

    code = await anna.wants(by=CLERK)

    assert code.left_today(POLICY) == 13
    assert await anna.is_refused(anna.says(hers)) == "CODE_EXPIRED"


async def test_a_request_that_is_sent_again_counts_once_beside_others(anna: Holder) -> None:
    await anna.wants(request="r")
    await anna.wants(by=CLERK)
    await anna.wants(request="r")

    anna.shop.now += timedelta(seconds=7)
    assert (await anna.wants(by=CLERK)).sent == 3
    assert await anna.says(next(iter(anna.handset.inbox.values())).code)


async def test_the_same_request_sends_one_text(anna: Holder) -> None:
    first = await anna.wants(request="r")
    anna.shop.now += timedelta(seconds=30)

    again = await anna.wants(request="r")

    assert (again, len(anna.handset.inbox)) == (first, 1)


async def test_a_request_that_comes_again_later_gets_no_code_it_had_before(anna: Holder) -> None:
    await anna.wants(request="r")
    older = anna.handset.last
    anna.shop.now += timedelta(minutes=6)
    await anna.wants(request="r")

    assert len(anna.handset.inbox) == 2
    assert await anna.is_refused(anna.says(older)) == "CODE_WRONG"


async def test_fifteen_a_day_are_sent_until_midnight_in_shanghai(anna: Holder) -> None:
    for _ in range(POLICY.sent_a_day):
        anna.shop.now += timedelta(seconds=1)
        await anna.wants()

    with pytest.raises(TryLater) as refusal:
        await anna.wants()
    anna.shop.now += timedelta(seconds=refusal.value.seconds)
    await anna.wants()

    assert refusal.value.code == "CODE_LIMIT_EXCEEDED"
    assert len(anna.handset.inbox) == POLICY.sent_a_day + 1


async def test_what_keeps_codes_from_the_number_is_said_and_counts(anna: Holder) -> None:
    anna.handset.holds = NotAllowed("SIM_SWAPPED_RECENTLY", "The card is new.")

    assert await anna.is_refused(anna.wants()) == "SIM_SWAPPED_RECENTLY"
    anna.handset.holds = None
    anna.shop.now += timedelta(seconds=1)
    assert (await anna.wants()).sent == 2


@pytest.mark.parametrize("level", list(Level))
async def test_a_number_that_gets_no_texts_gets_no_code(anna: Holder, level: Level) -> None:
    if level is not Level.NONE:
        await anna.shop.stops(anna.number, Stop(StopReason.ARREARS, level))

    if level is Level.TWO_WAY:
        assert await anna.is_refused(anna.wants()) == "STATE_NOT_ALLOWED"
    else:
        assert await anna.wants()


async def test_a_code_of_the_app_says_nothing_in_the_hall(anna: Holder) -> None:
    await anna.wants()

    assert await anna.is_refused(anna.says(anna.handset.last, by=CLERK)) == "CODE_EXPIRED"
    await anna.wants(by=CLERK)
    proof = await anna.says(anna.handset.last, by=CLERK)
    assert (proof.channel, proof.checked_by) == ("hall", CLERK.id)


@pytest.mark.parametrize("channel", ["dealer", "bank", "system"])
async def test_not_every_channel_asks_for_codes(anna: Holder, channel: str) -> None:
    clerk = Caller("clerk", channel=channel, staff=True)

    assert await anna.is_refused(anna.wants(by=clerk)) == "CHANNEL_NOT_ALLOWED"
    assert await anna.is_refused(anna.says("271828", by=clerk)) == "CHANNEL_NOT_ALLOWED"
    assert anna.handset.inbox == {}


async def test_another_has_no_code_sent_and_says_none(anna: Holder) -> None:
    boris = customer_asks((await anna.shop.registers()).customer.id)
    await anna.wants()

    assert await anna.is_refused(anna.wants(by=boris)) == "NOT_YOURS"
    assert await anna.is_refused(anna.says(anna.handset.last, by=boris)) == "NOT_YOURS"
    assert await anna.says(anna.handset.last)


async def test_a_code_is_added_to_an_earlier_check_of_the_same_person_here(anna: Holder) -> None:
    seen = await anna.shop.checks(anna.known, "id_seen")
    await anna.wants(by=CLERK)

    proof = await anna.says(anna.handset.last, by=CLERK, earlier=seen.id)

    assert proof.id == seen.id
    assert proof.checks == {Check.ID_SEEN, Check.SMS_CODE}


async def test_a_code_whose_proof_does_not_fit_is_still_good(anna: Holder) -> None:
    await anna.wants()

    refused = await anna.is_refused(anna.says(anna.handset.last, earlier=new_id()))

    assert refused == "VERIFICATION_REQUIRED"
    assert await anna.says(anna.handset.last)


def test_codes_are_spread_over_all_digits() -> None:
    making = KeyedCodes(b"key")
    codes = [
        making.digits(code_of(Wanted("number", "anna", "app", f"{place}"))) for place in range(2000)
    ]

    assert len(set(codes)) > 1990
    assert min(Counter("".join(codes)).values()) > 1000


def test_another_key_makes_other_codes() -> None:
    code = code_of(Wanted("number", "anna", "app", "r"))

    assert KeyedCodes(b"key").digits(code) != KeyedCodes(b"another").digits(code)


def code_of(wanted: Wanted) -> OneTimeCode:
    return OneTimeCode(wanted, sent_at=NOON, day=NOON.date(), sent=1)
