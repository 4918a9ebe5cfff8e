"""Who acts, by the names tokens and tools give: when two names may be one person's.

A tool signs with a key its holders share, and its user says who they are. So what is done through
it is marked, and where a second person is needed all of its users are one.
"""

from kernel.person_name import compared

TOOL = "bossctl"
_MARK = f" ({TOOL})"


def through_tool(name: str) -> str:
    """Return the name of somebody who says it themselves, through the tool."""
    return f"{name.removesuffix(_MARK)}{_MARK}"


def counted_as(name: str) -> str:
    """Return under which name it counts what somebody does alone: the tool's users are one."""
    return TOOL if name.endswith(_MARK) else name


def may_be_one(name: str, other: str) -> bool:
    """Tell whether these may be one person: of one name, or both through the tool."""
    bare, other_bare = (said.removesuffix(_MARK) for said in (name, other))
    return compared(bare) == compared(other_bare) or counted_as(name) == counted_as(other) == TOOL
