"""The catalogue is written from the forms."""

from catalogue import catalogue, verification_matrix

from orders.processes import CATALOGUE


def test_every_process_has_a_row() -> None:
    assert len(catalogue().splitlines()) == 2 + len(CATALOGUE)


def test_matrix_has_a_row_for_everything_somebody_asks_for() -> None:
    asked = {form.name for form in CATALOGUE.values() if form.ways}
    matrix = verification_matrix()

    assert [name for name in asked if f"`{name}` |" not in matrix] == []


def test_matrix_says_that_nobody_asks_to_be_stopped_for_arrears() -> None:
    row = next(line for line in verification_matrix().splitlines() if "欠费停机" in line)

    assert set(row.split(" | ")[1:-1]) == {"system"}


def test_matrix_says_that_a_card_is_only_given_to_who_was_checked() -> None:
    swap = next(line for line in verification_matrix().splitlines() if "补换卡" in line)

    assert "V1+V9" in swap
