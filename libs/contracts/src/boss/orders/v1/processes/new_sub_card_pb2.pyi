from boss.orders.v1.processes import new_subscription_pb2 as _new_subscription_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NewSubCard(_message.Message):
    __slots__ = ("customer", "main", "msisdn", "iccid", "offering", "agreement")
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    MAIN_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ICCID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    customer: str
    main: str
    msisdn: str
    iccid: str
    offering: str
    agreement: _new_subscription_pb2.Agreement
    def __init__(self, customer: _Optional[str] = ..., main: _Optional[str] = ..., msisdn: _Optional[str] = ..., iccid: _Optional[str] = ..., offering: _Optional[str] = ..., agreement: _Optional[_Union[_new_subscription_pb2.Agreement, _Mapping]] = ...) -> None: ...
