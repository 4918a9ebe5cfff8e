from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NetworkChange(_message.Message):
    __slots__ = ("create_subscription", "delete_subscription", "set_barring", "replace_imsi")
    CREATE_SUBSCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DELETE_SUBSCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SET_BARRING_FIELD_NUMBER: _ClassVar[int]
    REPLACE_IMSI_FIELD_NUMBER: _ClassVar[int]
    create_subscription: CreateSubscription
    delete_subscription: DeleteSubscription
    set_barring: SetBarring
    replace_imsi: ReplaceImsi
    def __init__(self, create_subscription: _Optional[_Union[CreateSubscription, _Mapping]] = ..., delete_subscription: _Optional[_Union[DeleteSubscription, _Mapping]] = ..., set_barring: _Optional[_Union[SetBarring, _Mapping]] = ..., replace_imsi: _Optional[_Union[ReplaceImsi, _Mapping]] = ...) -> None: ...

class CreateSubscription(_message.Message):
    __slots__ = ("msisdn", "imsi")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ...) -> None: ...

class DeleteSubscription(_message.Message):
    __slots__ = ("msisdn", "imsi")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ...) -> None: ...

class SetBarring(_message.Message):
    __slots__ = ("msisdn", "imsi", "level")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    level: _values_pb2.BarringLevel
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., level: _Optional[_Union[_values_pb2.BarringLevel, str]] = ...) -> None: ...

class ReplaceImsi(_message.Message):
    __slots__ = ("msisdn", "old_imsi", "new_imsi")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    OLD_IMSI_FIELD_NUMBER: _ClassVar[int]
    NEW_IMSI_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    old_imsi: str
    new_imsi: str
    def __init__(self, msisdn: _Optional[str] = ..., old_imsi: _Optional[str] = ..., new_imsi: _Optional[str] = ...) -> None: ...
