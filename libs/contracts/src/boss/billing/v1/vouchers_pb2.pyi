from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReleaseVouchersRequest(_message.Message):
    __slots__ = ("request_id", "batch", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    batch: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., batch: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ReleaseVouchersResponse(_message.Message):
    __slots__ = ("released", "worth")
    RELEASED_FIELD_NUMBER: _ClassVar[int]
    WORTH_FIELD_NUMBER: _ClassVar[int]
    released: int
    worth: _values_pb2.Money
    def __init__(self, released: _Optional[int] = ..., worth: _Optional[_Union[_values_pb2.Money, _Mapping]] = ...) -> None: ...

class ListWaitingBatchesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WaitingBatch(_message.Message):
    __slots__ = ("batch", "loaded_by", "vouchers", "worth")
    BATCH_FIELD_NUMBER: _ClassVar[int]
    LOADED_BY_FIELD_NUMBER: _ClassVar[int]
    VOUCHERS_FIELD_NUMBER: _ClassVar[int]
    WORTH_FIELD_NUMBER: _ClassVar[int]
    batch: str
    loaded_by: str
    vouchers: int
    worth: _values_pb2.Money
    def __init__(self, batch: _Optional[str] = ..., loaded_by: _Optional[str] = ..., vouchers: _Optional[int] = ..., worth: _Optional[_Union[_values_pb2.Money, _Mapping]] = ...) -> None: ...

class ListWaitingBatchesResponse(_message.Message):
    __slots__ = ("batches",)
    BATCHES_FIELD_NUMBER: _ClassVar[int]
    batches: _containers.RepeatedCompositeFieldContainer[WaitingBatch]
    def __init__(self, batches: _Optional[_Iterable[_Union[WaitingBatch, _Mapping]]] = ...) -> None: ...
