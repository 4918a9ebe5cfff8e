"""What is kept for some days only: old counts go, what may be rated again stays, use stays."""

from datetime import UTC, datetime, timedelta
from inspect import Parameter, signature
from typing import Any

import pytest
from house_of_billing import ANNA, HouseOfBilling, catalogue_text, settings_for
from test_rerating import corrects, rates, rerates
from using import CARLA, Using

from billing.bootstrap import keeps_of
from billing.charging.edge.usage import UsageCommands
from billing.charging.usecases.rerate_usage import Rerate
from billing.rating.edge.trial import CatalogueServicer
from billing.rating.usecases.try_catalogue import Simulate
from boss.billing.v1 import catalogue_pb2
from runtime.database.database import Database
from runtime.database.retention import Pruning
from runtime.messaging.relay_store import RelayStore

TABLES = ("class_of_use", "month_of_use", "charged_month", "moved_alone")


async def columns(database: Database) -> set[tuple[str, str]]:
    async with database.reading() as connection:
        found = await connection.exec_driver_sql(
            "SELECT tablename, indexdef FROM pg_indexes WHERE indexdef LIKE '%%USING brin%%'"
        )
        return {(row.tablename, row.indexdef.rpartition("(")[2][:-1]) for row in found.all()}


async def test_old_counts_are_deleted_and_use_and_money_stay(
    house: HouseOfBilling, migrated: str
) -> None:
    await house.has(CARLA, left=5000)
    await house.hears(Using(house).session(5), house.call(CARLA, seconds=60))
    kept = await house.rows("class_of_use")
    for table, column in (("class_of_use", "since"), ("charged_month", "month")):
        async with house.database.transaction() as connection:
            await connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = now() - interval '300 days'"  # noqa: S608
            )
    settings = settings_for(migrated)
    records, postings = await house.rows("usage_record"), await house.rows("posting")

    async with RelayStore.connect(migrated) as store:
        near = await Pruning(keeps_of(settings)).prune(store.connection)
        short = settings.model_copy(update={"keep_use_counts_days": 190})
        far = await Pruning(keeps_of(short)).prune(store.connection)

    assert kept > 0
    assert (near, far, await house.rows("class_of_use")) == (0, kept, 0)
    assert (await house.rows("usage_record"), await house.rows("posting")) == (records, postings)


async def test_every_table_that_is_pruned_has_its_age_in_an_index(
    house: HouseOfBilling, migrated: str
) -> None:
    keeps = keeps_of(settings_for(migrated))

    assert {one.table for one in keeps} == set(TABLES)
    assert {(one.table, one.column) for one in keeps} <= await columns(house.database)


async def test_months_whose_counts_are_gone_are_not_rated_again(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=61))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=10_000))
    house.clock.instant = datetime(2026, 10, 31, 16, tzinfo=UTC) + timedelta(days=400, seconds=1)

    refusal = await house.refuses("PERIOD_NOT_ALLOWED", rerates(house))
    house.clock.instant -= timedelta(seconds=1)
    found = await rerates(house)

    assert refusal.field == "first_month"
    assert found.differences == 1


async def test_a_catalogue_is_not_tried_on_months_whose_counts_are_gone(
    house: HouseOfBilling,
) -> None:
    await house.has(CARLA, left=5000)
    await house.hears(house.call(CARLA, seconds=61))
    request = catalogue_pb2.SimulateCatalogueRequest(catalogue=catalogue_text(), month="2026-11")
    house.clock.instant = datetime(2026, 10, 31, 16, tzinfo=UTC) + timedelta(days=400, seconds=1)

    refusal = await house.refuses(
        "PERIOD_NOT_ALLOWED", house.trying.SimulateCatalogue(request, None)
    )
    house.clock.instant -= timedelta(seconds=1)
    page = await house.trying.SimulateCatalogue(request, None)

    assert refusal.field == "month"
    assert (page.subscribers, list(page.changed)) == (1, [])


@pytest.mark.parametrize("days", [190, 500])
async def test_what_is_rated_again_and_tried_is_what_the_settings_keep(
    house: HouseOfBilling, migrated: str, days: int
) -> None:
    chosen = settings_for(migrated).model_copy(update={"keep_use_counts_days": days})
    other = HouseOfBilling(house.database, chosen)
    await other.has(ANNA, left=5000)
    request = catalogue_pb2.SimulateCatalogueRequest(catalogue=catalogue_text(), month="2026-11")
    other.clock.instant = datetime(2026, 10, 31, 16, tzinfo=UTC) + timedelta(days=days)

    await rerates(other)
    await other.trying.SimulateCatalogue(request, None)
    other.clock.instant += timedelta(seconds=1)

    await other.refuses("PERIOD_NOT_ALLOWED", rerates(other))
    await other.refuses("PERIOD_NOT_ALLOWED", other.trying.SimulateCatalogue(request, None))


@pytest.mark.parametrize("kind", [UsageCommands, CatalogueServicer, Rerate, Simulate])
def test_only_the_settings_say_how_long_counts_are_kept(kind: Any) -> None:
    kept = signature(kind).parameters["use_kept"]

    assert kept.default is Parameter.empty
