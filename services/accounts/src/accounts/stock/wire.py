"""Numbers, cards and deliveries in protobuf."""

from accounts.stock.domain.delivery import Delivery
from accounts.stock.domain.phone_number import PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from boss.accounts.v1 import commands_pb2, questions_pb2
from kernel.errors import Invalid
from kernel.numbering import Msisdn
from kernel.plan_of_china import CHINA
from runtime.rpc.timestamps import timestamp


def delivery_of(request: commands_pb2.LoadStockRequest) -> Delivery:
    """Read a delivery; raises `Invalid` with the field of the row."""
    cards = [(card.iccid, card.imsi) for card in request.sim_cards]
    return Delivery.read(request.msisdns, cards, grades=request.grades)


def msisdn_of(text: str) -> Msisdn:
    """Read a number, however it is written; raises `Invalid` with its field."""
    try:
        return Msisdn(CHINA.normal(text))
    except ValueError as error:
        raise Invalid("FIELD_NOT_VALID", f"{error}.", field="msisdn") from None


def number_message(number: PhoneNumber) -> questions_pb2.PhoneNumber:
    return questions_pb2.PhoneNumber(
        msisdn=number.msisdn.value,
        state=number.state.value,
        quarantined_until=timestamp(number.quarantined_until),
        recycled=number.recycled,
        reserved_for_order=number.reserved_for_order,
        held_for=number.held_for,
        held_until=timestamp(number.held_until),
        grade=number.grade,
    )


def card_message(card: SimCard) -> questions_pb2.SimCard:
    return questions_pb2.SimCard(
        iccid=card.iccid.value,
        imsi=card.imsi.value,
        state=card.state.value,
        reserved_for_order=card.reserved_for_order,
    )
