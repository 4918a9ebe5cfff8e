"""The audit holds together, and nothing in it can be changed."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shop_of_accounts import CLERK, NOON, Shop, customer_asks

from accounts.audit.domain import (
    BEGINNING,
    AuditEntry,
    AuditText,
    KeptEntry,
    chained,
    first_broken,
)
from accounts.audit.domain import AuditRecorded as Recorded
from accounts.audit.edge.listeners import audit_listener
from accounts.audit.storage import AuditTable
from accounts.audit.usecases.add_entries import add_entries
from accounts.audit.usecases.add_texts import add_texts
from accounts.audit.usecases.list_entries import list_entries
from accounts.audit.wire import audit_recorded
from accounts.customers.storage.key_file import PersonalKeys
from accounts.customers.storage.safe import Safe
from boss.audit.v1.events_pb2 import AuditRecorded
from kernel.errors import NotAllowed
from kernel.ids import new_id
from runtime.database.database import Database
from runtime.errors import DATABASE_ERRORS
from runtime.messaging.listener import Received


def entry(*, actor: str, number: int = 0, object_id: str = "anna") -> AuditEntry:
    return AuditEntry(
        actor, "hall", "read_customer_in_full", object_id, f"ticket {number}", "done", "accounts",
        NOON + timedelta(microseconds=number),
    )  # fmt: skip


async def test_entries_are_found_by_who_and_what_newest_first(shop: Shop) -> None:
    actor, anna = new_id(), new_id()
    written = [entry(actor=actor, number=number, object_id=anna) for number in range(3)]
    await add_entries([*written, entry(actor=actor)], uow=shop.uow)
    await add_entries([entry(actor=new_id(), object_id=anna)], uow=shop.uow)

    found = await list_entries(actor=actor, object_id=anna, limit=2, caller=CLERK, uow=shop.uow)

    assert [one.entry for one in found] == [written[2], written[1]]


async def test_customers_do_not_read_the_audit(shop: Shop) -> None:
    with pytest.raises(NotAllowed) as refusal:
        await list_entries(
            actor="", object_id="", limit=1, caller=customer_asks("anna"), uow=shop.uow
        )

    assert refusal.value.code == "STAFF_ONLY"


async def test_each_entry_holds_the_one_before(shop: Shop) -> None:
    actor = new_id()
    for number in range(3):
        await add_entries([entry(actor=actor, number=number)] * 2, uow=shop.uow)

    everything = await list_entries(actor="", object_id="", limit=1000, caller=CLERK, uow=shop.uow)

    kept = list(reversed(everything))
    assert len(kept) >= 6
    assert first_broken(kept, after=BEGINNING) is None


@pytest.mark.parametrize(
    "changed", ["actor", "channel", "object_id", "reason", "outcome", "at", "text_digest"]
)
def test_a_changed_entry_is_noticed(changed: str) -> None:
    entries = [replace(entry(actor="clerk-1", number=number), text_id="t") for number in range(4)]
    hashes = chained(entries, after=BEGINNING)
    value: Any = {"at": NOON - timedelta(days=1), "text_digest": b"another"}.get(changed, "another")
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
    await add_entries([entry(actor="clerk-1")], uow=postgres_shop.uow)

    with pytest.raises(DATABASE_ERRORS, match="append-only"):
        async with database.transaction() as connection:
            await connection.exec_driver_sql(offence)


async def test_what_a_person_typed_comes_on_another_way_and_is_read_with_its_entry(
    shop: Shop,
) -> None:
    text = AuditText(new_id(), "张安娜 asked for it", b"salt")
    digest = hmac.digest(text.salt, text.text.encode(), hashlib.sha256)
    said = replace(entry(actor=new_id()), reason="", text_id=text.id, text_digest=digest)
    await add_entries([said], uow=shop.uow)

    async def read() -> str:
        (found,) = await list_entries(
            actor=said.actor, object_id="", limit=9, caller=CLERK, uow=shop.uow
        )
        return found.entry.reason

    before = await read()
    await add_texts([text, text], uow=shop.uow)

    assert (before, await read()) == ("", text.text)


async def test_words_that_are_not_those_of_the_entry_are_not_shown(shop: Shop) -> None:
    said = replace(entry(actor=new_id()), reason="", text_id=new_id(), text_digest=bytes(32))
    await add_entries([said], uow=shop.uow)
    await add_texts([AuditText(said.text_id, "another", b"salt")], uow=shop.uow)

    (found,) = await list_entries(
        actor=said.actor, object_id="", limit=9, caller=CLERK, uow=shop.uow
    )

    assert found.entry.reason == ""


async def test_what_was_typed_is_sealed_at_rest_and_never_changed(
    database: Database, postgres_shop: Shop
) -> None:
    text = AuditText(new_id(), "张安娜 asked for it", b"salt")
    await add_texts([text], uow=postgres_shop.uow)

    async with database.reading() as connection:
        rows = (await connection.exec_driver_sql("SELECT t::text AS all FROM audit_text t")).all()

    assert rows
    assert not any(text.text in str(row) for row in rows)
    assert not any(text.text.encode().hex() in str(row) for row in rows)
    with pytest.raises(DATABASE_ERRORS, match="append-only"):
        async with database.transaction() as connection:
            await connection.exec_driver_sql("DELETE FROM audit_text")


async def test_what_others_say_is_kept(shop: Shop) -> None:
    said = entry(actor=new_id())
    keep = audit_listener(shop.uow).handlers[AuditRecorded]

    message = audit_recorded(Recorded(said)).message
    await keep([Received(message, new_id(), "boss.audit.v1", said.actor, NOON)])

    found = await list_entries(actor=said.actor, object_id="", limit=9, caller=CLERK, uow=shop.uow)
    assert [one.entry for one in found] == [said]


async def test_a_text_that_does_not_open_hides_no_other(
    postgres_shop: Shop, database: Database, safe: Safe
) -> None:
    actor, uow = new_id(), postgres_shop.uow
    said = [AuditText(new_id(), f"reason {number}", b"salt") for number in range(2)]
    lost = Safe(PersonalKeys("lost", {"lost": bytes(32)}), safe.blind_key)
    await AuditTable(database, lost).add_texts(said[:1])
    await AuditTable(database, safe).add_texts(said[1:])
    digests = [hmac.digest(text.salt, text.text.encode(), hashlib.sha256) for text in said]
    await add_entries(
        [
            replace(entry(actor=actor), reason="", text_id=text.id, text_digest=digest)
            for text, digest in zip(said, digests, strict=True)
        ],
        uow=uow,
    )

    found = await list_entries(actor=actor, object_id="", limit=9, caller=CLERK, uow=uow)

    assert [one.entry.reason for one in found] == ["reason 1", ""]
