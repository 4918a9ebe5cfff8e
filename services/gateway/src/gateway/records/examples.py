"""Who and what examples are about, wherever they are told."""

from collections.abc import Mapping
from typing import Any

CUSTOMER = "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a01"

ACCOUNT = "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a02"

NUMBER = "8613900100000"

FIFTY_YUAN = {"amount": 50, "units": "CNY"}

PERSON: Mapping[str, Any] = {
    "familyName": "王",
    "givenName": "博",
    "individualIdentification": [
        {
            "identificationType": "ID_CARD",
            "identificationId": "110101199003077651",
            "validFor": {"endDateTime": "2035-01-01"},
        }
    ],
    "contactMedium": [
        {"mediumType": "phone", "characteristic": {"phoneNumber": "13912345678"}},
        {"mediumType": "address", "characteristic": {"street1": "北京市东城区长安街1号"}},
    ],
}
