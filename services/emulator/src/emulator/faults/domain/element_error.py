"""Why an element refuses a command: our own words, each dialect maps them to its codes."""

from enum import StrEnum

from kernel.errors import Refusal


class ElementError(StrEnum):
    """What is wrong, as a sentence."""

    SYNTAX = "The command cannot be read"
    COMMAND_UNKNOWN = "Unknown command"
    PARAMETER_MISSING = "A parameter is missing"
    PARAMETER_INVALID = "A parameter has a value it cannot have"
    NOT_LOGGED_IN = "Not logged in, or the session has expired"
    WRONG_PASSWORD = "Wrong operator or password"  # noqa: S105 - a sentence, not a secret
    LOG_INS_LOCKED = "Too many wrong passwords; wait"
    SESSION_LIMIT = "Too many sessions"
    COMMAND_IN_PROGRESS = "The command before has not been answered yet"
    SUBSCRIBER_UNKNOWN = "Unknown subscriber"
    IMSI_IN_USE = "IMSI in use"
    ISDN_IN_USE = "MSISDN in use"
    KI_MISSING = "No keys for this IMSI"
    IMSI_OUT_OF_RANGE = "IMSI not in the ranges of this HLR"
    ISDN_OUT_OF_RANGE = "MSISDN not in the ranges of this HLR"
    KI_INVALID = "A key is not 32 hexadecimal digits"
    TEMPLATE_UNKNOWN = "Unknown template"
    KI_EXISTS = "This IMSI has keys already"
    KI_IN_USE = "The keys are in use by a subscription"
    SERVICE_NOT_PROVIDED = "The service is not provided"
    SERVICE_NOT_REGISTERED = "No number is registered for the service"
    SERVICE_CONFLICT = "Another service that is active forbids it"
    FORWARDING_REFUSED = "No calls are forwarded to this number"
    CAPACITY_EXCEEDED = "Capacity exceeded"
    BUSY = "Element busy"
    RECORD_LOCKED = "Record locked by another session"
    FAILED = "The element failed"


class CommandRefused(Refusal):
    """A command changed nothing, and the element says why."""

    def __init__(self, error: ElementError, detail: str = "") -> None:
        super().__init__(error.name, f"{error.value}: {detail}" if detail else error.value)
        self.error = error
