from boss.provisioning.v1 import questions_pb2 as _questions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LoadKeysRequest(_message.Message):
    __slots__ = ("request_id", "cards")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CARDS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    cards: _containers.RepeatedCompositeFieldContainer[CardKeys]
    def __init__(self, request_id: _Optional[str] = ..., cards: _Optional[_Iterable[_Union[CardKeys, _Mapping]]] = ...) -> None: ...

class CardKeys(_message.Message):
    __slots__ = ("imsi", "ki", "opc", "puk")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    KI_FIELD_NUMBER: _ClassVar[int]
    OPC_FIELD_NUMBER: _ClassVar[int]
    PUK_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    ki: str
    opc: str
    puk: str
    def __init__(self, imsi: _Optional[str] = ..., ki: _Optional[str] = ..., opc: _Optional[str] = ..., puk: _Optional[str] = ...) -> None: ...

class LoadKeysResponse(_message.Message):
    __slots__ = ("added", "known")
    ADDED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    added: int
    known: int
    def __init__(self, added: _Optional[int] = ..., known: _Optional[int] = ...) -> None: ...

class RetryChangeRequest(_message.Message):
    __slots__ = ("request_id", "change_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    change_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., change_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RetryChangeResponse(_message.Message):
    __slots__ = ("change",)
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    change: _questions_pb2.Change
    def __init__(self, change: _Optional[_Union[_questions_pb2.Change, _Mapping]] = ...) -> None: ...

class RefuseChangeRequest(_message.Message):
    __slots__ = ("request_id", "change_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    change_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., change_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RefuseChangeResponse(_message.Message):
    __slots__ = ("change",)
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    change: _questions_pb2.Change
    def __init__(self, change: _Optional[_Union[_questions_pb2.Change, _Mapping]] = ...) -> None: ...

class RepairRequest(_message.Message):
    __slots__ = ("request_id", "msisdns", "dry_run")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MSISDNS_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    msisdns: _containers.RepeatedScalarFieldContainer[str]
    dry_run: bool
    def __init__(self, request_id: _Optional[str] = ..., msisdns: _Optional[_Iterable[str]] = ..., dry_run: _Optional[bool] = ...) -> None: ...

class RepairResponse(_message.Message):
    __slots__ = ("repaired", "left")
    REPAIRED_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    repaired: _containers.RepeatedCompositeFieldContainer[_questions_pb2.Difference]
    left: _containers.RepeatedCompositeFieldContainer[_questions_pb2.Difference]
    def __init__(self, repaired: _Optional[_Iterable[_Union[_questions_pb2.Difference, _Mapping]]] = ..., left: _Optional[_Iterable[_Union[_questions_pb2.Difference, _Mapping]]] = ...) -> None: ...

class CarryOutRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "step_no", "step")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_NO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    step_no: int
    step: ProvisioningStep
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., step_no: _Optional[int] = ..., step: _Optional[_Union[ProvisioningStep, _Mapping]] = ...) -> None: ...

class CarryOutResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TakeBackRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "step_no", "step")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_NO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    step_no: int
    step: ProvisioningStep
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., step_no: _Optional[int] = ..., step: _Optional[_Union[ProvisioningStep, _Mapping]] = ...) -> None: ...

class TakeBackResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ProvisioningStep(_message.Message):
    __slots__ = ("has_keys", "grant_puk")
    HAS_KEYS_FIELD_NUMBER: _ClassVar[int]
    GRANT_PUK_FIELD_NUMBER: _ClassVar[int]
    has_keys: HasKeys
    grant_puk: GrantPuk
    def __init__(self, has_keys: _Optional[_Union[HasKeys, _Mapping]] = ..., grant_puk: _Optional[_Union[GrantPuk, _Mapping]] = ...) -> None: ...

class HasKeys(_message.Message):
    __slots__ = ("imsi",)
    IMSI_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    def __init__(self, imsi: _Optional[str] = ...) -> None: ...

class GrantPuk(_message.Message):
    __slots__ = ("subscriber_id", "imsi")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    imsi: str
    def __init__(self, subscriber_id: _Optional[str] = ..., imsi: _Optional[str] = ...) -> None: ...
