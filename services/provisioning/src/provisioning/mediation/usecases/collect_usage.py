"""Collect a file of call records: each use is said once, what is wrong is counted with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.clock import Clock
from provisioning.changes.usecases.watch_card import say_seen
from provisioning.mediation.domain.events import UsageRecorded
from provisioning.mediation.domain.identity import clashing, sorted_out
from provisioning.mediation.domain.usage import Flaw, RecordFile, RefusedLine, UsageRecord
from provisioning.mediation.ports import RecordFolder, UnitOfWork


@dataclass(frozen=True, slots=True)
class Collected:
    """A file whose records are said, and how many of its lines were refused, by reason."""

    file: RecordFile
    refused: Mapping[Flaw, int]
    """Also those that are noted and said all the same."""


async def collect_usage(
    name: str, *, uow: UnitOfWork, folder: RecordFolder, clock: Clock
) -> Collected:
    """Take one closed file; who called puts it into the archive.

    After a crash in between it is found again, known, and only put away.
    """
    file = await folder.read(name)
    refused: Mapping[Flaw, int] = {}
    async with uow:
        file_id = await uow.usage.open_file(file)
        if file_id is not None:
            beside = await _say(file, uow=uow, clock=clock)
            await uow.usage.close_file(file_id, file, beside, now=clock.now())
            refused = file.reasons(beside)
    return Collected(file, refused)


async def _say(file: RecordFile, *, uow: UnitOfWork, clock: Clock) -> Sequence[RefusedLine]:
    """Say what is new; return what of the records is not said, or noted, and why."""
    cards = sorted({record.imsi for record in file.records})
    holders = await uow.profiles.holders(cards)
    ours = [record for record in file.records if record.imsi in holders]
    fresh, refused = await _new_of(ours, uow=uow) if ours else ([], [])
    if fresh:
        said = [UsageRecorded(record, holders[record.imsi].subscriber_id) for record in fresh]
        await uow.publish(said, now=clock.now())
    await say_seen(cards, uow=uow, clock=clock)
    strangers = [
        RefusedLine(record.line, Flaw.CARD_UNKNOWN, record.record_id)
        for record in file.records
        if record.imsi not in holders
    ]
    # Who uses a card pays for it; what else a record says of whose it is does not decide that.
    contradicting = [
        RefusedLine(record.line, Flaw.NUMBER_DIFFERS, record.record_id, "msisdn")
        for record in fresh
        if record.msisdn != holders[record.imsi].msisdn
    ]
    return [*refused, *strangers, *contradicting]


async def _new_of(
    records: Sequence[UsageRecord], *, uow: UnitOfWork
) -> tuple[Sequence[UsageRecord], Sequence[RefusedLine]]:
    known = dict(await uow.usage.known({one.record_id for one in records}))
    if names := clashing(records, known):
        known |= await uow.usage.known(names)
    alike = await uow.usage.alike(records)
    sorted_records = sorted_out(records, known=known, alike=alike)
    fresh = await uow.usage.remember(sorted_records.fresh)
    # The image before, while it runs beside this one, takes records without asking in this way.
    said = {one.record_id for one in fresh}
    late = [
        RefusedLine(one.line, Flaw.SAID_BEFORE, one.record_id)
        for one in sorted_records.fresh
        if one.record_id not in said
    ]
    return fresh, [*sorted_records.refused, *late]
