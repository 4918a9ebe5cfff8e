"""Shapes of this API as OpenAPI has them, and a body of each that is taken."""

from collections.abc import Mapping
from typing import Any

from gateway.rest.reference.shapes import MOMENT, TEXT, list_of, object_of

SIX_DIGITS = {**TEXT, "pattern": "^[0-9]{6}$"}
PROOF = {
    **TEXT,
    "description": "An earlier proof of the same person here, that gets this check, too.",
}

SCHEMAS: Mapping[str, Any] = {
    "CodeCreate": object_of(),
    "CodeSent": object_of("validUntil", validUntil=MOMENT, leftToday={"type": "integer"}),
    "HolderProofCreate": object_of(
        code=SIX_DIGITS,
        password=SIX_DIGITS,
        paperType=TEXT,
        paperNumber=TEXT,
        name={**TEXT, "description": "With the paper's number; the hotline has to say it."},
        proof=PROOF,
    ),
    "HolderProof": object_of(
        "id",
        id=TEXT,
        customerId=TEXT,
        subscriberId=TEXT,
        kinds=list_of(TEXT),
        channel=TEXT,
        validUntil=MOMENT,
    ),
    "PasswordPrepare": object_of(
        "newPassword",
        newPassword=SIX_DIGITS,
        password={**SIX_DIGITS, "description": "The old one, where it is changed."},
        proof=PROOF,
    ),
    "PasswordPrepared": object_of(
        "id",
        id={**TEXT, "description": "What the order is asked with, within ten minutes."},
        validUntil=MOMENT,
        proof={"$ref": "#/components/schemas/HolderProof"},
    ),
    "Puk": object_of("puk", puk={**TEXT, "description": "Eight digits."}),
    "PasswordChange": object_of(
        "password", "newPassword", password=SIX_DIGITS, newPassword=SIX_DIGITS
    ),
    "PasswordSet": object_of("subscriberId", subscriberId=TEXT),
    "PasswordReset": object_of(
        "newPassword",
        "proof",
        newPassword=SIX_DIGITS,
        proof={**TEXT, "description": "By a code; in a hall, that the paper was seen."},
        paperType=TEXT,
        paperNumber={**TEXT, "description": "Of the holder's paper, where the holder asks."},
    ),
}
EXAMPLES: Mapping[str, Any] = {
    "CodeCreate": {},
    "HolderProofCreate": {"code": "271828"},
    "PasswordPrepare": {"password": "271828", "newPassword": "314159"},
    "PasswordChange": {"password": "271828", "newPassword": "314159"},
    "PasswordReset": {
        "newPassword": "314159",
        "proof": "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a04",
        "paperType": "id_card",
        "paperNumber": "110101199003077651",
    },
}
"""A test sends every one."""
