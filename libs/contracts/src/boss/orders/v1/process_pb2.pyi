from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ProcessDescription(_message.Message):
    __slots__ = ("name", "title", "term", "request_type", "fields", "opened_by", "rules", "fees", "steps", "opens_subscriber", "ends_subscriber")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    REQUEST_TYPE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    OPENED_BY_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    OPENS_SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    ENDS_SUBSCRIBER_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    term: str
    request_type: str
    fields: _containers.RepeatedCompositeFieldContainer[FieldDescription]
    opened_by: _containers.RepeatedCompositeFieldContainer[OpenerDescription]
    rules: _containers.RepeatedCompositeFieldContainer[RuleDescription]
    fees: _containers.RepeatedScalarFieldContainer[str]
    steps: _containers.RepeatedScalarFieldContainer[str]
    opens_subscriber: bool
    ends_subscriber: bool
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., term: _Optional[str] = ..., request_type: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[FieldDescription, _Mapping]]] = ..., opened_by: _Optional[_Iterable[_Union[OpenerDescription, _Mapping]]] = ..., rules: _Optional[_Iterable[_Union[RuleDescription, _Mapping]]] = ..., fees: _Optional[_Iterable[str]] = ..., steps: _Optional[_Iterable[str]] = ..., opens_subscriber: _Optional[bool] = ..., ends_subscriber: _Optional[bool] = ...) -> None: ...

class FieldDescription(_message.Message):
    __slots__ = ("name", "kind", "required", "choices", "said_by")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    SAID_BY_FIELD_NUMBER: _ClassVar[int]
    name: str
    kind: str
    required: bool
    choices: _containers.RepeatedScalarFieldContainer[str]
    said_by: str
    def __init__(self, name: _Optional[str] = ..., kind: _Optional[str] = ..., required: _Optional[bool] = ..., choices: _Optional[_Iterable[str]] = ..., said_by: _Optional[str] = ...) -> None: ...

class OpenerDescription(_message.Message):
    __slots__ = ("channel", "proofs", "event", "timer", "capacity", "checks", "only_for")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    PROOFS_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    TIMER_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    ONLY_FOR_FIELD_NUMBER: _ClassVar[int]
    channel: str
    proofs: _containers.RepeatedScalarFieldContainer[str]
    event: str
    timer: str
    capacity: str
    checks: _containers.RepeatedCompositeFieldContainer[CheckDescription]
    only_for: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, channel: _Optional[str] = ..., proofs: _Optional[_Iterable[str]] = ..., event: _Optional[str] = ..., timer: _Optional[str] = ..., capacity: _Optional[str] = ..., checks: _Optional[_Iterable[_Union[CheckDescription, _Mapping]]] = ..., only_for: _Optional[_Iterable[str]] = ...) -> None: ...

class CheckDescription(_message.Message):
    __slots__ = ("of", "proof")
    OF_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    of: str
    proof: str
    def __init__(self, of: _Optional[str] = ..., proof: _Optional[str] = ...) -> None: ...

class RuleDescription(_message.Message):
    __slots__ = ("code", "sentence")
    CODE_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    code: str
    sentence: str
    def __init__(self, code: _Optional[str] = ..., sentence: _Optional[str] = ...) -> None: ...
