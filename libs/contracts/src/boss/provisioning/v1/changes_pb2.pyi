from boss.values.v1 import values_pb2 as _values_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Abroad(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ABROAD_UNSPECIFIED: _ClassVar[Abroad]
    ABROAD_CLOSED: _ClassVar[Abroad]
    ABROAD_OPEN: _ClassVar[Abroad]

class Service(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SERVICE_UNSPECIFIED: _ClassVar[Service]
    SERVICE_CLIP: _ClassVar[Service]
    SERVICE_CLIR: _ClassVar[Service]
    SERVICE_CFU: _ClassVar[Service]
    SERVICE_CFB: _ClassVar[Service]
    SERVICE_CFNRY: _ClassVar[Service]
    SERVICE_CFNRC: _ClassVar[Service]
    SERVICE_CW: _ClassVar[Service]
    SERVICE_HOLD: _ClassVar[Service]
    SERVICE_MPTY: _ClassVar[Service]
    SERVICE_BAOC: _ClassVar[Service]
    SERVICE_BOIC: _ClassVar[Service]
    SERVICE_BOICEXHC: _ClassVar[Service]
    SERVICE_BAIC: _ClassVar[Service]
    SERVICE_BICROAM: _ClassVar[Service]

class Provision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROVISION_UNSPECIFIED: _ClassVar[Provision]
    PROVISION_PROVIDED: _ClassVar[Provision]
    PROVISION_WITHDRAWN: _ClassVar[Provision]

class ServiceState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SERVICE_STATE_UNSPECIFIED: _ClassVar[ServiceState]
    SERVICE_STATE_NOT_PROVISIONED: _ClassVar[ServiceState]
    SERVICE_STATE_PROVISIONED: _ClassVar[ServiceState]
    SERVICE_STATE_REGISTERED: _ClassVar[ServiceState]
    SERVICE_STATE_ACTIVE: _ClassVar[ServiceState]
ABROAD_UNSPECIFIED: Abroad
ABROAD_CLOSED: Abroad
ABROAD_OPEN: Abroad
SERVICE_UNSPECIFIED: Service
SERVICE_CLIP: Service
SERVICE_CLIR: Service
SERVICE_CFU: Service
SERVICE_CFB: Service
SERVICE_CFNRY: Service
SERVICE_CFNRC: Service
SERVICE_CW: Service
SERVICE_HOLD: Service
SERVICE_MPTY: Service
SERVICE_BAOC: Service
SERVICE_BOIC: Service
SERVICE_BOICEXHC: Service
SERVICE_BAIC: Service
SERVICE_BICROAM: Service
PROVISION_UNSPECIFIED: Provision
PROVISION_PROVIDED: Provision
PROVISION_WITHDRAWN: Provision
SERVICE_STATE_UNSPECIFIED: ServiceState
SERVICE_STATE_NOT_PROVISIONED: ServiceState
SERVICE_STATE_PROVISIONED: ServiceState
SERVICE_STATE_REGISTERED: ServiceState
SERVICE_STATE_ACTIVE: ServiceState

class NetworkChange(_message.Message):
    __slots__ = ("create_subscription", "delete_subscription", "set_barring", "replace_imsi", "set_permissions", "set_packet_profile", "provide_service", "set_service")
    CREATE_SUBSCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DELETE_SUBSCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SET_BARRING_FIELD_NUMBER: _ClassVar[int]
    REPLACE_IMSI_FIELD_NUMBER: _ClassVar[int]
    SET_PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    SET_PACKET_PROFILE_FIELD_NUMBER: _ClassVar[int]
    PROVIDE_SERVICE_FIELD_NUMBER: _ClassVar[int]
    SET_SERVICE_FIELD_NUMBER: _ClassVar[int]
    create_subscription: CreateSubscription
    delete_subscription: DeleteSubscription
    set_barring: SetBarring
    replace_imsi: ReplaceImsi
    set_permissions: SetPermissions
    set_packet_profile: SetPacketProfile
    provide_service: ProvideService
    set_service: SetService
    def __init__(self, create_subscription: _Optional[_Union[CreateSubscription, _Mapping]] = ..., delete_subscription: _Optional[_Union[DeleteSubscription, _Mapping]] = ..., set_barring: _Optional[_Union[SetBarring, _Mapping]] = ..., replace_imsi: _Optional[_Union[ReplaceImsi, _Mapping]] = ..., set_permissions: _Optional[_Union[SetPermissions, _Mapping]] = ..., set_packet_profile: _Optional[_Union[SetPacketProfile, _Mapping]] = ..., provide_service: _Optional[_Union[ProvideService, _Mapping]] = ..., set_service: _Optional[_Union[SetService, _Mapping]] = ...) -> None: ...

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

class SetPermissions(_message.Message):
    __slots__ = ("msisdn", "imsi", "idd", "roaming")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    IDD_FIELD_NUMBER: _ClassVar[int]
    ROAMING_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    idd: Abroad
    roaming: Abroad
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., idd: _Optional[_Union[Abroad, str]] = ..., roaming: _Optional[_Union[Abroad, str]] = ...) -> None: ...

class SetPacketProfile(_message.Message):
    __slots__ = ("msisdn", "imsi", "profile")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    PROFILE_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    profile: str
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., profile: _Optional[str] = ...) -> None: ...

class ProvideService(_message.Message):
    __slots__ = ("msisdn", "imsi", "service", "provision")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    PROVISION_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    service: Service
    provision: Provision
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., service: _Optional[_Union[Service, str]] = ..., provision: _Optional[_Union[Provision, str]] = ...) -> None: ...

class SetService(_message.Message):
    __slots__ = ("msisdn", "imsi", "service", "state", "number", "seconds")
    MSISDN_FIELD_NUMBER: _ClassVar[int]
    IMSI_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    msisdn: str
    imsi: str
    service: Service
    state: ServiceState
    number: str
    seconds: int
    def __init__(self, msisdn: _Optional[str] = ..., imsi: _Optional[str] = ..., service: _Optional[_Union[Service, str]] = ..., state: _Optional[_Union[ServiceState, str]] = ..., number: _Optional[str] = ..., seconds: _Optional[int] = ...) -> None: ...
