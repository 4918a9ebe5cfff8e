"""The pretend provider takes the operator's links alone, and tells as its faults say."""

import asyncio
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from pretend_provider.application import application
from pretend_provider.signing import Secret
from pretend_provider.transactions import Faults, Teller

KEY = b"k" * 32
SAID = {
    "topUp": "0193e000-0000-7000-8000-0000000000cc",
    "amount": "5000",
    "currency": "CNY",
    "expires": "2026-11-22T04:30:00+00:00",
}


def link(**changes: str) -> dict[str, str]:
    text = "link." + ".".join(SAID.values())
    signature = hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()
    return {**SAID, "signature": signature, **changes}


@dataclass
class World:
    """A customer at the provider, and an operator that answers with these statuses in turn."""

    http: httpx.AsyncClient
    teller: Teller
    statuses: list[int]
    heard: list[httpx.Request] = field(default_factory=list)

    async def told(self, times: int = 1) -> list[dict[str, Any]]:
        """Wait until the operator was told so often."""

        def enough() -> bool:
            return len(self.heard) >= times

        await eventually(enough)
        return [json.loads(one.content) for one in self.heard]


async def eventually(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        # There is no event for it: what is told is seen where it arrives.
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@asynccontextmanager
async def provider(*statuses: int) -> AsyncIterator[World]:
    known: list[World] = []

    def answers(request: httpx.Request) -> httpx.Response:
        world = known[0]
        world.heard.append(request)
        status = world.statuses.pop(0) if len(world.statuses) > 1 else world.statuses[0]
        return httpx.Response(status)

    secret = Secret(KEY)
    transport = httpx.MockTransport(answers)
    teller = Teller(notify="http://gateway/notifications", secret=secret, transport=transport)
    served = httpx.ASGITransport(application(teller, secret=secret))
    async with httpx.AsyncClient(transport=served, base_url="http://provider") as http:
        known.append(World(http, teller, list(statuses) or [200]))
        yield known[0]
        await teller.end()


async def test_what_is_paid_is_told_signed_as_the_operator_expects() -> None:
    async with provider() as world:
        page = await world.http.get("/pay", params=link())
        answer = await world.http.post("/pay", params=link())
        (told,) = await world.told()

    (heard,) = world.heard
    timestamp = heard.headers["Kaitong-Timestamp"]
    text = f"notification.{timestamp}.".encode() + heard.content
    seal = hmac.new(KEY, text, hashlib.sha256).hexdigest()
    assert "50.00 yuan" in page.text
    assert (answer.status_code, heard.headers["Kaitong-Signature"]) == (202, f"v1={seal}")
    assert told == {
        "topUp": SAID["topUp"],
        "transaction": answer.json()["transaction"],
        "status": "paid",
        "amount": 5000,
        "currency": "CNY",
    }


@pytest.mark.parametrize(
    "changes", [{"amount": "1"}, {"topUp": "x"}, {"signature": ""}, {"expires": "2099"}]
)
async def test_a_link_the_operator_did_not_make_is_not_paid(changes: dict[str, str]) -> None:
    async with provider() as world:
        answers = [
            await world.http.get("/pay", params=link(**changes)),
            await world.http.post("/pay", params=link(**changes)),
            await world.http.post("/refusals", params=link(**changes)),
        ]

    assert [one.status_code for one in answers] == [400] * 3
    assert world.teller.transactions == []


async def test_who_does_not_pay_fails() -> None:
    async with provider() as world:
        await world.http.post("/refusals", params=link())
        (told,) = await world.told()

    assert (told["status"], told["amount"]) == ("failed", 5000)


async def test_faults_are_as_they_are_set_and_go_again() -> None:
    async with provider() as world:
        await world.http.put("/faults", json={"twice": True, "other_amount": 3})
        await world.http.post("/pay", params=link())
        twice = await world.told(2)
        await world.http.put("/faults", json={"never": True})
        await world.http.post("/pay", params=link())
        cleared = (await world.http.delete("/faults")).json()
        kept = (await world.http.get("/transactions")).json()

    assert [one["amount"] for one in twice] == [3, 3]
    assert twice[0] == twice[1]
    assert len(world.heard) == 2
    assert cleared == {"late": 0.0, "twice": False, "never": False, "other_amount": None}
    assert [one["answers"] for one in kept] == [[200, 200], []]


async def test_what_is_late_is_told_later() -> None:
    async with provider() as world:
        await world.http.put("/faults", json={"late": 0.05})
        await world.http.post("/pay", params=link())
        before = len(world.heard)
        await world.told()

    assert before == 0


@pytest.mark.parametrize(
    "said", ['{"late": -1}', '{"late": "x"}', '{"twice": 1}', '{"x": 1}', "[]", "{", "\xff"]
)
async def test_a_fault_nobody_knows_is_refused(said: str) -> None:
    async with provider() as world:
        answer = await world.http.put("/faults", content=said.encode("latin-1"))

    assert answer.status_code == 400
    reason = answer.json()["reason"]
    assert "pydantic" not in reason
    assert all(name in reason for name in Faults.model_fields)


async def test_it_tells_again_until_it_is_taken_and_stops_where_it_is_refused() -> None:
    async with provider(503, 429, 200) as world:
        await world.http.post("/pay", params=link())
        await world.told(3)
    async with provider(409) as refused:
        await refused.http.post("/pay", params=link())
        await eventually(lambda: refused.teller.transactions[0].answers == [409])
        await asyncio.sleep(0.3)

    assert len({one.content for one in world.heard}) == 1
    assert len(refused.heard) == 1


def test_it_is_not_started_in_production() -> None:
    words = ("--port", "0", "--key-file", "x", "--notify", "y")
    asked = subprocess.run(
        [sys.executable, "-m", "pretend_provider", *words],
        env={**os.environ, "BOSS_ENVIRONMENT": "production"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 2
    assert "production" in asked.stderr
