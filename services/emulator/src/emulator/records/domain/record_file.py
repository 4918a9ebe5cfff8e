"""A file of call records."""

from dataclasses import dataclass

from emulator.switch.domain.call_record import CallRecord


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A batch of records under its sequence number, closed or still to be closed."""

    sequence: int
    records: tuple[CallRecord, ...]
