"""A refusal names the field that was sent, and none that only a service calls so."""

import pytest

from gateway.apis.desk.names import OF_A_PROOF
from gateway.apis.tmf622_product_ordering.names import OF_A_WITHDRAWAL, OF_AN_ORDER
from gateway.records.names import OF_A_DECISION, OF_A_QUESTION
from gateway.rest.door.problems import status_of
from gateway.rest.grammar.field_names import OTHER_NAMES, in_rest_words
from kernel.errors import Invalid, NotAllowed, NotFound, Refusal


@pytest.mark.parametrize(
    ("names", "told", "field"),
    [
        (OF_AN_ORDER, "reason", "reason"),
        (OF_AN_ORDER, "new_iccid", "new_iccid"),
        (OF_AN_ORDER, "subscriber_id", "productOrderItem.product.id"),
        (OF_A_WITHDRAWAL, "reason", "cancellationReason"),
        (OF_A_DECISION, "book_id", "id"),
        (OF_A_DECISION, "amount.minor", "id"),
        (OF_A_DECISION, "reason", "reason"),
        (OF_A_QUESTION, "step_no", None),
        (OF_A_QUESTION, "charge.minor", None),
    ],
)
def test_a_field_is_called_as_it_was_sent_or_not_at_all(
    names: dict[str, str], told: str, field: str | None
) -> None:
    assert in_rest_words(Invalid("X", "It is so.", field=told), names).field == field


@pytest.mark.parametrize("code", [*sorted(OTHER_NAMES), "FIELD_NOT_VALID", "FIELD_MISSING"])
def test_a_bad_field_has_one_name_whoever_says_it(code: str) -> None:
    refusal = in_rest_words(Invalid(code, "It is so.", field="msisdn"), OF_A_QUESTION)

    kind = "FIELD_MISSING" if code.endswith(("_MISSING", "_INCOMPLETE")) else "FIELD_NOT_VALID"
    assert (refusal.code, refusal.field, status_of(refusal)) == (kind, "id", 400)


def test_the_business_may_say_no_in_words_of_its_own() -> None:
    refusal = NotAllowed("STATE_UNKNOWN", "It is so.", field="reason")

    assert in_rest_words(refusal, {}) is refusal


@pytest.mark.parametrize("code", ["ID_NUMBER_INVALID", "FIELD_MISSING", "PERIOD_NOT_ALLOWED"])
def test_a_code_that_tells_more_stays(code: str) -> None:
    assert in_rest_words(Invalid(code, "It is so.", field="reason"), {}).code == code


def test_without_a_field_to_blame_it_is_the_business_that_says_no() -> None:
    refusal = in_rest_words(Refusal("X", "It is so.", field="step_no"), OF_A_QUESTION)
    unknown = in_rest_words(NotFound("X", "It is so.", field="book_id"), OF_A_QUESTION)

    assert (status_of(refusal), status_of(unknown)) == (422, 404)


def test_a_claim_is_called_as_tokens_have_it_at_every_door() -> None:
    refusal = NotAllowed("TOKEN_NOT_VALID", "It cannot be read.", field="customer_id")

    assert in_rest_words(refusal, OF_A_PROOF) is refusal
    assert in_rest_words(refusal, {}) is refusal
