"""Moments are found however they are written, and long lists are read whole or refused."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.rest.grammar.attributes import Kind
from gateway.rest.grammar.query_rules import condition_of
from gateway.rest.lists.long_lists import MOST_LOOKED_THROUGH, Row, every_row
from gateway.rest.request.api_request import Page
from kernel.errors import Invalid

SINCE = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 15 * 365 * 86_400 * 1_000_000).map(
    lambda some: SINCE + timedelta(microseconds=some)
)
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda some: timezone(timedelta(minutes=15 * some)))


@given(moment=MOMENTS, shown=OFFSETS, asked=OFFSETS, blank=st.booleans(), beside=st.integers(-3, 3))
def test_a_moment_is_found_in_any_zone_and_no_other_one_is(
    moment: datetime, shown: timezone, asked: timezone, *, blank: bool, beside: int
) -> None:
    row = {"at": moment.astimezone(shown).isoformat()}
    other = moment + timedelta(microseconds=beside)
    said = other.astimezone(asked).isoformat()

    written = said.replace("+", " ") if blank else said
    found = condition_of("at", written, filters={"at": Kind.MOMENT}).holds(row)

    assert found == (beside == 0)


@given(there=st.integers(0, MOST_LOOKED_THROUGH + 50), largest=st.integers(1, 100))
async def test_a_long_list_is_read_to_its_end_or_not_at_all(there: int, largest: int) -> None:
    rows: list[Row] = [{"id": str(number)} for number in range(there)]
    asked: list[Page] = []

    async def fetch(page: Page) -> tuple[Sequence[Row], int]:
        asked.append(page)
        return rows[page.offset : page.offset + min(page.limit, largest)], there

    if there > MOST_LOOKED_THROUGH:
        with pytest.raises(Invalid):
            await every_row(fetch)
        assert len(asked) == 1
    else:
        assert await every_row(fetch) == rows


async def test_a_list_that_grows_shorter_meanwhile_has_an_end() -> None:
    async def fetch(page: Page) -> tuple[Sequence[Row], int]:
        return ([{"id": "first"}] if page.offset == 0 else []), 5

    assert await every_row(fetch) == [{"id": "first"}]
