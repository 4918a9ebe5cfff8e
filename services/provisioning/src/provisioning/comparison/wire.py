"""Profiles, and how the network differs from them, as protobuf."""

from boss.provisioning.v1 import questions_pb2 as questions
from boss.values.v1 import values_pb2 as values
from provisioning.changes.domain.profile import Profile
from provisioning.comparison.domain.difference import Difference
from provisioning.elements.domain.barring import Level

_LEVELS = {
    Level.NONE: values.BARRING_LEVEL_NONE,
    Level.ONE_WAY: values.BARRING_LEVEL_ONE_WAY,
    Level.TWO_WAY: values.BARRING_LEVEL_TWO_WAY,
}


def profile_message(profile: Profile) -> questions.Profile:
    return questions.Profile(
        msisdn=profile.msisdn,
        imsi=profile.imsi,
        level=_LEVELS[profile.level] if profile.level else values.BARRING_LEVEL_UNSPECIFIED,
        exists=profile.exists,
    )


def difference_message(difference: Difference) -> questions.Difference:
    return questions.Difference(
        kind=difference.kind.value,
        msisdn=difference.msisdn,
        desired=profile_message(difference.desired),
        actual=profile_message(difference.actual),
    )
