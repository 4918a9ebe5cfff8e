import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Location(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOCATION_UNSPECIFIED: _ClassVar[Location]
    LOCATION_HOME: _ClassVar[Location]
    LOCATION_DOMESTIC: _ClassVar[Location]
    LOCATION_INTERNATIONAL: _ClassVar[Location]

class Cause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAUSE_UNSPECIFIED: _ClassVar[Cause]
    CAUSE_NOT_ATTACHED: _ClassVar[Cause]
    CAUSE_BARRED_OUTGOING: _ClassVar[Cause]
    CAUSE_BARRED_INTERNATIONAL: _ClassVar[Cause]
    CAUSE_BARRED_DATA: _ClassVar[Cause]
    CAUSE_CALLED_BARRED: _ClassVar[Cause]
    CAUSE_CALLED_ABSENT: _ClassVar[Cause]
    CAUSE_IMSI_UNKNOWN: _ClassVar[Cause]
    CAUSE_AUTHENTICATION_FAILED: _ClassVar[Cause]
    CAUSE_ROAMING_NOT_ALLOWED: _ClassVar[Cause]
    CAUSE_CONGESTION: _ClassVar[Cause]
    CAUSE_CREDIT_USED_UP: _ClassVar[Cause]
    CAUSE_CHARGING_REFUSED: _ClassVar[Cause]
    CAUSE_CALLED_BUSY: _ClassVar[Cause]
    CAUSE_NO_ANSWER: _ClassVar[Cause]
    CAUSE_FORWARDING_BARRED: _ClassVar[Cause]

class TextState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TEXT_STATE_UNSPECIFIED: _ClassVar[TextState]
    TEXT_STATE_WAITING: _ClassVar[TextState]
    TEXT_STATE_DELIVERED: _ClassVar[TextState]
    TEXT_STATE_EXPIRED: _ClassVar[TextState]
    TEXT_STATE_REFUSED: _ClassVar[TextState]

class Answering(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ANSWERING_UNSPECIFIED: _ClassVar[Answering]
    ANSWERING_ANSWERS: _ClassVar[Answering]
    ANSWERING_BUSY: _ClassVar[Answering]
    ANSWERING_SILENT: _ClassVar[Answering]
LOCATION_UNSPECIFIED: Location
LOCATION_HOME: Location
LOCATION_DOMESTIC: Location
LOCATION_INTERNATIONAL: Location
CAUSE_UNSPECIFIED: Cause
CAUSE_NOT_ATTACHED: Cause
CAUSE_BARRED_OUTGOING: Cause
CAUSE_BARRED_INTERNATIONAL: Cause
CAUSE_BARRED_DATA: Cause
CAUSE_CALLED_BARRED: Cause
CAUSE_CALLED_ABSENT: Cause
CAUSE_IMSI_UNKNOWN: Cause
CAUSE_AUTHENTICATION_FAILED: Cause
CAUSE_ROAMING_NOT_ALLOWED: Cause
CAUSE_CONGESTION: Cause
CAUSE_CREDIT_USED_UP: Cause
CAUSE_CHARGING_REFUSED: Cause
CAUSE_CALLED_BUSY: Cause
CAUSE_NO_ANSWER: Cause
CAUSE_FORWARDING_BARRED: Cause
TEXT_STATE_UNSPECIFIED: TextState
TEXT_STATE_WAITING: TextState
TEXT_STATE_DELIVERED: TextState
TEXT_STATE_EXPIRED: TextState
TEXT_STATE_REFUSED: TextState
ANSWERING_UNSPECIFIED: Answering
ANSWERING_ANSWERS: Answering
ANSWERING_BUSY: Answering
ANSWERING_SILENT: Answering

class Card(_message.Message):
    __slots__ = ("imsi", "k", "opc")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    K_FIELD_NUMBER: _ClassVar[int]
    OPC_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    k: bytes
    opc: bytes
    def __init__(self, imsi: _Optional[str] = ..., k: _Optional[bytes] = ..., opc: _Optional[bytes] = ...) -> None: ...

class AttachRequest(_message.Message):
    __slots__ = ("card", "location", "visited_plmn")
    CARD_FIELD_NUMBER: _ClassVar[int]
    LOCATION_FIELD_NUMBER: _ClassVar[int]
    VISITED_PLMN_FIELD_NUMBER: _ClassVar[int]
    card: Card
    location: Location
    visited_plmn: str
    def __init__(self, card: _Optional[_Union[Card, _Mapping]] = ..., location: _Optional[_Union[Location, str]] = ..., visited_plmn: _Optional[str] = ...) -> None: ...

class AttachResponse(_message.Message):
    __slots__ = ("cause", "msisdn", "serving_node")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    SERVING_NODE_FIELD_NUMBER: _ClassVar[int]
    cause: Cause
    msisdn: str
    serving_node: str
    def __init__(self, cause: _Optional[_Union[Cause, str]] = ..., msisdn: _Optional[str] = ..., serving_node: _Optional[str] = ...) -> None: ...

class DetachRequest(_message.Message):
    __slots__ = ("imsi",)
    IMSI_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    def __init__(self, imsi: _Optional[str] = ...) -> None: ...

class DetachResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CallRequest(_message.Message):
    __slots__ = ("imsi", "msisdn", "to", "seconds")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    msisdn: str
    to: str
    seconds: int
    def __init__(self, imsi: _Optional[str] = ..., msisdn: _Optional[str] = ..., to: _Optional[str] = ..., seconds: _Optional[int] = ...) -> None: ...

class CallResponse(_message.Message):
    __slots__ = ("cause", "cdr_id", "reached", "waited", "forwarded_cdr_id")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CDR_ID_FIELD_NUMBER: _ClassVar[int]
    REACHED_FIELD_NUMBER: _ClassVar[int]
    WAITED_FIELD_NUMBER: _ClassVar[int]
    FORWARDED_CDR_ID_FIELD_NUMBER: _ClassVar[int]
    cause: Cause
    cdr_id: str
    reached: str
    waited: bool
    forwarded_cdr_id: str
    def __init__(self, cause: _Optional[_Union[Cause, str]] = ..., cdr_id: _Optional[str] = ..., reached: _Optional[str] = ..., waited: _Optional[bool] = ..., forwarded_cdr_id: _Optional[str] = ...) -> None: ...

class SetAnsweringRequest(_message.Message):
    __slots__ = ("imsi", "answering")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    ANSWERING_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    answering: Answering
    def __init__(self, imsi: _Optional[str] = ..., answering: _Optional[_Union[Answering, str]] = ...) -> None: ...

class SetAnsweringResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SendTextRequest(_message.Message):
    __slots__ = ("imsi", "msisdn", "network", "to", "body", "valid_seconds")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    VALID_SECONDS_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    msisdn: str
    network: str
    to: str
    body: str
    valid_seconds: int
    def __init__(self, imsi: _Optional[str] = ..., msisdn: _Optional[str] = ..., network: _Optional[str] = ..., to: _Optional[str] = ..., body: _Optional[str] = ..., valid_seconds: _Optional[int] = ...) -> None: ...

class SendTextResponse(_message.Message):
    __slots__ = ("cause", "text_id", "state", "cdr_id")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CDR_ID_FIELD_NUMBER: _ClassVar[int]
    cause: Cause
    text_id: str
    state: TextState
    cdr_id: str
    def __init__(self, cause: _Optional[_Union[Cause, str]] = ..., text_id: _Optional[str] = ..., state: _Optional[_Union[TextState, str]] = ..., cdr_id: _Optional[str] = ...) -> None: ...

class SendMultimediaRequest(_message.Message):
    __slots__ = ("imsi", "msisdn", "to", "octets")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    OCTETS_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    msisdn: str
    to: _containers.RepeatedScalarFieldContainer[str]
    octets: int
    def __init__(self, imsi: _Optional[str] = ..., msisdn: _Optional[str] = ..., to: _Optional[_Iterable[str]] = ..., octets: _Optional[int] = ...) -> None: ...

class SendMultimediaResponse(_message.Message):
    __slots__ = ("cause", "message_id", "cdr_ids")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    CDR_IDS_FIELD_NUMBER: _ClassVar[int]
    cause: Cause
    message_id: str
    cdr_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, cause: _Optional[_Union[Cause, str]] = ..., message_id: _Optional[str] = ..., cdr_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class UseDataRequest(_message.Message):
    __slots__ = ("imsi", "msisdn", "bytes", "access_point", "rating_group")
    IMSI_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    ACCESS_POINT_FIELD_NUMBER: _ClassVar[int]
    RATING_GROUP_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    msisdn: str
    bytes: int
    access_point: str
    rating_group: int
    def __init__(self, imsi: _Optional[str] = ..., msisdn: _Optional[str] = ..., bytes: _Optional[int] = ..., access_point: _Optional[str] = ..., rating_group: _Optional[int] = ...) -> None: ...

class UseDataResponse(_message.Message):
    __slots__ = ("cause", "cdr_id")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CDR_ID_FIELD_NUMBER: _ClassVar[int]
    cause: Cause
    cdr_id: str
    def __init__(self, cause: _Optional[_Union[Cause, str]] = ..., cdr_id: _Optional[str] = ...) -> None: ...

class ReadHandsetRequest(_message.Message):
    __slots__ = ("imsi",)
    IMSI_FIELD_NUMBER: _ClassVar[int]
    imsi: str
    def __init__(self, imsi: _Optional[str] = ...) -> None: ...

class ReadHandsetResponse(_message.Message):
    __slots__ = ("attached", "msisdn", "location", "inbox", "calls", "visited_plmn", "received_calls")
    ATTACHED_FIELD_NUMBER: _ClassVar[int]
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    LOCATION_FIELD_NUMBER: _ClassVar[int]
    INBOX_FIELD_NUMBER: _ClassVar[int]
    CALLS_FIELD_NUMBER: _ClassVar[int]
    VISITED_PLMN_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_CALLS_FIELD_NUMBER: _ClassVar[int]
    attached: bool
    msisdn: str
    location: Location
    inbox: _containers.RepeatedCompositeFieldContainer[ReceivedText]
    calls: _containers.RepeatedCompositeFieldContainer[MadeCall]
    visited_plmn: str
    received_calls: _containers.RepeatedCompositeFieldContainer[ReceivedCall]
    def __init__(self, attached: _Optional[bool] = ..., msisdn: _Optional[str] = ..., location: _Optional[_Union[Location, str]] = ..., inbox: _Optional[_Iterable[_Union[ReceivedText, _Mapping]]] = ..., calls: _Optional[_Iterable[_Union[MadeCall, _Mapping]]] = ..., visited_plmn: _Optional[str] = ..., received_calls: _Optional[_Iterable[_Union[ReceivedCall, _Mapping]]] = ...) -> None: ...

class ReceivedCall(_message.Message):
    __slots__ = ("caller", "seconds", "started_at", "forwarded_by", "waited")
    CALLER_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    FORWARDED_BY_FIELD_NUMBER: _ClassVar[int]
    WAITED_FIELD_NUMBER: _ClassVar[int]
    caller: str
    seconds: int
    started_at: _timestamp_pb2.Timestamp
    forwarded_by: str
    waited: bool
    def __init__(self, caller: _Optional[str] = ..., seconds: _Optional[int] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., forwarded_by: _Optional[str] = ..., waited: _Optional[bool] = ...) -> None: ...

class ReceivedText(_message.Message):
    __slots__ = ("text_id", "sender", "body", "submitted_at", "delivered_at")
    TEXT_ID_FIELD_NUMBER: _ClassVar[int]
    SENDER_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    DELIVERED_AT_FIELD_NUMBER: _ClassVar[int]
    text_id: str
    sender: str
    body: str
    submitted_at: _timestamp_pb2.Timestamp
    delivered_at: _timestamp_pb2.Timestamp
    def __init__(self, text_id: _Optional[str] = ..., sender: _Optional[str] = ..., body: _Optional[str] = ..., submitted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., delivered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class MadeCall(_message.Message):
    __slots__ = ("to", "seconds", "started_at", "cause")
    TO_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    to: str
    seconds: int
    started_at: _timestamp_pb2.Timestamp
    cause: Cause
    def __init__(self, to: _Optional[str] = ..., seconds: _Optional[int] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cause: _Optional[_Union[Cause, str]] = ...) -> None: ...
