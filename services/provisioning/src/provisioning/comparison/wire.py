"""Profiles, and how the network differs from them, as protobuf."""

from boss.provisioning.v1 import questions_pb2 as questions
from boss.values.v1 import values_pb2 as values
from provisioning.changes.domain.profile import Profile
from provisioning.changes.kinds.provide_service import SERVICES
from provisioning.changes.kinds.set_barring import LEVELS
from provisioning.changes.kinds.set_permissions import ABROAD
from provisioning.comparison.domain.difference import Difference
from provisioning.elements.domain.setting import Operated


def profile_message(profile: Profile) -> questions.Profile:
    return questions.Profile(
        msisdn=profile.msisdn,
        imsi=profile.imsi,
        level=LEVELS[profile.level] if profile.level else values.BARRING_LEVEL_UNSPECIFIED,
        exists=profile.exists,
        idd=ABROAD[profile.permissions.idd],
        roaming=ABROAD[profile.permissions.roaming],
        packet_profile=profile.packet_profile,
        services=[SERVICES[service] for service in sorted(profile.services)],
        operated=[_operated(one) for one in sorted(profile.operated)],
    )


def _operated(operated: Operated) -> questions.OperatedService:
    return questions.OperatedService(
        service=SERVICES[operated.service],
        is_active=operated.is_active,
        number=operated.number,
        seconds=operated.seconds,
    )


def difference_message(difference: Difference) -> questions.Difference:
    return questions.Difference(
        kind=difference.kind.value,
        msisdn=difference.msisdn,
        desired=profile_message(difference.desired),
        actual=profile_message(difference.actual),
    )
