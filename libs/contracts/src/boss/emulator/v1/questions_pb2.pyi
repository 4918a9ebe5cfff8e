import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DumpRequest(_message.Message):
    __slots__ = ("after_imsi",)
    AFTER_IMSI_FIELD_NUMBER: _ClassVar[int]
    after_imsi: str
    def __init__(self, after_imsi: _Optional[str] = ...) -> None: ...

class DumpResponse(_message.Message):
    __slots__ = ("imsi", "msisdn", "template", "barring_outgoing", "barring_incoming", "barring_roaming", "barring_data", "locked_incoming", "locked_outgoing", "locked_data", "serving_node", "located_at", "has_keys")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    BARRING_OUTGOING_FIELD_NUMBER: _ClassVar[int]
    BARRING_INCOMING_FIELD_NUMBER: _ClassVar[int]
    BARRING_ROAMING_FIELD_NUMBER: _ClassVar[int]
    BARRING_DATA_FIELD_NUMBER: _ClassVar[int]
    LOCKED_INCOMING_FIELD_NUMBER: _ClassVar[int]
    LOCKED_OUTGOING_FIELD_NUMBER: _ClassVar[int]
    LOCKED_DATA_FIELD_NUMBER: _ClassVar[int]
    SERVING_NODE_FIELD_NUMBER: _ClassVar[int]
    LOCATED_AT_FIELD_NUMBER: _ClassVar[int]
    HAS_KEYS_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    msisdn: str
    template: int
    barring_outgoing: str
    barring_incoming: str
    barring_roaming: str
    barring_data: str
    locked_incoming: bool
    locked_outgoing: bool
    locked_data: bool
    serving_node: str
    located_at: _timestamp_pb2.Timestamp
    has_keys: bool
    def __init__(self, imsi: _Optional[str] = ..., msisdn: _Optional[str] = ..., template: _Optional[int] = ..., barring_outgoing: _Optional[str] = ..., barring_incoming: _Optional[str] = ..., barring_roaming: _Optional[str] = ..., barring_data: _Optional[str] = ..., locked_incoming: _Optional[bool] = ..., locked_outgoing: _Optional[bool] = ..., locked_data: _Optional[bool] = ..., serving_node: _Optional[str] = ..., located_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., has_keys: _Optional[bool] = ...) -> None: ...
