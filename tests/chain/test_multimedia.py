"""A multimedia message through the chain: asked about before, charged once for each recipient."""

from harness.chain import FRIEND, Town
from harness.record_files import records
from launch.operations import bossctl

A_MESSAGE = 30
"""Fen, for each recipient."""
FRIENDS = (FRIEND, "01065550101", "01065550102")
LET_THROUGH, USED_UP = "let through", "credit used up"


def test_a_message_is_charged_once_for_each_recipient_and_explains_itself(town: Town) -> None:
    anna = town.opens_for_somebody()
    before = town.balance(anna)

    sent = town.scene.handsets.send_multimedia(anna.sim, to=FRIENDS, octets=120_000)

    assert sent == LET_THROUGH
    town.comes_true(lambda: town.balance(anna) == before - len(FRIENDS) * A_MESSAGE)
    town.is_quiet()
    assert town.balance(anna) == before - len(FRIENDS) * A_MESSAGE
    mine = [one for one in records(town) if one.msisdn == anna.number]
    assert [(one.type, one.count, one.octets) for one in mine] == [("MMS_MO", 1, 120_000)] * 3
    assert "mms_domestic" in bossctl(town.operator, "explain", mine[0].id)


def test_a_message_she_cannot_pay_for_goes_to_nobody(town: Town) -> None:
    anna = town.opens_for_somebody()
    town.calls(anna, seconds=86_400)
    town.is_quiet()
    town.pays(anna, fen=2 * A_MESSAGE - town.balance(anna))

    assert town.scene.handsets.send_multimedia(anna.sim, to=FRIENDS, octets=1) == USED_UP

    # Nothing is kept aside for the two she could have paid.
    assert town.scene.handsets.send_multimedia(anna.sim, to=FRIENDS[:2], octets=1) == LET_THROUGH
    town.comes_true(lambda: town.balance(anna) == 0)
