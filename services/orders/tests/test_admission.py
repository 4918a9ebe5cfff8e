"""Who may ask for an order: what is opened in a hall, staff open."""

from datetime import UTC, datetime

import pytest

from kernel.caller import Caller
from kernel.errors import NotAllowed
from orders import processes
from orders.ordering.domain.admission import Standing, admit
from orders.ordering.domain.process import Asked, Channel
from orders.ordering.domain.values import CustomerId

ANNA = CustomerId("anna")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
AT_THE_COUNTER = [
    one.name
    for one in processes.CATALOGUE.values()
    if any(isinstance(way, Asked) and way.channel is Channel.HALL for way in one.opened_by)
]


@pytest.mark.parametrize("name", AT_THE_COUNTER)
def test_a_customer_does_not_stand_behind_the_counter(name: str) -> None:
    anna = Caller("anna", channel="hall", customer_id=ANNA, roles=frozenset({"customer"}))

    with pytest.raises(NotAllowed) as refusal:
        admit(processes.process(name), anna, Standing(NOW, ANNA), role=None)

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"
