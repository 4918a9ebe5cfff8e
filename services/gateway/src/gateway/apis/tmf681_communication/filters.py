"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, characteristics, kinds

MESSAGE: Attributes = {
    **THING,
    **kinds(
        "messageType subject state priority content receiver.id receiver.phoneNumber"
        " receiver.party.id receiver.party.@referredType",
        moments="scheduledSendTime sendTime sendTimeComplete",
        numbers="tryTimes",
        never="description type logFlag tryTimesLeft",
    ),
    **characteristics("characteristic"),
}
"""TMF681's."""
