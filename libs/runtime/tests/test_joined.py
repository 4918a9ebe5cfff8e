"""A service that several areas answer: each call by exactly one of them."""

import pytest

from runtime.rpc.joined import Joined


class Keys:
    def load(self) -> str:
        return "keys"


class Changes:
    def retry(self) -> str:
        return "changes"


def test_each_call_is_answered_by_the_area_that_has_it() -> None:
    joined = Joined(Keys(), Changes())

    load, retry = joined.load, joined.retry

    assert callable(load)
    assert callable(retry)
    assert (load(), retry()) == ("keys", "changes")


def test_a_call_that_no_area_answers_is_found_when_it_is_asked_for() -> None:
    with pytest.raises(AttributeError, match="compare is answered by 0 areas"):
        _ = Joined(Keys(), Changes()).compare


def test_a_call_that_two_areas_answer_is_found_when_it_is_asked_for() -> None:
    with pytest.raises(AttributeError, match="load is answered by 2 areas"):
        _ = Joined(Keys(), Keys()).load
