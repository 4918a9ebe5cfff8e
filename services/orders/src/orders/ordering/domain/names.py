"""Under which name a step, a change of the network or a request is known outside and stored."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from orders.ordering.domain.network import NetworkChange
from orders.ordering.domain.steps import Step


def name_of(verb: type[Any]) -> str:
    """Return the protobuf name of a step or a change of the network: its owner's."""
    return f"boss.{verb.done_by}.v1.{verb.__name__}"


def request_name_of(request: type[Any]) -> str:
    """Return the protobuf name of a process's request."""
    return f"boss.orders.v1.processes.{request.__name__}"


STEPS: Mapping[str, type[Any]] = MappingProxyType({name_of(one): one for one in get_args(Step)})
CHANGES: Mapping[str, type[Any]] = MappingProxyType(
    {name_of(one): one for one in get_args(NetworkChange)}
)
VERBS: Mapping[str, type[Any]] = MappingProxyType({**STEPS, **CHANGES})
