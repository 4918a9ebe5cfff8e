"""Shapes of this API for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from gateway.records.schemas import ACCOUNT, BALANCE, WHY
from gateway.rest.reference.shapes import MOMENT, POSITIVE_FEN, TEXT, list_of, object_of, ref

INCLUDED: dict[str, Any] = {
    "kind": {"enum": ["voice", "sms", "mms", "data"]},
    "units": {"type": "integer"},
    "unit": {"enum": ["minute", "part", "recipient", "kilobyte"]},
    "roamTypes": list_of(TEXT),
    "rollsOver": {"type": "boolean"},
    "zones": list_of(TEXT),
    "countryGroups": list_of(TEXT),
    "peers": list_of(TEXT),
    "times": list_of(TEXT),
}

PACK = object_of(
    "code",
    "price",
    "units",
    code=TEXT,
    name=TEXT,
    price=POSITIVE_FEN,
    validity={**TEXT, "description": "month, or so many days with the first"},
    renews={"type": "boolean"},
    once={"type": "boolean"},
    channels=list_of(TEXT),
    **INCLUDED,
)

ALLOWANCE = object_of(
    "id",
    "total",
    "used",
    "left",
    id=TEXT,
    offering=TEXT,
    name=TEXT,
    source={"enum": ["rollover", "plan", "pack"]},
    total={"type": "integer"},
    used={"type": "integer"},
    left={"type": "integer"},
    validFrom=MOMENT,
    validTo=MOMENT,
    renews={"type": "boolean"},
    **INCLUDED,
)

SCHEMAS: Mapping[str, Any] = {
    "Packs": list_of(PACK),
    "PackPurchase": object_of("pack", pack=TEXT, renews={"type": "boolean"}),
    "PackBought": object_of("allowance", allowance=ALLOWANCE, account=ref("Account")),
    "PackCancellation": object_of(),
    "PackCancelled": object_of(
        "allowance",
        "givenBack",
        allowance=ALLOWANCE,
        givenBack={"type": "integer", "description": "fen"},
        account=ref("Account"),
    ),
    "Allowances": list_of(ALLOWANCE),
    "DataOpening": object_of(reason={**WHY, "description": "Staff say why."}),
    "DataOpened": object_of("subscriberId", subscriberId=TEXT),
    "Balance": BALANCE,
    "Account": ACCOUNT,
}

EXAMPLES: Mapping[str, Any] = {
    "PackPurchase": {"pack": "DATA5", "renews": True},
    "PackCancellation": {},
    "DataOpening": {"reason": "asked for it on the hotline"},
}
"""A body of each shape that is taken; a test sends every one."""
