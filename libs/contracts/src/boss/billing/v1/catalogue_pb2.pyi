from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DiffCatalogueRequest(_message.Message):
    __slots__ = ("catalogue", "at")
    CATALOGUE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    catalogue: str
    at: str
    def __init__(self, catalogue: _Optional[str] = ..., at: _Optional[str] = ...) -> None: ...

class DiffCatalogueResponse(_message.Message):
    __slots__ = ("catalogue_version", "valid_from", "changes")
    CATALOGUE_VERSION_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    catalogue_version: int
    valid_from: str
    changes: _containers.RepeatedCompositeFieldContainer[CatalogueChange]
    def __init__(self, catalogue_version: _Optional[int] = ..., valid_from: _Optional[str] = ..., changes: _Optional[_Iterable[_Union[CatalogueChange, _Mapping]]] = ...) -> None: ...

class CatalogueChange(_message.Message):
    __slots__ = ("section", "code", "field", "loaded", "proposed")
    SECTION_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    LOADED_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_FIELD_NUMBER: _ClassVar[int]
    section: str
    code: str
    field: str
    loaded: str
    proposed: str
    def __init__(self, section: _Optional[str] = ..., code: _Optional[str] = ..., field: _Optional[str] = ..., loaded: _Optional[str] = ..., proposed: _Optional[str] = ...) -> None: ...

class SimulateCatalogueRequest(_message.Message):
    __slots__ = ("catalogue", "month", "after_subscriber_id", "limit")
    CATALOGUE_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    AFTER_SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    catalogue: str
    month: str
    after_subscriber_id: str
    limit: int
    def __init__(self, catalogue: _Optional[str] = ..., month: _Optional[str] = ..., after_subscriber_id: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class SimulateCatalogueResponse(_message.Message):
    __slots__ = ("month", "changed", "totals", "subscribers", "next_subscriber_id")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    month: str
    changed: _containers.RepeatedCompositeFieldContainer[SimulatedSubscriber]
    totals: _containers.RepeatedCompositeFieldContainer[SimulatedKind]
    subscribers: int
    next_subscriber_id: str
    def __init__(self, month: _Optional[str] = ..., changed: _Optional[_Iterable[_Union[SimulatedSubscriber, _Mapping]]] = ..., totals: _Optional[_Iterable[_Union[SimulatedKind, _Mapping]]] = ..., subscribers: _Optional[int] = ..., next_subscriber_id: _Optional[str] = ...) -> None: ...

class SimulatedSubscriber(_message.Message):
    __slots__ = ("subscriber_id", "offering", "kinds")
    SUBSCRIBER_ID_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    subscriber_id: str
    offering: str
    kinds: _containers.RepeatedCompositeFieldContainer[SimulatedKind]
    def __init__(self, subscriber_id: _Optional[str] = ..., offering: _Optional[str] = ..., kinds: _Optional[_Iterable[_Union[SimulatedKind, _Mapping]]] = ...) -> None: ...

class SimulatedKind(_message.Message):
    __slots__ = ("kind", "records", "now_millifen", "then_millifen", "now_waiting", "then_waiting", "charged_millifen")
    KIND_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    NOW_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    THEN_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    NOW_WAITING_FIELD_NUMBER: _ClassVar[int]
    THEN_WAITING_FIELD_NUMBER: _ClassVar[int]
    CHARGED_MILLIFEN_FIELD_NUMBER: _ClassVar[int]
    kind: str
    records: int
    now_millifen: int
    then_millifen: int
    now_waiting: int
    then_waiting: int
    charged_millifen: int
    def __init__(self, kind: _Optional[str] = ..., records: _Optional[int] = ..., now_millifen: _Optional[int] = ..., then_millifen: _Optional[int] = ..., now_waiting: _Optional[int] = ..., then_waiting: _Optional[int] = ..., charged_millifen: _Optional[int] = ...) -> None: ...
