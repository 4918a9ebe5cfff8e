from boss.orders.v1.processes import new_subscription_pb2 as _new_subscription_pb2
from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OwnershipTransfer(_message.Message):
    __slots__ = ("new_holder", "agreement", "prepayment", "money_left", "new_holder_comes_as")
    NEW_HOLDER_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    PREPAYMENT_FIELD_NUMBER: _ClassVar[int]
    MONEY_LEFT_FIELD_NUMBER: _ClassVar[int]
    NEW_HOLDER_COMES_AS_FIELD_NUMBER: _ClassVar[int]
    new_holder: str
    agreement: _new_subscription_pb2.Agreement
    prepayment: _values_pb2.Money
    money_left: str
    new_holder_comes_as: str
    def __init__(self, new_holder: _Optional[str] = ..., agreement: _Optional[_Union[_new_subscription_pb2.Agreement, _Mapping]] = ..., prepayment: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., money_left: _Optional[str] = ..., new_holder_comes_as: _Optional[str] = ...) -> None: ...
