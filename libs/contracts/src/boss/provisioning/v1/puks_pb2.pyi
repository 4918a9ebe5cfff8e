from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class ReadPukRequest(_message.Message):
    __slots__ = ("order_id", "subscriber_id")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    subscriber_id: str
    def __init__(self, order_id: _Optional[str] = ..., subscriber_id: _Optional[str] = ...) -> None: ...

class ReadPukResponse(_message.Message):
    __slots__ = ("puk",)
    PUK_FIELD_NUMBER: _ClassVar[int]
    puk: str
    def __init__(self, puk: _Optional[str] = ...) -> None: ...
