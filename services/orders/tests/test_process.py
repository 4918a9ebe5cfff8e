"""A form refuses to plan what could not be taken back."""

from typing import Any

import pytest

from harness.people import HER_NUMBER, usual_facts
from orders.ordering.domain.facts import Facts
from orders.ordering.domain.plan import Plan
from orders.ordering.domain.process import Asked, Channel, Process, Role
from orders.ordering.domain.steps import Step, TerminateSubscriber, UseProof
from orders.ordering.domain.values import ProofId
from orders.ordering.domain.verification import V4

FOR_GOOD = TerminateSubscriber(HER_NUMBER.id)


def for_good(request: str, facts: Facts) -> tuple[Step, ...]:
    return (FOR_GOOD,)


def leaving(
    opened_by: tuple[Asked, ...],
    *,
    steps: tuple[type[Step], ...] = (TerminateSubscriber,),
    **makes: Any,
) -> Process[str]:
    return Process(
        "leave", "Leaving", "离开", "离网。", str, opened_by, steps, (), rules=(), **makes
    )


def test_a_plan_does_nothing_that_its_form_does_not_say() -> None:
    process = leaving((Asked(Channel.HALL, Role.HOLDER, V4),), steps=(), settle=for_good)

    with pytest.raises(ValueError, match="leave does not say that it may do TerminateSubscriber"):
        process.plan("please", usual_facts())


def test_what_cannot_be_taken_back_is_never_prepared() -> None:
    opened_by = (Asked(Channel.HALL, Role.HOLDER, V4),)
    process = leaving(opened_by, prepare=for_good)

    with pytest.raises(ValueError, match="never prepared"):
        process.plan("please", usual_facts())


def test_what_cannot_be_taken_back_may_be_settled() -> None:
    opened_by = (Asked(Channel.HALL, Role.HOLDER, V4),)
    process = leaving(opened_by, settle=for_good)

    assert process.plan("please", usual_facts()) == Plan(settle=(FOR_GOOD,))


def test_proofs_are_used_up_before_anything_else() -> None:
    proofs = (ProofId("paper"), ProofId("face"))

    assert Plan().proved_by(proofs).prepare == (UseProof(proofs[0]), UseProof(proofs[1]))
