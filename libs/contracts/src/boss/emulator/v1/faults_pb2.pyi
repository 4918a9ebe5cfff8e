from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Element(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ELEMENT_UNSPECIFIED: _ClassVar[Element]
    ELEMENT_HLR: _ClassVar[Element]
    ELEMENT_GSUP: _ClassVar[Element]
    ELEMENT_SMSC: _ClassVar[Element]
    ELEMENT_CHARGING: _ClassVar[Element]

class FaultKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FAULT_KIND_UNSPECIFIED: _ClassVar[FaultKind]
    FAULT_KIND_DELAY: _ClassVar[FaultKind]
    FAULT_KIND_DEAF: _ClassVar[FaultKind]
    FAULT_KIND_LOST: _ClassVar[FaultKind]
    FAULT_KIND_LYING: _ClassVar[FaultKind]
    FAULT_KIND_FULL: _ClassVar[FaultKind]
    FAULT_KIND_REFUSE: _ClassVar[FaultKind]
    FAULT_KIND_DROP: _ClassVar[FaultKind]
ELEMENT_UNSPECIFIED: Element
ELEMENT_HLR: Element
ELEMENT_GSUP: Element
ELEMENT_SMSC: Element
ELEMENT_CHARGING: Element
FAULT_KIND_UNSPECIFIED: FaultKind
FAULT_KIND_DELAY: FaultKind
FAULT_KIND_DEAF: FaultKind
FAULT_KIND_LOST: FaultKind
FAULT_KIND_LYING: FaultKind
FAULT_KIND_FULL: FaultKind
FAULT_KIND_REFUSE: FaultKind
FAULT_KIND_DROP: FaultKind

class Fault(_message.Message):
    __slots__ = ("element", "kind", "delay_ms", "remaining", "command", "code")
    ELEMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DELAY_MS_FIELD_NUMBER: _ClassVar[int]
    REMAINING_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    element: Element
    kind: FaultKind
    delay_ms: int
    remaining: int
    command: str
    code: str
    def __init__(self, element: _Optional[_Union[Element, str]] = ..., kind: _Optional[_Union[FaultKind, str]] = ..., delay_ms: _Optional[int] = ..., remaining: _Optional[int] = ..., command: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class SetFaultRequest(_message.Message):
    __slots__ = ("fault",)
    FAULT_FIELD_NUMBER: _ClassVar[int]
    fault: Fault
    def __init__(self, fault: _Optional[_Union[Fault, _Mapping]] = ...) -> None: ...

class SetFaultResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListFaultsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListFaultsResponse(_message.Message):
    __slots__ = ("faults",)
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    faults: _containers.RepeatedCompositeFieldContainer[Fault]
    def __init__(self, faults: _Optional[_Iterable[_Union[Fault, _Mapping]]] = ...) -> None: ...

class ClearFaultsRequest(_message.Message):
    __slots__ = ("element",)
    ELEMENT_FIELD_NUMBER: _ClassVar[int]
    element: Element
    def __init__(self, element: _Optional[_Union[Element, str]] = ...) -> None: ...

class ClearFaultsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
