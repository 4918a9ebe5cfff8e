"""The catalogue's files: checked and loaded as a whole, kept for the days they are valid."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from house_of_billing import FILES, HouseOfBilling, catalogue_files, catalogue_text

from billing.catalogue.domain.catalogue import Catalogues
from billing.catalogue.wire.catalogue import catalogue_of, read_catalogue, schema
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.errors import Refusal
from kernel.ids import new_id
from kernel.money import fen

DROP = object()
GOOD = json.loads(catalogue_text())


def broken(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Return the shipped catalogue with one thing wrong."""
    document: dict[str, Any] = json.loads(json.dumps(GOOD))
    at: Any = document
    for name in path[:-1]:
        at = at[name]
    if value is DROP:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return document


BROKEN = [
    (("valid_from",), DROP, "catalogue.valid_from"),
    (("valid_from",), "tomorrow", "catalogue.valid_from"),
    (("valid_from",), 0, "catalogue.valid_from"),
    (("valid_from",), "2020-01-01T00:00:00Z", "catalogue.valid_from"),
    (("free_numbers", 0), "110\x00", "catalogue.free_numbers.0"),
    (("country_code",), "+86", "catalogue.country_code"),
    (("free_numbers", 0), "help", "catalogue.free_numbers.0"),
    (("surprise",), 1, "catalogue.surprise"),
    (("offerings",), [], "catalogue.offerings"),
    (("offerings", 0, "monthly_fee"), -1, "catalogue.offerings.0.monthly_fee"),
    (("offerings", 0, "monthly_fee"), "500", "catalogue.offerings.0.monthly_fee"),
    (("offerings", 1, "monthly_fee"), True, "catalogue.offerings.1.monthly_fee"),
    (("offerings", 0, "prepayment"), 10**12, "catalogue.offerings.0.prepayment"),
    (("offerings", 0, "code"), "no blanks", "catalogue.offerings.0.code"),
    (("offerings", 0, "channels"), ["moon"], "catalogue.offerings.0.channels.0"),
    (("offerings", 0, "channels"), [], "catalogue.offerings.0.channels"),
    (("offerings", 0, "payment_type"), "gratis", "catalogue.offerings.0.payment_type"),
    (("fees", "sim_card"), None, "catalogue.fees.sim_card"),
    (("rates", 0, "unit"), 0, "catalogue.rates.0.unit"),
    (("rates", 0, "kind"), "smell", "catalogue.rates.0.kind"),
    (("rates", 0, "roam_types"), [], "catalogue.rates.0.roam_types"),
]
TANGLED = [
    (("offerings", 1, "code"), "KEEP5", "said twice: KEEP5"),
    (("rates", 0, "code"), "sms_domestic", "said twice: sms_domestic"),
    (("rates", 0, "offerings"), ["KEEP9"], "unknown offerings: KEEP9"),
    (("fees", "keep_number"), DROP, "fees are missing: keep_number"),
    (("packs", 1, "code"), "DATA5", "said twice: DATA5"),
    (("packs", 1, "code"), "KEEP8", "said twice: KEEP8"),
    (("packs", 0, "included", "zones"), ["mars"], "DATA5 includes what has no price beyond it"),
    (("packs", 0, "included", "rolls_over"), True, "a pack does not roll over"),
    (("offerings", 1, "included", 0, "peers"), ["video"], "does not roll over"),
    (("offerings", 1, "included", 1, "code"), "data", "KEEP8 includes something twice"),
    (("rates", 0, "unit"), 30, "KEEP8.voice includes what is not priced evenly: voice_domestic"),
]


def test_the_shipped_files_are_the_plans_and_prices_of_the_manual() -> None:
    catalogue, _ = read_catalogue(json.dumps(catalogue_files()))

    assert catalogue.offering("KEEP5").monthly_fee == fen(500)
    assert catalogue.offering("KEEP8").monthly_fee == fen(800)
    assert catalogue.fees == {
        "sim_card": fen(2000),
        "sim_swap": fen(1000),
        "keep_number": fen(500),
        "ownership_transfer": fen(1000),
    }
    assert {one.kind: (one.unit, one.price_millifen) for one in catalogue.rates} == {
        "voice": (60, 15_000),
        "sms": (1, 10_000),
    }


def test_the_schema_is_made_from_the_code() -> None:
    kept = json.loads((FILES / "schema.json").read_text("utf-8"))

    assert kept == schema()


def test_the_shipped_files_fit_the_schema() -> None:
    jsonschema.Draft202012Validator(schema()).validate(GOOD)


@pytest.mark.parametrize(("path", "value", "field"), BROKEN)
def test_what_does_not_fit_is_named_and_the_schema_agrees(
    path: tuple[str | int, ...], value: object, field: str
) -> None:
    document = broken(path, value)

    with pytest.raises(Refusal) as refused:
        read_catalogue(json.dumps(document))

    assert (refused.value.code, refused.value.field) == ("CATALOGUE_INVALID", field)
    validator = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())
    assert not validator.is_valid(document)


@pytest.mark.parametrize(("path", "value", "sentence"), TANGLED)
def test_what_does_not_hang_together_is_refused(
    path: tuple[str | int, ...], value: object, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_catalogue(json.dumps(broken(path, value)))

    assert sentence in refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "3",
        '["x"]',
        '{"a": 1, "b": 2}',
        catalogue_text().replace("15000", "15000.5"),
        catalogue_text().replace("15000", "NaN"),
        "[" * 100_000,
        json.dumps([GOOD, {"fees": {}}]),
    ],
)
def test_what_is_no_catalogue_at_all_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_catalogue(text)

    assert refused.value.code == "CATALOGUE_INVALID"


def test_the_kept_document_says_the_same_catalogue() -> None:
    catalogue, document = read_catalogue(catalogue_text())

    assert catalogue_of(document, version=0) == catalogue


def test_however_the_files_are_handed_in_they_are_one_catalogue() -> None:
    as_files = read_catalogue(json.dumps(catalogue_files()))
    as_list = read_catalogue(json.dumps(list(catalogue_files().values())))

    assert as_files == as_list == read_catalogue(catalogue_text())


async def load(house: HouseOfBilling, text: str, **said: Any) -> Any:
    request = commands_pb2.LoadCatalogueRequest(request_id=new_id(), catalogue=text, **said)
    return await house.commands.LoadCatalogue(request, None)


async def test_loading_the_same_again_makes_no_version(house: HouseOfBilling) -> None:
    first = await load(house, catalogue_text())
    again = await load(house, json.dumps(catalogue_files()))

    assert again.catalogue_version == first.catalogue_version
    assert sorted(first.offerings) == sorted(one["code"] for one in GOOD["offerings"])
    assert await house.rows("catalogue_version") == 1


async def test_a_dry_run_only_checks(house: HouseOfBilling) -> None:
    newer = catalogue_text(valid_from="2027-01-01")

    await load(house, newer, dry_run=True)
    dropped = catalogue_text(valid_from="2027-01-01", offerings=GOOD["offerings"][:1])
    refused = load(house, dropped, dry_run=True)

    await house.refuses("CATALOGUE_DROPS_OFFERING", refused)
    assert await house.rows("catalogue_version") == 1


async def test_the_past_stays_as_it_was(house: HouseOfBilling) -> None:
    yesterday = load(house, catalogue_text(valid_from="2026-11-21"))

    await house.refuses("CATALOGUE_IN_THE_PAST", yesterday)
    await load(house, catalogue_text(valid_from="2026-11-22", country_code="852"))
    assert await house.rows("catalogue_version") == 2


async def test_offerings_are_listed_by_channel(house: HouseOfBilling) -> None:
    await house.stops_selling("KEEP8")

    every = await house.questions.ListOfferings(questions_pb2.ListOfferingsRequest(), None)
    app = await house.questions.ListOfferings(
        questions_pb2.ListOfferingsRequest(channel="app"), None
    )

    sold = {one["code"] for one in GOOD["offerings"]} - {"KEEP8"}
    assert {one.code for one in every.offerings} == sold
    in_the_hall = {one["code"] for one in GOOD["offerings"] if one["channels"] == ["hall"]}
    assert "prepaid-basic" in in_the_hall
    assert {one.code for one in app.offerings} == sold - in_the_hall


def test_without_a_version_of_that_day_there_is_no_catalogue() -> None:
    catalogue, _ = read_catalogue(catalogue_text(valid_from="2027-01-01"))

    with pytest.raises(Refusal) as refused:
        Catalogues((catalogue,)).on(catalogue.valid_from.replace(year=2026))

    assert refused.value.code == "NO_CATALOGUE"


def test_no_price_is_in_the_code() -> None:
    rooms = Path(FILES.parent / "src" / "billing")
    said = [path for path in rooms.rglob("*.py") if "15_000" in path.read_text("utf-8")]

    assert said == []
