"""Money is exact, and what is shared out sums to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import Money, Rounding, divided, fen


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_parts_sum_to_the_whole(minor: int, weights: list[int]) -> None:
    weights[0] += 1

    parts = fen(minor).split(tuple(weights))

    assert sum(part.minor for part in parts) == minor


@pytest.mark.parametrize(
    ("rounding", "rounded"),
    [(Rounding.HALF_UP, 3), (Rounding.HALF_EVEN, 2), (Rounding.UP, 3), (Rounding.DOWN, 2)],
)
def test_a_half_goes_where_the_rule_says(rounding: Rounding, rounded: int) -> None:
    assert divided(5, 2, rounding=rounding) == rounded
    assert divided(-5, 2, rounding=rounding) == -rounded


def test_fee_of_part_of_a_month_is_rounded_once() -> None:
    assert fen(12900).times(15, 30) == fen(6450)
    assert fen(12900).times(27, 31) == fen(11235)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not mix"):
        fen(1) + Money("USD", 1)


def test_money_is_never_a_fraction() -> None:
    with pytest.raises(TypeError):
        fen(1.5)  # type: ignore[arg-type]  # the point of the test
