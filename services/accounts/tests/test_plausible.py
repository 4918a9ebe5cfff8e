"""A name is a name, a telephone a telephone, and a birth the paper's (rules 10.1)."""

import secrets
from dataclasses import replace
from datetime import date

import pytest
from shop_of_accounts import CLERK, Shop, a_paper

from accounts.customers.domain.customer import Capture, Person
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.domain.plausible import Birth, Gender, read_gender
from accounts.customers.usecases.register_customer import Registration, register_customer
from accounts.customers.wire import customer_in_full, masked_customer
from kernel.errors import Invalid
from kernel.identity_paper import check_sign


def of_a_woman() -> IdentityPaper:
    """Return a card of somebody born on the last day of 1949."""
    digits = f"11010519491231{secrets.randbelow(100):02d}{2 * secrets.randbelow(5)}"
    return IdentityPaper.read("id_card", digits + check_sign(digits))


ANNA = Registration(Person("张伟"), of_a_woman(), None, Capture.READER)
FOREIGN = IdentityPaper.read("passport", f"E{secrets.randbelow(10**8):08d}")


async def refused(shop: Shop, registration: Registration) -> str:
    """Return the field it is refused for; nothing was kept."""
    with pytest.raises(Invalid) as refusal:
        await register_customer(registration, caller=CLERK, uow=shop.uow, now=shop.now)
    assert refusal.value.code == "FIELD_NOT_VALID"
    assert await shop.uow.customers.get_by_paper(registration.paper) is None
    return str(refusal.value.field)


@pytest.mark.parametrize(
    "phone", ["abc", "12", "138123412341381234123413", "138x", "+", "１３８１２３４１２３４"]
)
async def test_what_is_no_telephone_is_refused(shop: Shop, phone: str) -> None:
    assert await refused(shop, replace(ANNA, person=Person("张伟", phone))) == "contact_phone"


@pytest.mark.parametrize(
    "phone", ["", "13812341234", "+86 138-1234-1234", "(010) 6555 0100", "95599"]
)
async def test_a_telephone_is_written_as_people_write_it(shop: Shop, phone: str) -> None:
    registration = replace(ANNA, person=Person("张伟", phone), paper=a_paper())

    known = await register_customer(registration, caller=CLERK, uow=shop.uow, now=shop.now)

    assert known.customer.person.contact_phone == phone


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (Person("123"), "name"),
        (Person("张伟2"), "name"),
        (Person("---"), "name"),
        (Person("张伟", family_name="1"), "family_name"),
        (Person("张伟", given_name="?"), "given_name"),
    ],
)
async def test_what_is_no_name_is_refused(shop: Shop, person: Person, field: str) -> None:
    assert await refused(shop, replace(ANNA, person=person)) == field


@pytest.mark.parametrize(
    ("birth", "paper", "field"),
    [
        (Birth(date(1949, 12, 30)), ANNA.paper, "birth_date"),
        (Birth(gender=Gender.MALE), ANNA.paper, "gender"),
        (Birth(date(1949, 12, 31)), FOREIGN, "birth_date"),
        (Birth(gender=Gender.FEMALE), FOREIGN, "gender"),
    ],
)
async def test_who_is_born_otherwise_than_the_paper_says_is_refused(
    shop: Shop, birth: Birth, paper: IdentityPaper, field: str
) -> None:
    assert await refused(shop, replace(ANNA, birth=birth, paper=paper)) == field


async def test_what_the_number_says_is_shown_where_it_is_read_in_full(shop: Shop) -> None:
    said = replace(ANNA, paper=of_a_woman(), birth=Birth(date(1949, 12, 31), Gender.FEMALE))

    known = await register_customer(said, caller=CLERK, uow=shop.uow, now=shop.now)

    full, masked = customer_in_full(known), masked_customer(known)
    assert (full.birth_date, full.gender) == ("1949-12-31", "female")
    assert (masked.birth_date, masked.gender) == ("", "")


def test_a_gender_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid, match="male, female") as refusal:
        read_gender("x")

    assert refusal.value.field == "gender"
