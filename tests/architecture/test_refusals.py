"""A bad field has one name; and every code the business says no with is on one page."""

import ast

import pytest
from refusals import KINDS, all_refusals, document, refusals

from architecture.source import ROOT
from gateway.rest.grammar.field_names import OTHER_NAMES

OF_FIELDS = frozenset({"FIELD_NOT_VALID", "FIELD_MISSING", "FIELD_UNKNOWN"})
OF_MORE = frozenset(
    {
        "CARD_TWICE",
        "CATALOGUE_INVALID",
        "ID_NUMBER_INVALID",
        "ID_TYPE_UNKNOWN",
        "MEDIA_TYPE_NOT_TAKEN",
        "NOT_A_MESSAGE",
        "NOT_BEGUN",
        "NOT_SAME_CUSTOMER",
        "PACK_NOT_RENEWABLE",
        "PERIOD_NOT_ALLOWED",
        "STOCK_ROW_CONTRADICTS",
        "STOCK_ROW_INVALID",
        "STOCK_ROW_TWICE",
    }
)
"""What is wrong is more than a field, or is well written and not allowed."""
STILL: dict[str, str] = {}
"""Names of a bad field that are still to go, by service; the list only gets shorter."""


def test_a_bad_field_has_one_name() -> None:
    others = {
        (said.service, said.code)
        for said in all_refusals()
        if said.kind == "Invalid"
        and said.code not in OF_FIELDS | OF_MORE
        and said.code not in STILL.get(said.service, "").split()
    }

    assert others == set()


def test_the_door_replaces_every_name_that_is_still_to_go() -> None:
    still = {code for service in STILL for code in STILL[service].split()}

    assert still <= set(OTHER_NAMES)
    assert not OF_MORE & set(OTHER_NAMES)


def test_a_name_that_has_gone_is_not_kept_for_its_return() -> None:
    said = {(one.service, one.code) for one in all_refusals() if one.kind == "Invalid"}

    assert {code for _, code in said} >= OF_FIELDS
    assert {(service, code) for service in STILL for code in STILL[service].split()} <= said


def test_a_code_of_a_field_says_that_the_request_is_wrong() -> None:
    assert {one.kind for one in all_refusals() if one.code in OF_FIELDS} == {"Invalid"}


def test_every_kind_of_refusal_is_explained() -> None:
    kinds = ast.parse((ROOT / "libs/kernel/src/kernel/errors.py").read_text()).body

    assert {one.name for one in kinds if isinstance(one, ast.ClassDef)} == set(KINDS)


def test_every_code_has_one_row() -> None:
    rows = [line.split("`")[1] for line in document().splitlines() if line.startswith("| `")]

    assert len(rows) == len(set(rows))
    assert set(rows) == {one.code for one in all_refusals()} | set(KINDS) | {"rule"}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            'raise Invalid("FIELD_NOT_VALID", "No.", field="x")',
            ("FIELD_NOT_VALID", "Invalid", "No."),
        ),
        ('@rule("A_RULE", "It must.")\ndef holds(): ...', ("A_RULE", "rule", "It must.")),
        (
            'def f(n):\n    said = f"At most {n}."\n    raise NotFound("GONE", said)',
            ("GONE", "NotFound", "At most …."),
        ),
        (
            'CODE = "GONE"\ndef f():\n    raise Stale(CODE, "Late.")',
            ("GONE", "Stale", "Late."),
        ),
        (
            'def bad(code, why) -> Invalid: ...\ndef f():\n    raise bad("NO_WAY", "Why.")',
            ("NO_WAY", "Invalid", "Why."),
        ),
    ],
)
def test_a_refusal_is_read_from_its_source(source: str, found: tuple[str, str, str]) -> None:
    said = list(refusals("orders", ast.parse(source)))

    assert [(one.code, one.kind, one.sentence) for one in said] == [found]
