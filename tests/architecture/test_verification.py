"""The verification matrix is the manual's, as far as it is built (rules 2.21)."""

from pathlib import Path

import pytest
import yaml
from verification import COLUMNS, NOT_BUILT, OTHERS, ROWS, Row, cell, code_of, ways_of

from orders.ordering.domain.values import Channel, Proof, Role
from orders.ordering.domain.verification import V1, V1_X2, V4, Asked, of
from orders.processes import CATALOGUE

MANUAL = yaml.safe_load((Path(__file__).parent / "manual/verification.yaml").read_text("utf-8"))
SAID: dict[str, dict[str, str]] = {
    term: dict(zip(MANUAL["columns"], cells, strict=True)) for term, cells in MANUAL["rows"].items()
}
OURS = {
    "holder": ("hall: holder",),
    "agent": ("hall: agent",),
    "unit": ("hall: unit",),
    "hotline": ("hotline",),
    "web_app": ("app", "web"),
    "sms": ("sms",),
    "dealer": ("dealer",),
}
"""The manual's columns, and ours: where there are two, the first has all, the second a part."""
NOT_A_CHECK = (
    "(+V9)", "+confirm", "(holder)", "+courier", "own number", "(own handset)", "+credit",
)  # fmt: skip
"""What is optional there, or is no check of who asks."""
NOWHERE = {
    ("新开户", "web_app"): "needs a courier who takes the money and hands over the card",
    ("补换卡", "web"): "a browser has no face check: CHECKS of accounts",
    ("密码重置", "web"): "a browser has no face check: CHECKS of accounts",
    ("过户", "web_app"): "needs the other holder's word from their own app, within a day",
    ("密码重置", "hotline"): "needs the numbers called lately (V10), which nobody provides yet",
    ("详单查询", "unit"): "no list is shown to a handler: lists are shown for a person's paper",
}
"""What the manual offers, and we do not yet; each with why."""
OTHERWISE = {("挂失", "hotline"): {"name+ID no."}}
"""Alternatives of a cell that are a process of their own here: 临时挂失, which ends by itself."""
ORDERED = [row for row in ROWS if row.process and not row.says]


def of_the_manual(cell_: str) -> set[str]:
    """Return the alternatives of a cell, without what is no check; nothing where it is not done."""
    for word in NOT_A_CHECK:
        cell_ = cell_.replace(word, "")
    cell_ = cell_.replace("not allowed", "-")
    return {one.strip() for one in cell_.split("/") if one.strip() != "-"}


def ours(row: Row, column: str, *, switched: bool) -> set[str]:
    ways = [one for one in row.ways or ways_of(row.process) if one.unless_switched_on is switched]
    written = cell([Asked(one.channel, one.role, one.proofs) for one in ways], *COLUMNS[column])
    return set() if written == "-" else set(written.split(" / "))


def test_has_every_row_of_the_manual_in_its_order() -> None:
    assert [row.term for row in ROWS] == list(SAID)


@pytest.mark.parametrize("column", OURS)
@pytest.mark.parametrize("row", ORDERED, ids=lambda row: row.process)
def test_asks_for_what_the_manual_asks(row: Row, column: str) -> None:
    if (row.term, column) in NOWHERE:
        return
    said = SAID[row.term][column]
    by_setting = "[cfg]" in said
    wanted = of_the_manual(said.replace("[cfg]", "")) - OTHERWISE.get((row.term, column), set())
    whole, *parts = OURS[column]

    # What the manual leaves to the operator is off, and can be switched on.
    assert ours(row, whole, switched=False) == (set() if by_setting else wanted)
    assert bool(ours(row, whole, switched=True)) is by_setting
    if wanted and by_setting:
        assert ours(row, whole, switched=True) == wanted
    for part in parts:
        if (row.term, part) not in NOWHERE:
            offered = ours(row, part, switched=False)
            assert offered == (set() if by_setting else wanted)


def test_by_telephone_name_and_paper_report_a_loss_for_a_time() -> None:
    row = next(row for row in OTHERS if row.term == "临时挂失")

    assert ours(row, "hotline", switched=False) == {"ID"}


@pytest.mark.parametrize(("column", "wanted"), [("hall: holder", {"V1"}), ("hall: agent", set())])
def test_a_list_is_shown_to_the_holder_alone(column: str, wanted: set[str]) -> None:
    row = next(row for row in ROWS if row.term == "详单查询")

    assert ours(row, column, switched=False) == wanted
    assert ours(row, "web", switched=False) == ours(row, "app", switched=False) == {"V3+V2"}
    for nobody in ("hotline", "sms", "dealer"):
        assert ours(row, nobody, switched=False) == set()


def test_a_row_that_is_not_built_has_no_process() -> None:
    terms = {form.term for form in CATALOGUE.values()}
    unbuilt = {row.term for row in ROWS if row.says == NOT_BUILT}

    assert unbuilt & terms == set()
    assert unbuilt <= set(SAID)


def test_every_way_of_every_process_is_in_a_column() -> None:
    columns = set(COLUMNS.values())

    for form in CATALOGUE.values():
        assert {(way.channel, way.role) for way in form.ways} <= columns, form.name


def test_names_of_checks_are_the_manuals() -> None:
    persons = (("V1x2", V1_X2), ("V1", V1))

    assert code_of(V1_X2, persons) == "V1x2"
    assert code_of(V4, persons) == "V4"
    assert code_of(V1 | of(Role.USER, Proof.FACE), persons) == "V1+face of user"
    assert (Channel.HALL, Role.HOLDER) in COLUMNS.values()
