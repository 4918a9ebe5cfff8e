"""Numbers as the switches of many makers write them, and what is meant by each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.numbering_plan import Number, NumberKind
from kernel.plan_of_china import CHINA, numbering_plan

MOBILE, FIXED, ABROAD = NumberKind.MOBILE, NumberKind.FIXED, NumberKind.ABROAD
SP, SERVICE = NumberKind.SERVICE_PROVIDER, NumberKind.SERVICE

TABLE = [
    # A mobile number, in all the ways it is written.
    ("13900009999", MOBILE, "8613900009999"),
    ("+8613900009999", MOBILE, "8613900009999"),
    ("008613900009999", MOBILE, "8613900009999"),
    ("8613900009999", MOBILE, "8613900009999"),
    ("013900009999", MOBILE, "8613900009999"),
    ("+86 139 0000 9999", MOBILE, "8613900009999"),
    ("+86-139-0000-9999", MOBILE, "8613900009999"),
    ("+86 (0)139 0000 9999", MOBILE, "8613900009999"),
    ("tel:+8613900009999", MOBILE, "8613900009999"),
    ("sip:+8613900009999@ims.example;user=phone", MOBILE, "8613900009999"),
    ("＋８６１３９００００９９９９", MOBILE, "8613900009999"),
    ("19912345678", MOBILE, "8619912345678"),
    ("17012345678", MOBILE, "8617012345678"),
    ("1440012345678", MOBILE, "861440012345678"),
    # Landlines, with and without the trunk prefix.
    ("01088886666", FIXED, "861088886666"),
    ("861088886666", FIXED, "861088886666"),
    ("+8601088886666", FIXED, "861088886666"),
    ("1088886666", FIXED, "861088886666"),
    ("01065550100", FIXED, "861065550100"),
    ("+861065550100", FIXED, "861065550100"),
    ("861065550100", FIXED, "861065550100"),
    ("1065550100", SP, "1065550100"),
    ("01012345678", FIXED, "861012345678"),
    ("075588886666", FIXED, "8675588886666"),
    ("+8675588886666", FIXED, "8675588886666"),
    ("02165550100", FIXED, "862165550100"),
    ("88886666", NumberKind.LOCAL, "88886666"),
    ("6543210", NumberKind.LOCAL, "6543210"),
    ("88188666", NumberKind.LOCAL, "88188666"),
    # Service providers, banks, hotlines, help.
    ("10657525551234", SP, "10657525551234"),
    ("+8610657525551234", SP, "10657525551234"),
    ("8610657525551234", SP, "10657525551234"),
    ("125201391234567", SP, "125201391234567"),
    ("1252013912345678", SP, "1252013912345678"),
    ("4008123456", NumberKind.SHARED_COST, "4008123456"),
    ("+864008123456", NumberKind.SHARED_COST, "4008123456"),
    ("400-812-3456", NumberKind.SHARED_COST, "4008123456"),
    ("8008101234", NumberKind.FREEPHONE, "8008101234"),
    ("95555", NumberKind.BUSINESS, "95555"),
    ("+8695555", NumberKind.BUSINESS, "95555"),
    ("955881", NumberKind.BUSINESS, "955881"),
    ("96096", NumberKind.BUSINESS, "96096"),
    ("10086", SERVICE, "10086"),
    ("8610086", SERVICE, "10086"),
    ("+8610086", SERVICE, "10086"),
    ("1008611", SERVICE, "1008611"),
    ("12306", SERVICE, "12306"),
    ("116114", SERVICE, "116114"),
    ("61234", SERVICE, "61234"),
    ("110", NumberKind.EMERGENCY, "110"),
    ("+86110", NumberKind.EMERGENCY, "110"),
    # Over the IP network of another carrier.
    ("1795113900009999", MOBILE, "179518613900009999"),
    ("179518613900009999", MOBILE, "179518613900009999"),
    ("17951+8613900009999", MOBILE, "179518613900009999"),
    ("+861795113900009999", MOBILE, "179518613900009999"),
    ("1259301088886666", FIXED, "12593861088886666"),
    ("179510085291234567", ABROAD, "1795185291234567"),
    ("17951", SERVICE, "17951"),
    ("12593", SERVICE, "12593"),
    # Abroad. A bare number of North America may be a mobile number of China: then it has a plus.
    ("0085291234567", ABROAD, "85291234567"),
    ("+85291234567", ABROAD, "85291234567"),
    ("85291234567", ABROAD, "85291234567"),
    ("+12125550100", ABROAD, "12125550100"),
    ("12125550100", ABROAD, "12125550100"),
    ("+13125550100", ABROAD, "+13125550100"),
    ("0013125550100", ABROAD, "+13125550100"),
    ("+4008123456", ABROAD, "+4008123456"),
    ("+80012345678", ABROAD, "80012345678"),
    ("+8816123456789", ABROAD, "8816123456789"),
    ("442079460000", ABROAD, "442079460000"),
    ("+959123456789", ABROAD, "959123456789"),
    ("+6801234567", ABROAD, "6801234567"),
]
NONE = ["", "+", "0", "00", "000", "+0", "*100#", "China", "me@example.org", "12 ab", "+1+2+3",
        "1" * 40, "+" + "4" * 16, "sip:", "\u0661\u0662x"]  # fmt: skip


@pytest.mark.parametrize(("said", "kind", "text"), TABLE)
def test_a_number_is_what_the_plan_says(said: str, kind: NumberKind, text: str) -> None:
    number = CHINA.read(said)

    assert number is not None
    assert (number.kind, number.text) == (kind, text)


@pytest.mark.parametrize("said", NONE)
def test_what_is_no_number_is_none(said: str) -> None:
    assert CHINA.read(said) is None
    assert CHINA.normal(said) == said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        *((way, "86139") for way in ("139", "0139", "86139", "+86139", "0086139", "+86 139")),
        *(("1", "861"), ("13900100000", "8613900100000"), ("1-39", "86139"), ("１３９", "86139")),
        *(("8", "8"), ("86", "86"), ("+86", "86"), ("0086", "86"), ("00", ""), ("0", "86")),
        *(("0851", "86851"), ("+1", "1"), ("+", None), ("", None), ("139x", None), ("٨٦", None)),
        *(("++86", None), ("+86 (0)139", "86139"), ("86139", "86139")),
    ],
)
def test_a_beginning_is_found_however_it_is_written(said: str, kept: str | None) -> None:
    assert CHINA.beginning(said) == kept


@given(st.sampled_from(["3", "5", "8"]), st.from_regex(r"[0-9]{9}", fullmatch=True),
       st.integers(1, 11))  # fmt: skip
def test_every_beginning_of_a_number_finds_it(second: str, rest: str, length: int) -> None:
    mobile = f"1{second}{rest}"

    for prefix in ("", "0", "86", "+86", "0086", "+860"):
        begins = CHINA.beginning(prefix + mobile[:length])
        assert begins is not None
        assert CHINA.normal(mobile).startswith(begins)


def test_an_ip_call_knows_whom_it_calls_and_over_whom() -> None:
    number = CHINA.read("179510085291234567")

    assert number == Number(ABROAD, "85291234567", "1795185291234567", via="17951")


def test_a_plan_without_blocks_knows_its_country_code() -> None:
    plan = numbering_plan("852")
    kinds = [plan.read(one) for one in ("85291234567", "+8613900009999", "12345")]

    assert [one and one.kind for one in kinds] == [FIXED, ABROAD, SERVICE]
    assert numbering_plan("86") is CHINA


DIGITS = st.text("0123456789", min_size=1, max_size=24)
WRITTEN = st.one_of(
    DIGITS,
    st.builds("{}{}".format, st.sampled_from(["+", "00", "0", "86", "+86", "0086"]), DIGITS),
    st.builds("{}{}".format, st.sampled_from(["17951", "12593", "106", "95", "400", "1"]), DIGITS),
    st.text("+0123456789 -().*#", max_size=30),
    st.text(max_size=20),
)


@given(WRITTEN)
@settings(deadline=None, max_examples=2000)
def test_what_is_written_as_it_should_be_is_read_as_the_same_number(said: str) -> None:
    number = CHINA.read(said)

    assert CHINA.normal(CHINA.normal(said)) == CHINA.normal(said)
    if number is not None:
        assert CHINA.read(number.text) == number
        assert number.text.isascii()


@given(st.text("0123456789", min_size=9, max_size=9), st.sampled_from("3456789"))
@settings(deadline=None)
def test_all_spellings_of_a_mobile_number_are_one(rest: str, second: str) -> None:
    mobile = f"1{second}{rest}"
    if mobile.startswith("179"):
        return
    ways = {CHINA.normal(f"{prefix}{mobile}") for prefix in ("", "0", "86", "+86", "0086", "+860")}

    assert ways == {f"86{mobile}"}


@given(DIGITS, st.sampled_from(["1", "7", "852", "44", "959", "400", "881"]))
@settings(deadline=None, max_examples=1000)
def test_a_plus_and_00_lead_to_the_same_country(rest: str, country: str) -> None:
    number = CHINA.read(f"+{country}{rest}")

    assert CHINA.read(f"00{country}{rest}") == number
    if number is not None:
        assert number.is_abroad
