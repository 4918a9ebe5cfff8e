"""Identifiers, civil dates, masks and identity cards."""

import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.civil import civil_date, days_in_month, start_of_day
from kernel.identity_paper import check_sign, from_fifteen, is_identity_card_number
from kernel.ids import derived_id, is_id, new_id, new_ids
from kernel.masking import mask_msisdn, mask_name, mask_paper, mask_tail


def test_new_ids_sort_by_the_time_they_were_made() -> None:
    ids = [new_id() for _ in range(50)]

    assert len(set(ids)) == 50
    assert [one[:13] for one in ids] == sorted(one[:13] for one in ids)
    assert all(is_id(one) and one[14] == "7" for one in ids)


def test_many_new_ids_at_once_are_like_single_ones() -> None:
    ids = new_ids(1000)

    assert len(set(ids)) == 1000
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in ids} == {(7, uuid.RFC_4122)}
    assert all(is_id(one) for one in ids)


def test_same_words_give_the_same_id() -> None:
    assert derived_id("a", "b") == derived_id("a", "b") != derived_id("ab")


def test_a_day_in_shanghai_begins_eight_hours_earlier() -> None:
    assert civil_date(datetime(2030, 1, 7, 16, 0, tzinfo=UTC)) == date(2030, 1, 8)
    assert start_of_day(date(2030, 1, 8)) == datetime(2030, 1, 7, 16, 0, tzinfo=UTC)
    assert days_in_month(date(2028, 2, 9)) == 29


def test_masks_keep_what_may_be_shown() -> None:
    assert mask_msisdn("8613812341234") == "86138****1234"
    assert mask_name("张伟") == "张*"
    assert mask_paper("110101199003071233") == "110***********1233"


@given(st.text(min_size=1))
def test_a_tail_never_shows_more_than_half(text: str) -> None:
    assert mask_tail(text).count("*") >= len(text) - len(text) // 2


def test_identity_card_is_checked_to_its_last_sign() -> None:
    number = "11010119900307123"
    whole = number + check_sign(number)

    assert is_identity_card_number(whole.lower())
    assert not is_identity_card_number(number + ("0" if whole[-1] != "0" else "1"))
    assert not is_identity_card_number("11010119900231123X")


@pytest.mark.parametrize("old", ["110101900307123", " 110101 900307123"])
def test_fifteen_digits_become_the_eighteen_of_the_same_person(old: str) -> None:
    whole = from_fifteen(old)

    assert is_identity_card_number(whole)
    assert whole[:6] + whole[8:17] == "110101900307123"
