"""No request over gRPC says who sends it: what could be such a claim is known, and is none."""

from __future__ import annotations

import re

import pytest

from harness.doors import methods

COULD_BE_A_CLAIM = re.compile(
    r"channel|actor|role|staff|operator|requestor|requester|approver|partner|person|caller"
    r"|_by$|^by_|customer_id$|signed_in"
)
KNOWN = {
    ("boss.billing.v1.PostPaymentRequest", "payment_channel"): (
        "may repeat the channel signed in; another is CONTRADICTS_TOKEN"
    ),
    ("boss.billing.v1.AskTopUpRequest", "payment_channel"): "as of PostPaymentRequest",
    ("boss.billing.v1.ReversePaymentRequest", "payment_channel"): "names the payment",
    ("boss.billing.v1.ReversePaymentRequest", "partner"): "names the payment",
    ("boss.billing.v1.ListOfferingsRequest", "channel"): "a question: where it would be sold",
    ("boss.billing.v1.ListOfferingsRequest", "customer_id"): "a question: for whom it would be",
    ("boss.accounts.v1.ListAuditRequest", "actor"): "a question: whose deeds are looked for",
    ("boss.accounts.v1.RegisterCustomerRequest", "captured_by"): "the machine that read a paper",
    ("boss.accounts.v1.HoldNumberRequest", "customer_id"): "NOT_YOURS unless it is theirs",
    ("boss.accounts.v1.LetGoNumberRequest", "customer_id"): "NOT_YOURS unless it is theirs",
    ("boss.accounts.v1.ClassifyCustomerRequest", "customer_id"): "whom staff change",
    ("boss.accounts.v1.RecordProofRequest", "customer_id"): "whom staff have checked",
    ("boss.accounts.v1.CheckListProofRequest", "customer_id"): "NOT_YOURS unless it is theirs",
    ("boss.accounts.v1.CheckBalanceProofRequest", "customer_id"): "NOT_YOURS unless it is theirs",
    ("boss.accounts.v1.ListSubscribersRequest", "customer_id"): "NOT_YOURS unless it is theirs",
    ("boss.orders.v1.ListOrdersRequest", "customer_id"): "NOT_YOURS unless it is theirs",
    ("boss.orders.v1.PlaceOrderRequest", "customer_id"): "NOT_SAME_CUSTOMER unless it is theirs",
}
"""By message and field: why whoever sends it is believed nothing by it."""


def test_every_field_that_could_be_a_claim_is_known() -> None:
    found = {
        (method.request.DESCRIPTOR.full_name, field.name)
        for method in methods()
        for field in method.request.DESCRIPTOR.fields
        if COULD_BE_A_CLAIM.search(field.name)
    }

    assert found == set(KNOWN)


@pytest.mark.parametrize("name", ["channel", "payment_channel", "asked_by", "partner", "actor_id"])
def test_a_new_claim_would_be_noticed(name: str) -> None:
    assert COULD_BE_A_CLAIM.search(name)
