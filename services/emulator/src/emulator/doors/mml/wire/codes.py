"""The codes of the MML door for what an element refuses, and back."""

from emulator.doors.mml.wire.mml import Reply
from emulator.faults.domain.element_error import CommandRefused, ElementError

CODES = {
    ElementError.SYNTAX: "ERR3001",
    ElementError.COMMAND_UNKNOWN: "ERR3002",
    ElementError.PARAMETER_MISSING: "ERR3003",
    ElementError.PARAMETER_INVALID: "ERR3004",
    ElementError.NOT_LOGGED_IN: "ERR3010",
    ElementError.WRONG_PASSWORD: "ERR3011",
    ElementError.SESSION_LIMIT: "ERR3012",
    ElementError.COMMAND_IN_PROGRESS: "ERR3013",
    ElementError.LOG_INS_LOCKED: "ERR3014",
    ElementError.SUBSCRIBER_UNKNOWN: "ERR3101",
    ElementError.IMSI_IN_USE: "ERR3102",
    ElementError.ISDN_IN_USE: "ERR3103",
    ElementError.KI_MISSING: "ERR3104",
    ElementError.IMSI_OUT_OF_RANGE: "ERR3105",
    ElementError.ISDN_OUT_OF_RANGE: "ERR3106",
    ElementError.KI_INVALID: "ERR3107",
    ElementError.TEMPLATE_UNKNOWN: "ERR3108",
    ElementError.KI_EXISTS: "ERR3109",
    ElementError.KI_IN_USE: "ERR3110",
    ElementError.SERVICE_NOT_PROVIDED: "ERR3111",
    ElementError.SERVICE_NOT_REGISTERED: "ERR3112",
    ElementError.SERVICE_CONFLICT: "ERR3113",
    ElementError.FORWARDING_REFUSED: "ERR3114",
    ElementError.CAPACITY_EXCEEDED: "ERR3201",
    ElementError.BUSY: "ERR3202",
    ElementError.RECORD_LOCKED: "ERR3203",
    ElementError.FAILED: "ERR3299",
}
ERRORS = {code: error for error, code in CODES.items()}


def refusal_reply(refused: CommandRefused) -> Reply:
    """Return the reply that says why."""
    return Reply(CODES[refused.error], refused.sentence)


def error_of(code: str) -> ElementError:
    """Return what a code means. Raises CommandRefused PARAMETER_INVALID for an unknown one."""
    if code not in ERRORS:
        raise CommandRefused(ElementError.PARAMETER_INVALID, f"no such code: {code}")
    return ERRORS[code]
