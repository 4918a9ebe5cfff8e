from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NewSubscription(_message.Message):
    __slots__ = ("customer", "msisdn", "iccid", "offering", "prepayment", "agreement", "language")
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    ICCID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    PREPAYMENT_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    customer: str
    msisdn: str
    iccid: str
    offering: str
    prepayment: _values_pb2.Money
    agreement: Agreement
    language: str
    def __init__(self, customer: _Optional[str] = ..., msisdn: _Optional[str] = ..., iccid: _Optional[str] = ..., offering: _Optional[str] = ..., prepayment: _Optional[_Union[_values_pb2.Money, _Mapping]] = ..., agreement: _Optional[_Union[Agreement, _Mapping]] = ..., language: _Optional[str] = ...) -> None: ...

class Agreement(_message.Message):
    __slots__ = ("service_types", "service_items", "tariff_plan", "payment_plan", "agreement_version")
    SERVICE_TYPES_FIELD_NUMBER: _ClassVar[int]
    SERVICE_ITEMS_FIELD_NUMBER: _ClassVar[int]
    TARIFF_PLAN_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_PLAN_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    service_types: str
    service_items: str
    tariff_plan: str
    payment_plan: str
    agreement_version: str
    def __init__(self, service_types: _Optional[str] = ..., service_items: _Optional[str] = ..., tariff_plan: _Optional[str] = ..., payment_plan: _Optional[str] = ..., agreement_version: _Optional[str] = ...) -> None: ...
