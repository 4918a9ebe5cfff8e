"""A stage as it is asked for: steps in their order, each with a number of its own."""

from typing import Any

from kernel.errors import Invalid

MOST_STEPS = 64


def must_be_stage(request: Any) -> None:
    """Raise `FIELD_NOT_VALID` where there are no steps, too many, or two with one number."""
    numbers = [each.step_no for each in request.steps]
    if not 0 < len(numbers) <= MOST_STEPS:
        sentence = f"A stage has 1 to {MOST_STEPS} steps."
        raise Invalid("FIELD_NOT_VALID", sentence, field="steps")
    for place, number in enumerate(numbers):
        if number < 0 or number in numbers[:place]:
            field = f"steps[{place}].step_no"
            raise Invalid("FIELD_NOT_VALID", "Every step has a number of its own.", field=field)
