"""What is sent, by example: one body for each shape that is taken; a test sends every one."""

from collections.abc import Mapping
from typing import Any

CUSTOMER = "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a01"
ACCOUNT = "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a02"
ORDER = "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a03"
NUMBER = "8613900100000"
YUAN = {"amount": 50, "units": "CNY"}
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
AGREEMENT = {
    "service_types": "voice and messages",
    "service_items": "calls, texts",
    "tariff_plan": "prepaid-basic",
    "payment_plan": "prepaid",
    "agreement_version": "1",
}
OPENING: Mapping[str, Any] = {
    "msisdn": NUMBER,
    "iccid": "89860000000000000014",
    "offering": "prepaid-basic",
    "prepayment": 5000,
    "agreement": AGREEMENT,
}
"""The fields of the process, as `/v1/processes` lists them; amounts in fen."""

EXAMPLES: Mapping[str, Any] = {
    "ProductOrderCreate": {
        "category": "new_subscription",
        "relatedParty": [{"id": CUSTOMER, "role": "customer"}],
        "proof": ["0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a04"],
        "productOrderItem": [
            {
                "id": "1",
                "action": "add",
                "product": {
                    "productCharacteristic": [
                        {"name": name, "value": value} for name, value in OPENING.items()
                    ]
                },
            }
        ],
    },
    "CancelProductOrder": {
        "productOrder": {"id": ORDER},
        "cancellationReason": "changed their mind at the counter",
    },
    "CustomerCreate": {
        "name": "王博",
        "engagedParty": PERSON,
        "characteristic": [{"name": "segment", "value": "student"}],
    },
    "CustomerChange": {
        "characteristic": [{"name": "region", "value": "gz"}],
        "reason": "moved, contract signed anew in Guangzhou",
    },
    "Individual": PERSON,
    "ProofCreate": {
        "customerId": CUSTOMER,
        "kinds": ["id_seen", "face"],
        "paperType": "id_card",
        "paperNumber": "110101199003077651",
    },
    "PaymentCreate": {"msisdn": NUMBER, "amount": 5000, "reference": "till-0001"},
    "TmfPaymentCreate": {
        "account": {"id": ACCOUNT},
        "totalAmount": {"unit": "CNY", "value": 50},
        "paymentMethod": {"name": "cash"},
        "correlatorId": "till-0002",
    },
    "TopupBalanceCreate": {"amount": YUAN, "logicalResource": [{"id": NUMBER}]},
    "AdjustBalanceCreate": {
        "amount": YUAN,
        "partyAccount": {"id": ACCOUNT},
        "reasonCode": "billing_error",
        "reason": "charged twice for one call on the 3rd",
    },
    "QueryUsageConsumptionCreate": {"searchCriteria": {"logicalResource": [{"id": NUMBER}]}},
    "Decision": {"reason": "the record of the switch was seen"},
    "Rejection": {"reason": "nothing shows it"},
    "Reason": {"reason": "back from abroad"},
    "RefundCreate": {"account": {"id": ACCOUNT}, "description": "left, paid out at the counter"},
    "DepositCreate": {"amount": 20000, "reason": "roaming abroad"},
    "GiftCreate": {
        "kind": "month_gift",
        "amount": 1000,
        "reason": "an outage of two days",
    },
    "ReversalCreate": {
        "channel": "hall",
        "reference": "till-0001",
        "reason": "paid for the wrong number",
    },
    "VoucherRelease": {"batch": "spring-2027", "reason": "counted with the printer's list"},
    "VoucherBlock": {"serials": ["A-0001"], "reason": "stolen from the shop"},
    "PaymentNotification": {
        "topUp": "0193e5c2-7a10-7c3e-9f52-3b1f0c9d7a05",
        "transaction": "pretend-4711",
        "status": "paid",
        "amount": 5000,
        "currency": "CNY",
    },
    "CreditLimit": {"limit": 30000, "validUntil": "2035-01-01", "reason": "three years a customer"},
    "PackPurchase": {"pack": "DATA5", "renews": True},
    "PackCancellation": {},
    "DataOpening": {"reason": "asked for it on the hotline"},
    "ClockMove": {"to": "2027-01-01T00:00:00+08:00"},
}
"""By the name of the shape."""
