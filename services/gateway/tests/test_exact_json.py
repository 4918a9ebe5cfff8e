"""Amounts go in and out of JSON as they are written: no float is ever between."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.rest.grammar.exact_json import read_exactly, written
from gateway.rest.request.amounts import MOST_FEN, QUANTITY, fen_of, shown, shown_exactly
from kernel.errors import Invalid

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(-(10**9), 10**9, places=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_as_it_was(value: object) -> None:
    assert read_exactly(written(value).encode()) == value


@given(VALUES)
def test_what_is_written_is_json_for_everybody(value: object) -> None:
    json.loads(written(value))


@given(st.integers(1, MOST_FEN))
def test_every_fen_comes_back_from_yuan(fen: int) -> None:
    for amount in (shown(fen), shown_exactly(fen * 1000)):
        assert fen_of(read_exactly(written({"paid": amount}).encode()), "paid") == fen
    quantity = {"paid": shown(fen, form=QUANTITY)}
    assert fen_of(read_exactly(written(quantity).encode()), "paid", form=QUANTITY) == fen


@given(st.integers(1, MOST_FEN * 1000).filter(lambda millifen: millifen % 1000))
def test_parts_of_a_fen_are_nobodys_payment(millifen: int) -> None:
    with pytest.raises(Invalid) as refusal:
        fen_of({"paid": shown_exactly(millifen)}, "paid")

    assert refusal.value.field == "paid.value"


@pytest.mark.parametrize("text", [b"NaN", b"-Infinity", b'{"a": 1e99999999999999999999}', b"{"])
def test_what_is_no_number_is_not_read(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_exactly(text)


def test_a_number_that_is_written_shortly_and_is_long_is_no_amount() -> None:
    for text in ("1e1000000", "1e-1000000", "1E+12"):
        with pytest.raises(Invalid):
            fen_of({"paid": {"unit": "CNY", "value": Decimal(text)}}, "paid")
