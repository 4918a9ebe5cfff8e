"""Numbers of records, each in the one way to write it, however the switch did."""

from dataclasses import replace

from kernel.numbering_plan import NumberingPlan
from kernel.use import misfit
from provisioning.mediation.domain.usage import RecordFile, UsageKind, UsageRecord


def in_one_form(file: RecordFile, plan: NumberingPlan) -> RecordFile:
    """Return a file whose records name their numbers as the numbering plan writes them.

    So one call is known as the same call, and has the same price, whichever element told of it.
    """
    return replace(file, records=tuple(_rewritten(one, plan) for one in file.records))


def _rewritten(record: UsageRecord, plan: NumberingPlan) -> UsageRecord:
    # The peer of data is an access point.
    peer = record.peer if record.kind is UsageKind.DATA else plan.normal(record.peer)
    msisdn = plan.normal(record.msisdn)
    if (peer, msisdn) == (record.peer, record.msisdn):
        return record
    rewritten = replace(record, peer=peer, msisdn=msisdn)
    # What is no number of the plan may be none of the grammar any more: then it is said as written.
    return record if misfit(rewritten) is not None else rewritten
