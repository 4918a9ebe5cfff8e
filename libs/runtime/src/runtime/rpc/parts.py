"""One gRPC service answered by several areas, each by a part of its own."""

from typing import Any


def together(servicer: type[Any], *parts: object) -> Any:
    """Return a servicer whose methods are those of its parts.

    Raises TypeError where a method of the service is answered by none of them, or by two.
    """
    methods: dict[str, Any] = {}
    for name in (name for name in vars(servicer) if not name.startswith("_")):
        answering = [part for part in parts if hasattr(part, name)]
        if len(answering) != 1:
            raise TypeError(f"{servicer.__name__}.{name} is answered by {len(answering)} parts")
        methods[name] = getattr(answering[0], name)
    whole = servicer()
    vars(whole).update(methods)
    return whole
