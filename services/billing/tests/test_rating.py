"""Rating without a database: the worked examples of rules 7.3, 7.5 and 7.11."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from house_of_billing import ANNA, NOON, catalogue_text
from test_storage import account_of, record

from billing.accounts.domain.account import AccountState
from billing.allowances.domain.usage import Charge, Reason, UsageRecord
from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.wire.catalogue import read_catalogue
from billing.rating.domain.rating import is_domestic, judge_usage, rate


@pytest.fixture
def catalogue() -> Catalogue:
    return replace(read_catalogue(catalogue_text())[0], version=1)


def cost(made: UsageRecord, catalogue: Catalogue) -> int | None:
    charge = rate(made, catalogue=catalogue, offering="KEEP5")
    return charge.millifen if charge else None


@pytest.mark.parametrize(
    ("seconds", "fen"),
    [(0, 0), (1, 15), (59, 15), (60, 15), (61, 30), (120, 30), (600, 150), (3601, 915)],
)
def test_a_call_costs_15_fen_for_each_started_minute(
    catalogue: Catalogue, seconds: int, fen: int
) -> None:
    assert cost(record("a", quantity=seconds), catalogue) == fen * 1000


@pytest.mark.parametrize(("parts", "fen"), [(1, 10), (3, 30)])
def test_a_text_costs_10_fen_for_each_part(catalogue: Catalogue, parts: int, fen: int) -> None:
    assert cost(record("a", kind="sms", quantity=parts), catalogue) == fen * 1000


@pytest.mark.parametrize("peer", ["110", "112", "119", "120", "122", "10086"])
def test_help_and_the_hotline_are_free(catalogue: Catalogue, peer: str) -> None:
    assert cost(record("a", peer=peer, quantity=600), catalogue) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"peer": "999079460000"},
        {"roam_type": "moon"},
        {"kind": "data"},
        {"kind": "data", "peer": "12345"},
    ],
)
def test_what_the_catalogue_does_not_know_has_no_price(
    catalogue: Catalogue, change: dict[str, object]
) -> None:
    assert cost(record("a", **change), catalogue) is None


def test_short_numbers_are_inside_the_country() -> None:
    assert is_domestic("12345", country_code="86")
    assert is_domestic("13125550100", country_code="86")
    assert not is_domestic("+13125550100", country_code="86")


def test_a_rate_made_for_an_offering_goes_before_the_one_for_all(catalogue: Catalogue) -> None:
    general = next(one for one in catalogue.rates if one.kind == "voice")
    special = replace(
        general, code="voice_keep", price_millifen=7_002, offerings=frozenset({"KEEP5"})
    )
    both = replace(catalogue, rates=(general, special))
    call = record("a", quantity=120)

    own = rate(call, catalogue=both, offering="KEEP5")
    others = rate(call, catalogue=both, offering="KEEP8")

    assert own is not None
    assert others is not None
    # 0.07002 yuan a minute, twice: no float makes 14.003 of it.
    assert (own.millifen, others.millifen) == (14_004, 30_000)


def test_a_charge_explains_itself(catalogue: Catalogue) -> None:
    charge = rate(record("a", quantity=125), catalogue=catalogue, offering="KEEP5")

    assert charge == Charge(
        45_000,
        "voice 125 s (home): voice_domestic, catalogue 1 valid from 2020-01-01:"
        " 3 started x 60 s x 15.000 = 45.000 fen, exact; whole fen are deducted,"
        " the rest is carried",
    )


def test_the_price_is_that_of_the_day_the_call_began(catalogue: Catalogue) -> None:
    dearer = read_catalogue(
        catalogue_text(
            valid_from="2026-12-01",
            rates=[
                {
                    "code": "voice_dearer",
                    "kind": "voice",
                    "unit": 60,
                    "price_millifen": 19_000,
                    "roam_types": ["home"],
                }
            ],
        )
    )[0]
    both = Catalogues((catalogue, replace(dearer, version=2)))
    account = replace(account_of(ANNA), state=AccountState.OPEN)
    # Midnight of 1 December in Shanghai is 16:00 of the day before in UTC.
    midnight = NOON.replace(day=30, hour=16)
    calls = [
        record(str(at), started_at=at) for at in (midnight - timedelta(microseconds=1), midnight)
    ]

    charges = [judge_usage(one, account=account, catalogues=both).charge for one in calls]

    assert [one and one.millifen for one in charges] == [15_000, 19_000]
    assert both.on(date(2026, 11, 30)).version == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, Reason.ACCOUNT_PENDING),
        ({"state": AccountState.CLOSED}, Reason.ACCOUNT_CLOSED),
        (
            {"state": AccountState.OPEN, "paid_from": NOON + timedelta(seconds=1)},
            Reason.NOT_PAID_FOR_THEN,
        ),
        ({"state": AccountState.CLOSING, "paid_to": NOON}, Reason.NOT_PAID_FOR_THEN),
    ],
)
def test_what_cannot_be_charged_waits_with_its_reason(
    catalogue: Catalogue, change: dict[str, object], reason: Reason
) -> None:
    account = replace(account_of(ANNA), **change)  # type: ignore[arg-type]  # what a case changes

    judged = judge_usage(record("a"), account=account, catalogues=Catalogues((catalogue,)))

    assert judged.reason is reason
    assert judged.charge is None


def test_without_a_catalogue_of_that_day_a_record_waits() -> None:
    account = replace(account_of(ANNA), state=AccountState.OPEN)

    judged = judge_usage(record("a"), account=account, catalogues=Catalogues())

    assert judged.reason is Reason.NO_TARIFF


def test_a_late_record_is_charged_to_a_closing_account(catalogue: Catalogue) -> None:
    closing = replace(
        account_of(ANNA), state=AccountState.CLOSING, paid_to=NOON + timedelta(hours=1)
    )

    judged = judge_usage(record("a"), account=closing, catalogues=Catalogues((catalogue,)))

    assert judged.charge is not None
