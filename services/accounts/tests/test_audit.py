"""The audit holds together, and nothing in it can be changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shop_of_accounts import CLERK, NOON, Shop, customer_asks

from accounts.domain.audit import BEGINNING, AuditEntry, KeptEntry, chained, first_broken
from accounts.edge.listeners import audit_listener
from accounts.usecases.keep_audit import keep_audit, list_audit
from accounts.wire.events import audit_recorded
from boss.audit.v1.events_pb2 import AuditRecorded
from kernel.errors import NotAllowed
from kernel.ids import new_id
from runtime.database import Database
from runtime.errors import DATABASE_ERRORS
from runtime.listening import Heard


def entry(*, actor: str, number: int = 0, object_id: str = "anna") -> AuditEntry:
    return AuditEntry(
        actor, "hall", "read_customer_in_full", object_id, f"ticket {number}", "done", "accounts",
        NOON + timedelta(microseconds=number),
    )  # fmt: skip


async def test_entries_are_found_by_who_and_what_newest_first(shop: Shop) -> None:
    actor, anna = new_id(), new_id()
    written = [entry(actor=actor, number=number, object_id=anna) for number in range(3)]
    await keep_audit([*written, entry(actor=actor)], desk=shop.desk())
    await keep_audit([entry(actor=new_id(), object_id=anna)], desk=shop.desk())

    found = await list_audit(actor=actor, object_id=anna, limit=2, asker=CLERK, desk=shop.desk())

    assert [one.entry for one in found] == [written[2], written[1]]


async def test_customers_do_not_read_the_audit(shop: Shop) -> None:
    with pytest.raises(NotAllowed) as refusal:
        await list_audit(
            actor="", object_id="", limit=1, asker=customer_asks("anna"), desk=shop.desk()
        )

    assert refusal.value.code == "STAFF_ONLY"


async def test_each_entry_holds_the_one_before(shop: Shop) -> None:
    actor = new_id()
    for number in range(3):
        await keep_audit([entry(actor=actor, number=number)] * 2, desk=shop.desk())

    everything = await list_audit(actor="", object_id="", limit=1000, asker=CLERK, desk=shop.desk())

    kept = list(reversed(everything))
    assert len(kept) >= 6
    assert first_broken(kept, after=BEGINNING) is None


@pytest.mark.parametrize("changed", ["actor", "channel", "object_id", "reason", "outcome", "at"])
def test_a_changed_entry_is_noticed(changed: str) -> None:
    entries = [entry(actor="clerk-1", number=number) for number in range(4)]
    hashes = chained(entries, after=BEGINNING)
    value: Any = NOON - timedelta(days=1) if changed == "at" else "another"
    entries[2] = replace(entries[2], **{changed: value})
    kept = [KeptEntry(place, *pair) for place, pair in enumerate(zip(entries, hashes, strict=True))]

    assert first_broken(kept, after=BEGINNING) == 2


def test_an_entry_left_out_is_noticed() -> None:
    entries = [entry(actor="clerk-1", number=number) for number in range(4)]
    hashes = chained(entries, after=BEGINNING)
    kept = [KeptEntry(place, *pair) for place, pair in enumerate(zip(entries, hashes, strict=True))]
    del kept[1]

    assert first_broken(kept, after=BEGINNING) == 2


@pytest.mark.parametrize("offence", ["UPDATE audit SET reason = ''", "DELETE FROM audit"])
async def test_the_database_refuses_to_change_what_was_kept(
    database: Database, postgres_shop: Shop, offence: str
) -> None:
    await keep_audit([entry(actor="clerk-1")], desk=postgres_shop.desk())

    with pytest.raises(DATABASE_ERRORS, match="append-only"):
        async with database.transaction() as connection:
            await connection.exec_driver_sql(offence)


async def test_what_others_say_is_kept(shop: Shop) -> None:
    said = entry(actor=new_id())
    keep = audit_listener(shop.desk).handlers[AuditRecorded]

    await keep([Heard(audit_recorded(said), new_id(), "boss.audit.v1", said.actor, NOON)])

    found = await list_audit(actor=said.actor, object_id="", limit=9, asker=CLERK, desk=shop.desk())
    assert [one.entry for one in found] == [said]
