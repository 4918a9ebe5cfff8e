from boss.orders.v1 import questions_pb2 as _questions_pb2
from google.protobuf import any_pb2 as _any_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PlaceOrderRequest(_message.Message):
    __slots__ = ("request_id", "process", "subscriber_id", "request", "proof_ids", "customer_id", "capacity")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    PROOF_IDS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    process: str
    subscriber_id: str
    request: _any_pb2.Any
    proof_ids: _containers.RepeatedScalarFieldContainer[str]
    customer_id: str
    capacity: str
    def __init__(self, request_id: _Optional[str] = ..., process: _Optional[str] = ..., subscriber_id: _Optional[str] = ..., request: _Optional[_Union[_any_pb2.Any, _Mapping]] = ..., proof_ids: _Optional[_Iterable[str]] = ..., customer_id: _Optional[str] = ..., capacity: _Optional[str] = ...) -> None: ...

class PlaceOrderResponse(_message.Message):
    __slots__ = ("order",)
    ORDER_FIELD_NUMBER: _ClassVar[int]
    order: _questions_pb2.Order
    def __init__(self, order: _Optional[_Union[_questions_pb2.Order, _Mapping]] = ...) -> None: ...

class WithdrawOrderRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class WithdrawOrderResponse(_message.Message):
    __slots__ = ("order",)
    ORDER_FIELD_NUMBER: _ClassVar[int]
    order: _questions_pb2.Order
    def __init__(self, order: _Optional[_Union[_questions_pb2.Order, _Mapping]] = ...) -> None: ...

class ResolveHeldOrderRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "resolution", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    resolution: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., resolution: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ResolveHeldOrderResponse(_message.Message):
    __slots__ = ("order",)
    ORDER_FIELD_NUMBER: _ClassVar[int]
    order: _questions_pb2.Order
    def __init__(self, order: _Optional[_Union[_questions_pb2.Order, _Mapping]] = ...) -> None: ...

class ReconcileArrearsRequest(_message.Message):
    __slots__ = ("request_id", "dry_run")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    dry_run: bool
    def __init__(self, request_id: _Optional[str] = ..., dry_run: _Optional[bool] = ...) -> None: ...

class ReconcileArrearsResponse(_message.Message):
    __slots__ = ("compared", "placed_for")
    COMPARED_FIELD_NUMBER: _ClassVar[int]
    PLACED_FOR_FIELD_NUMBER: _ClassVar[int]
    compared: int
    placed_for: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, compared: _Optional[int] = ..., placed_for: _Optional[_Iterable[str]] = ...) -> None: ...
