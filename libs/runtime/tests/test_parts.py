"""A service answered by parts: each call by one of them."""

from typing import Any

import pytest

from runtime.rpc.parts import answered_by


def refuse(self: object) -> str:
    raise LookupError("not answered")


SERVICER = type("Servicer", (), {"ListThings": refuse, "Tell": refuse})
"""As the generated ones are."""


class Listing:
    def list_things(self) -> str:
        return "listed"


class Telling:
    def tell(self) -> str:
        return "told"


def test_each_call_is_answered_by_the_part_that_has_its_method() -> None:
    whole: Any = answered_by(SERVICER, Listing(), Telling())

    assert isinstance(whole, SERVICER)
    assert (whole.ListThings(), whole.Tell()) == ("listed", "told")


def test_a_call_nobody_answers_is_an_error() -> None:
    with pytest.raises(TypeError, match="Tell"):
        answered_by(SERVICER, Listing())


def test_a_call_two_parts_answer_is_an_error() -> None:
    with pytest.raises(TypeError, match="ListThings"):
        answered_by(SERVICER, Listing(), Listing(), Telling())
