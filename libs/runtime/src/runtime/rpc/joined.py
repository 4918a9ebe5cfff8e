"""One gRPC service that several areas answer, each its own calls."""


class Joined:
    """Give it to the generated `add_…Servicer_to_server`, which asks for every call by its name."""

    def __init__(self, *areas: object) -> None:
        """Take what answers, area by area; none of them may be a generated servicer."""
        self._areas = areas

    def __getattr__(self, call: str) -> object:
        """Raises AttributeError, at start, for a call that no area answers, or more than one."""
        answering = [area for area in self._areas if hasattr(area, call)]
        if len(answering) != 1:
            raise AttributeError(f"{call} is answered by {len(answering)} areas")
        answer: object = getattr(answering[0], call)
        return answer
