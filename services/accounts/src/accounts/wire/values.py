"""Values both languages share: moments, stops, levels."""

from accounts.domain.stop import Level, Stop, StopReason
from boss.values.v1 import values_pb2
from kernel.errors import Invalid

LEVELS = {
    Level.NONE: values_pb2.BARRING_LEVEL_NONE,
    Level.ONE_WAY: values_pb2.BARRING_LEVEL_ONE_WAY,
    Level.TWO_WAY: values_pb2.BARRING_LEVEL_TWO_WAY,
}
REASONS = {
    StopReason.ARREARS: values_pb2.STOP_REASON_ARREARS,
    StopReason.VOLUNTARY: values_pb2.STOP_REASON_VOLUNTARY,
    StopReason.LOST: values_pb2.STOP_REASON_LOST,
}
_LEVELS = {said: level for level, said in LEVELS.items() if level is not Level.NONE}
_REASONS = {said: reason for reason, said in REASONS.items()}


def stop_message(stop: Stop) -> values_pb2.Stop:
    return values_pb2.Stop(reason=REASONS[stop.reason], level=LEVELS[stop.level])


def stop_of(message: values_pb2.Stop) -> Stop:
    """Read a stop; raises `Invalid` with its field where reason or level mean nothing here."""
    if message.reason not in _REASONS:
        raise Invalid("STOP_INVALID", "There is no such reason.", field="step.stop.reason")
    if message.level not in _LEVELS:
        raise Invalid("STOP_INVALID", "One way or two ways.", field="step.stop.level")
    return Stop(_REASONS[message.reason], _LEVELS[message.level])
