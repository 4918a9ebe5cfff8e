"""Values that are made by the million: frozen for the type checker, as cheap as they can be made.

A frozen dataclass sets each field through `object.__setattr__`, which costs three times what
plain setting does. Here the type checker alone keeps anybody from changing one.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Value = TypeVar("_Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[_Value]) -> type[_Value]:
    """Make a class a value: equal by its fields, hashable, never to be changed."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def named_value(cls: type[_Value]) -> type[_Value]:
    """Make a class a value whose fields are given by name."""
    return dataclass(slots=True, unsafe_hash=True, kw_only=True)(cls)
