"""Collect a file of call records: each use is said once, what is wrong is counted with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.clock import Clock
from provisioning.changes.usecases.watch_card import say_seen
from provisioning.mediation.domain.events import UsageRecorded
from provisioning.mediation.domain.identity import clashing, sorted_out
from provisioning.mediation.domain.usage import Flaw, RecordFile, RefusedLine, UsageRecord
from provisioning.mediation.ports import Desk, RecordFolder


@dataclass(frozen=True, slots=True)
class Collected:
    """A file whose records are said, and how many of its lines were refused, by reason."""

    file: RecordFile
    refused: Mapping[Flaw, int]


async def collect_usage(name: str, *, desk: Desk, folder: RecordFolder, clock: Clock) -> Collected:
    """Take one closed file; who called puts it into the archive.

    After a crash in between it is found again, known, and only put away.
    """
    file = await folder.read(name)
    refused: Mapping[Flaw, int] = {}
    async with desk:
        file_id = await desk.usage.open_file(file)
        if file_id is not None:
            beside = await _say(file, desk=desk, clock=clock)
            await desk.usage.close_file(file_id, file, beside, now=clock.now())
            refused = file.reasons(beside)
    return Collected(file, refused)


async def _say(file: RecordFile, *, desk: Desk, clock: Clock) -> Sequence[RefusedLine]:
    """Say what is new; return what of the records is not said, and why."""
    cards = sorted({record.imsi for record in file.records})
    holders = await desk.profiles.holders(cards)
    ours = [record for record in file.records if record.imsi in holders]
    fresh, refused = await _new_of(ours, desk=desk) if ours else ([], [])
    if fresh:
        said = [UsageRecorded(record, holders[record.imsi]) for record in fresh]
        await desk.say(*said, now=clock.now())
    await say_seen(cards, desk=desk, clock=clock)
    strangers = [
        RefusedLine(record.line, Flaw.CARD_UNKNOWN, record.record_id)
        for record in file.records
        if record.imsi not in holders
    ]
    return [*refused, *strangers]


async def _new_of(
    records: Sequence[UsageRecord], *, desk: Desk
) -> tuple[Sequence[UsageRecord], Sequence[RefusedLine]]:
    known = dict(await desk.usage.known({one.record_id for one in records}))
    if names := clashing(records, known):
        known |= await desk.usage.known(names)
    alike = await desk.usage.alike(records)
    found = sorted_out(records, known=known, alike=alike)
    fresh = await desk.usage.remember(found.fresh)
    # The image before, while it runs beside this one, takes records without asking in this way.
    said = {one.record_id for one in fresh}
    late = [
        RefusedLine(one.line, Flaw.SAID_BEFORE, one.record_id)
        for one in found.fresh
        if one.record_id not in said
    ]
    return fresh, [*found.refused, *late]
