from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PlanChange(_message.Message):
    __slots__ = ("offering", "monthly_fee", "begins")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    MONTHLY_FEE_FIELD_NUMBER: _ClassVar[int]
    BEGINS_FIELD_NUMBER: _ClassVar[int]
    offering: str
    monthly_fee: _values_pb2.Money
    begins: str
    def __init__(self, offering: _Optional[str] = ..., monthly_fee: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., begins: _Optional[str] = ...) -> None: ...
