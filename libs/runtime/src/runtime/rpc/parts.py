"""One gRPC service answered by several parts, each of which answers some of its calls."""

import re

_BEGINS_A_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def answered_by(servicer: type, *parts: object) -> object:
    """Return a servicer whose calls these parts answer, each call one of them.

    `servicer` is the generated class, which says what calls there are; `ListAccounts` is answered
    by the method `list_accounts`. Raises TypeError where a call is answered by none of the parts
    or by two.
    """
    calls = [name for name in vars(servicer) if not name.startswith("_")]
    return type(servicer.__name__, (servicer,), {one: _answer_to(one, parts) for one in calls})()


def _answer_to(call: str, parts: tuple[object, ...]) -> object:
    method = _BEGINS_A_WORD.sub("_", call).lower()
    answers = [getattr(part, method) for part in parts if hasattr(part, method)]
    if len(answers) != 1:
        raise TypeError(f"{call} is answered {len(answers)} times and not once")
    # A bound method of its part: the servicer adds nothing to it.
    return staticmethod(answers[0])
