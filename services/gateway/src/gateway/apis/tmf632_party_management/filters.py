"""Attributes by which the lists of this API are filtered."""

from gateway.rest.grammar.attributes import Attributes
from gateway.rest.grammar.kinds import THING, kinds

_PAPER = "individualIdentification"

PERSON: Attributes = {
    **THING,
    **kinds(f"fullName familyName givenName status {_PAPER}.identificationType "
          f"{_PAPER}.identificationId",
          moments=f"{_PAPER}.validFor.endDateTime",
          never="birthDate gender nationality title"),
    **kinds("contactMedium.mediumType contactMedium.characteristic.phoneNumber "
          "contactMedium.characteristic.street1"),
}  # fmt: skip
"""TMF632's, masked as they are shown."""
