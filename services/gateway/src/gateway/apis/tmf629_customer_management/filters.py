"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, characteristics, kinds, refs

_OF_WHOM = kinds("name status")

CUSTOMER: Attributes = {
    **THING,
    **_OF_WHOM,
    **refs("engagedParty"),
    **characteristics("characteristic"),
    **kinds(never="account agreement contactMedium creditProfile paymentMethod relatedParty "
          "statusReason validFor"),
}  # fmt: skip
"""TMF629's. A name is found as it is shown: masked."""
