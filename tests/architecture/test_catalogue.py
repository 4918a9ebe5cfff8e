"""The catalogue is written from the forms."""

from catalogue import catalogue, title, verification_matrix

from orders.ordering.domain.process import Asked
from orders.processes import CATALOGUE


def test_every_process_has_a_row() -> None:
    assert len(catalogue().splitlines()) == 2 + len(CATALOGUE)


def test_matrix_has_a_row_for_exactly_what_somebody_asks_for() -> None:
    asked = {
        title(one)
        for one in CATALOGUE.values()
        if any(isinstance(opener, Asked) for opener in one.opened_by)
    }
    rows = {line.split("|")[1].strip() for line in verification_matrix().splitlines()[2:]}

    assert rows == asked


def test_matrix_leaves_out_what_nobody_asks_for() -> None:
    assert "欠费停机" not in verification_matrix()


def test_matrix_says_that_a_card_is_only_given_to_who_was_checked() -> None:
    swap = next(line for line in verification_matrix().splitlines() if "补换卡" in line)

    assert "face" in swap
