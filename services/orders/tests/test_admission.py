"""Who may ask for an order: what is opened in a hall, staff open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal
from orders import processes
from orders.ordering.domain.admission import Admitted, Standing, admit
from orders.ordering.domain.checked_proof import CheckedProof
from orders.ordering.domain.process import Asked, Channel
from orders.ordering.domain.values import CustomerId, Proof, ProofId, Role, SubscriberId

ANNA = CustomerId("anna")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
NUMBER = SubscriberId("number")
BY_PASSWORD = CheckedProof(
    ProofId("said"),
    ANNA,
    frozenset({Proof.SERVICE_PASSWORD}),
    valid_until=NOW + timedelta(minutes=10),
    channel="web",
    number=NUMBER,
)
AT_THE_COUNTER = [
    one.name
    for one in processes.CATALOGUE.values()
    if any(isinstance(way, Asked) and way.channel is Channel.HALL for way in one.opened_by)
]


@pytest.mark.parametrize("name", AT_THE_COUNTER)
def test_a_customer_does_not_stand_behind_the_counter(name: str) -> None:
    anna = Caller("anna", channel="hall", customer_id=ANNA, roles=frozenset({"customer"}))

    with pytest.raises(NotAllowed) as refusal:
        admit(processes.process(name), anna, Standing(NOW, ANNA), role=None)

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        (BY_PASSWORD, None),
        # Of no number: a face or a paper is good for all of hers.
        (replace(BY_PASSWORD, number=None), None),
        # Said to the hotline, it opens nothing on the web (rules 1.3).
        (replace(BY_PASSWORD, channel="hotline"), "VERIFICATION_REQUIRED"),
        # Nor does one that does not say where it was made.
        (replace(BY_PASSWORD, channel=""), "VERIFICATION_REQUIRED"),
        # The password of one of her numbers opens nothing for another one.
        (replace(BY_PASSWORD, number=SubscriberId("other")), "VERIFICATION_REQUIRED"),
    ],
)
def test_a_proof_is_worth_nothing_elsewhere_or_for_another_number(
    proof: CheckedProof, code: str | None
) -> None:
    anna = Caller("anna", channel="web", customer_id=ANNA, roles=frozenset({"customer"}))
    standing = Standing(NOW, ANNA, (proof,), number=NUMBER)
    process = processes.process("voluntary_suspension")

    if code is None:
        assert admit(process, anna, standing, role=None) == Admitted(Role.HOLDER, (proof.id,))
        return
    with pytest.raises(Refusal) as refusal:
        admit(process, anna, standing, role=None)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (replace(BY_PASSWORD, used=True), "used up by another order: check the person anew"),
        (replace(BY_PASSWORD, valid_until=NOW), "older than ten minutes: check the person anew"),
        # Of another number it never was one: what is needed is said.
        (replace(BY_PASSWORD, used=True, number=SubscriberId("other")), "missing is"),
    ],
)
def test_who_shows_a_proof_that_was_good_is_told_what_became_of_it(
    proof: CheckedProof, said: str
) -> None:
    anna = Caller("anna", channel="web", customer_id=ANNA, roles=frozenset({"customer"}))
    standing = Standing(NOW, ANNA, (proof,), number=NUMBER)

    with pytest.raises(Refusal) as refusal:
        admit(processes.process("voluntary_suspension"), anna, standing, role=None)

    assert refusal.value.code == "VERIFICATION_REQUIRED"
    assert said in refusal.value.sentence


def test_a_password_opens_no_number_that_is_new() -> None:
    clerk = Caller("clerk", channel="hall", staff=True)
    seen = replace(BY_PASSWORD, channel="hall", kinds=frozenset({Proof.ID_SEEN}))
    process = processes.process("new_subscription")

    with pytest.raises(Refusal) as refusal:
        admit(process, clerk, Standing(NOW, ANNA, (seen,)), role=None)

    assert refusal.value.code == "VERIFICATION_REQUIRED"


def test_who_was_checked_by_half_is_told_what_is_missing_and_how_it_is_recorded() -> None:
    clerk = Caller("clerk", channel="hall", staff=True)
    seen = replace(BY_PASSWORD, channel="hall", kinds=frozenset({Proof.ID_SEEN}))
    process = processes.process("termination")

    with pytest.raises(Refusal) as refusal:
        admit(process, clerk, Standing(NOW, ANNA, (seen,), number=NUMBER), role=None)

    assert "missing is face of the holder," in refusal.value.sentence
    assert "POST /v1/proofs" in refusal.value.sentence


def test_an_agent_is_told_which_of_two_papers_is_missing() -> None:
    clerk = Caller("clerk", channel="hall", staff=True)
    seen = replace(BY_PASSWORD, channel="hall", kinds=frozenset({Proof.ID_SEEN}))
    process, standing = processes.process("voluntary_suspension"), Standing(NOW, ANNA, (seen,))

    with pytest.raises(Refusal) as refusal:
        admit(process, clerk, replace(standing, number=NUMBER), role=Role.AGENT)

    assert refusal.value.code == "AGENT_DOCS_MISSING"
    assert "missing is id_seen of the agent," in refusal.value.sentence
