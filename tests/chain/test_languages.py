"""The customer's language through the chain: chosen, and texts come in it from then on."""

from __future__ import annotations

from dataclasses import replace

from harness.chain import Town
from launch.story import Anna


def reads(town: Town, anna: Anna, words: str) -> None:
    """Wait until her handset has a text with these words."""
    town.comes_true(lambda: any(words in one for one in town.scene.handsets.inbox(anna.sim)))


def changes(town: Town, anna: Anna, language: str) -> str:
    return str(town.asks_for(anna, "information_change", language=language).state)


def test_who_chooses_another_language_is_written_to_in_it(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    reads(town, anna, "欢迎入网")

    assert changes(town, anna, "en") == "completed"
    town.is_quiet()
    assert town.asks_for(anna, "voluntary_suspension", months=1).state == "completed"
    assert town.asks_for(anna, "voluntary_resumption").state == "completed"

    reads(town, anna, "Your service is back.")


def test_who_opens_in_english_is_welcomed_in_english(town: Town) -> None:
    anna = town.meets_somebody()
    order = town.ends(town.asks_to_open(anna, language="en"))
    anna = replace(anna, subscriber=order.subscriber)
    town.comes_true(lambda: town.scene.handsets.attach(anna.sim) == "let through")

    reads(town, anna, "Welcome!")
    reads(town, anna, "Your first service password is")
    assert not any("欢迎" in one for one in town.scene.handsets.inbox(anna.sim))


def test_a_language_nobody_writes_changes_nothing(town: Town) -> None:
    anna = town.opens_for_somebody(prepaid=5000)
    shown = {"category": "information_change", "productOrderItem": [{
        "id": "1", "action": "modify", "product": {
            "id": anna.subscriber,
            "productCharacteristic": [{"name": "language", "value": "de"}],
        },
    }]}  # fmt: skip

    refused = town.http.post("/tmf-api/productOrderingManagement/v4/productOrder", json=shown)

    assert (refused.status_code, refused.json()["code"]) == (400, "FIELD_NOT_VALID")
    assert refused.json()["field"] == "language"
