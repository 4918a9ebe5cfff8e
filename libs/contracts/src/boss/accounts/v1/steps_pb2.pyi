from boss.accounts.v1 import commands_pb2 as _commands_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NumberedStep(_message.Message):
    __slots__ = ("step_no", "step")
    STEP_NO_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    step_no: int
    step: _commands_pb2.AccountsStep
    def __init__(self, step_no: _Optional[int] = ..., step: _Optional[_Union[_commands_pb2.AccountsStep, _Mapping]] = ...) -> None: ...

class CarryOutStageRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "stage", "steps")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    stage: str
    steps: _containers.RepeatedCompositeFieldContainer[NumberedStep]
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., stage: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[NumberedStep, _Mapping]]] = ...) -> None: ...

class CarryOutStageResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TakeBackStageRequest(_message.Message):
    __slots__ = ("request_id", "order_id", "stage", "steps")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    order_id: str
    stage: str
    steps: _containers.RepeatedCompositeFieldContainer[NumberedStep]
    def __init__(self, request_id: _Optional[str] = ..., order_id: _Optional[str] = ..., stage: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[NumberedStep, _Mapping]]] = ...) -> None: ...

class TakeBackStageResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
