"""What bodies of several APIs may say alike: a person, an amount, whose it is."""

from collections.abc import Mapping
from dataclasses import replace

from gateway.rest.grammar.body_rules import (
    ADDRESS,
    IS_TOLD,
    OF_A_REFERENCE,
    OF_ITS_SCHEMA,
    Body,
    because,
    plain,
)

UNCHANGED = "is not kept of a person here"

PAPER = Body(
    taken={
        **plain("identificationType", "identificationId", "capturedBy"),
        "validFor": Body(taken=plain("startDateTime", "endDateTime")),
    },
    refused=because(UNCHANGED, "attachment", "issuingAuthority", "issuingDate"),
    harmless=OF_ITS_SCHEMA,
)

CONTACT = Body(
    taken={
        "characteristic": Body(
            taken=plain("phoneNumber", "street1"),
            refused=because(
                UNCHANGED,
                "city",
                "contactType",
                "country",
                "emailAddress",
                "faxNumber",
                "postCode",
                "socialNetworkId",
                "stateOrProvince",
                "street2",
            ),
            harmless=OF_ITS_SCHEMA,
        ),
    },
    only={"preferred": (True,)},
    refused=because(UNCHANGED, "validFor"),
    harmless=OF_ITS_SCHEMA | because("what is in it tells what it is", "mediumType"),
)

PERSON = Body(
    taken={
        **plain("name", "fullName", "familyName", "givenName", "birthDate", "gender"),
        "individualIdentification": PAPER,
        "contactMedium": CONTACT,
    },
    refused={
        **because(IS_TOLD, "id", "href", "status"),
        **because("a person is known here by one name and one paper", "otherName",
                  "familyNamePrefix", "middleName", "generation", "legalName",
                  "taxExemptionCertificate"),
        **because(UNCHANGED, "aristocraticTitle", "countryOfBirth", "creditRating", "deathDate",
                  "disability", "externalReference", "formattedName", "languageAbility", "location",
                  "maritalStatus", "nationality", "partyCharacteristic", "placeOfBirth",
                  "preferredGivenName", "relatedParty", "skill", "title"),
    },
    harmless=OF_ITS_SCHEMA | because("names a schema", "@referredType"),
)  # fmt: skip

AMOUNT = Body(taken=plain("amount", "units"), harmless=OF_ITS_SCHEMA)
"""TMF's `Quantity`."""

_ONE_OF_THEM = Body(
    taken=plain("id"),
    harmless=OF_A_REFERENCE | because("its id alone counts", "description", "status", "category",
                                      "productCharacteristic"),
    echoes=ADDRESS,
)  # fmt: skip

WHOSE: Mapping[str, Body] = {
    **dict.fromkeys(("product", "partyAccount", "bucket"), _ONE_OF_THEM),
    # What is in a resource is its number, which is its id here.
    "logicalResource": replace(_ONE_OF_THEM, echoes=(*ADDRESS, "value")),
}
