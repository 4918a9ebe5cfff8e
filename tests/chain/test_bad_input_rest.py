"""Bad input at the REST door: a 4xx with TMF630's code, reason and field, and nothing changed."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import jwt
import pytest

from harness.chain import Town
from harness.doors import CODE, TRIED, Doors
from harness.hostile import SEED, TEXTS, chance
from launch.issuer import issue

SECONDS = 20.0
GENERATED = 40
"""Bodies for each path that takes one: some 250 in all."""
ALL_ROLES = ("clerk", "supervisor", "operations")
LONGEST_TARGET = 4000
NOT_JSON = (
    b"", b"{", b"[]", b'"x"', b"null", b"17", b"\xff\xfe{\x00}", b"[" * 50_000, b'{"a":' * 20_000,
    b"NaN", b"<order/>", b"category=new_subscription", b"\0", b'{"a": 1} {"b": 2}',
)  # fmt: skip
BODIES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, [], {}, [[]], [None], {"": ""}, [{}] * 3,
)  # fmt: skip
"""JSON values that belong nowhere."""


@dataclass(frozen=True, slots=True)
class Path:
    """One method of one path, as the OpenAPI document tells it."""

    method: str
    path: str
    operation: Mapping[str, Any]
    schemas: Mapping[str, Any]

    @property
    def schema(self) -> Mapping[str, Any]:
        content = self.operation.get("requestBody", {}).get("content", {})
        found: Mapping[str, Any] = content.get("application/json", {}).get("schema", {})
        return found

    @property
    def queries(self) -> list[str]:
        return [one["name"] for one in self.operation["parameters"] if one["in"] == "query"]

    @property
    def must_refuse(self) -> bool:
        """Tell whether it takes a body; what takes none (the clock's) is asked of nobody here."""
        return self.method == "POST" and bool(self.schema)


@dataclass(frozen=True, slots=True)
class Door:
    """The REST door, and everything the document says about it."""

    town: Town
    paths: tuple[Path, ...]

    @classmethod
    def of(cls, town: Town) -> Door:
        told = httpx.get(f"{town.operator.rest}/openapi.json", timeout=SECONDS).json()
        schemas = told["components"]["schemas"]
        return cls(
            town,
            tuple(
                Path(method.upper(), path, operation, schemas)
                for path, operations in told["paths"].items()
                for method, operation in operations.items()
            ),
        )

    def client(self, subject: str = "clerk-of-bad-input", **more: Any) -> httpx.Client:
        """Return somebody signed in; each subject has a rate of its own."""
        roles = more.pop("roles", ALL_ROLES)
        keys = self.town.operator.surroundings.keys
        token = issue(keys, subject=subject, roles=roles, **more)
        return self.bare(f"Bearer {token}")

    def bare(self, authorization: str = "") -> httpx.Client:
        headers = {"Authorization": authorization} if authorization else {}
        return httpx.Client(base_url=self.town.operator.rest, headers=headers, timeout=SECONDS)


def problem(answer: httpx.Response) -> str:
    """Say what is wrong with this as an answer to bad input; empty where nothing is."""
    shown = f"{answer.request.method} {str(answer.request.url)[:120]}: {answer.status_code}"
    if answer.is_success:
        return ""
    try:
        said = answer.json()
    except ValueError:
        return f"{shown} no JSON: {answer.text[:100]}"
    if answer.status_code >= 500 or not CODE.fullmatch(said.get("code", "")):
        return f"{shown} {said}"
    if not said.get("reason") or said.get("status") != str(answer.status_code):
        return f"{shown} no reason or status: {said}"
    if answer.status_code == 400 and not said.get("field") and said["code"] != "NOT_JSON":
        return f"{shown} no field: {said}"
    return ""


def problems(answers: list[httpx.Response], *, must_refuse: str = "") -> list[str]:
    found = [told for answer in answers if (told := problem(answer))]
    if must_refuse:
        found += [f"done: {one.request.content[:300]!r}" for one in answers if one.is_success]
    return found


@pytest.fixture(scope="module")
def door(town: Town) -> Iterator[Door]:
    with Doors(town).nothing_changes(TRIED):
        yield Door.of(town)


def filled(path: str, value: str) -> str:
    """Put a value where the path has a name."""
    before, brace, after = path.partition("{")
    return before + quote(value, safe="") + after.partition("}")[2] if brace else path


def test_nobody_gets_in_without_a_good_token(door: Door) -> None:
    keys = door.town.operator.surroundings.keys
    good = issue(keys, subject="clerk-1", roles=ALL_ROLES)
    claims = jwt.decode(good, options={"verify_signature": False})
    kid = jwt.get_unverified_header(good)["kid"]
    old = issue(keys, subject="clerk-1", roles=ALL_ROLES, life=timedelta(hours=-1))
    head, body, signature = good.split(".")
    bad = [
        "", "Bearer", "Basic Y2xlcms6eA==", "Bearer x", "Bearer a.b.c", f"Token {good}",
        f"Bearer {old}", f"Bearer {head}.{body}.", f"Bearer {head}.{body}.{signature[::-1]}",
        f"Bearer {head}.{body[::-1]}.{signature}", "Bearer " + "x" * 5000,
        f"Bearer {jwt.encode(claims, '', algorithm='none')}",
        f"Bearer {jwt.encode(claims, 'k' * 64, algorithm='HS256', headers={'kid': kid})}",
        f"Bearer {jwt.encode(claims, 'k' * 64, algorithm='HS256', headers={'kid': '../key'})}",
    ]  # fmt: skip

    answers = []
    for authorization in bad:
        with door.bare(authorization) as client:
            answers += [client.request(one.method, filled(one.path, "x")) for one in door.paths]

    assert problems(answers) == []
    assert {answer.status_code for answer in answers} == {401}


def test_a_token_that_says_nonsense_of_its_own_is_refused(door: Door) -> None:
    for more in ({"channel": "moon"}, {"channel": ""}, {"roles": ()}, {"roles": ("\0", "king")}):
        with door.client("king", **more) as client:
            answers = [client.request(one.method, filled(one.path, "x")) for one in door.paths]

        assert problems(answers) == []
        assert {answer.status_code for answer in answers} <= {401, 403}


def test_what_is_no_json_is_refused_everywhere(door: Door) -> None:
    with door.client() as client:
        answers = [
            client.post(filled(one.path, "x"), content=content)
            for one in door.paths
            for content in (*NOT_JSON, b"{" + b" " * 300_000 + b"}")
            if one.must_refuse
        ]

    assert problems(answers, must_refuse="all") == []


def test_generated_bodies_are_refused_with_their_field(door: Door) -> None:
    by = chance("rest")
    answers = []
    for one in (one for one in door.paths if one.schema):
        with door.client(f"clerk-of-{one.path}") as client:
            for _ in range(GENERATED):
                body = value_of(one.schema, one.schemas, by=by)
                answers.append(client.post(filled(one.path, "x"), content=written(body)))

    assert problems(answers, must_refuse="all") == []
    assert len(answers) >= 200, SEED


def value_of(schema: Mapping[str, Any], schemas: Mapping[str, Any], *, by: random.Random) -> Any:
    """Return a value that looks like this schema, with much in it that does not belong."""
    if name := schema.get("$ref", ""):
        return value_of(schemas[name.rpartition("/")[2]], schemas, by=by)
    if by.random() < 0.15:
        return by.choice((*BODIES, *TEXTS))
    if properties := schema.get("properties"):
        kept = [name for name in properties if by.random() < 0.9]
        return {name: value_of(properties[name], schemas, by=by) for name in kept}
    if schema.get("type") == "array":
        return [value_of(schema["items"], schemas, by=by) for _ in range(by.choice((0, 1, 1, 2)))]
    if known := schema.get("enum", schema.get("examples")):
        return by.choice((*known, *TEXTS))
    return schema.get("const", by.choice(TEXTS if schema.get("type") == "string" else BODIES))


def written(body: Any) -> bytes:
    return json.dumps(body).encode()


def test_bad_values_of_every_query_and_path_are_refused_or_find_nothing(door: Door) -> None:
    texts = [text for text in TEXTS if len(text) < LONGEST_TARGET]
    answers, by = [], chance("rest", "queries")
    for one in (one for one in door.paths if one.method == "GET"):
        with door.client(f"reader-of-{one.path}") as client:
            answers += [
                client.get(filled(one.path, "x"), params={name: text})
                for name in one.queries
                for text in ("\0", *by.sample(texts, 7))
            ]
            if "{" in one.path:
                answers += [client.get(filled(one.path, text)) for text in texts]

    assert problems(answers) == []


def test_bad_keys_are_refused(door: Door) -> None:
    with door.client() as client:
        for key in ("x" * 201, "x" * 3000):
            answer = client.post("/v1/payments", json={}, headers={"Idempotency-Key": key})

            assert answer.status_code == 400, answer.text


def test_paths_and_methods_that_are_not_there_say_so(door: Door) -> None:
    with door.client() as client:
        asked = [
            client.get("/"), client.get("/v1"), client.get("/v1/../../etc/passwd"),
            client.get("/%00"), client.get("/v1/subscribers/%2e%2e%2f"), client.post("/v1/clock/x"),
            client.delete("/v1/payments"), client.put("/v1/proofs"), client.patch("/v1/clock"),
            client.request("BREW", "/v1/offerings"),
        ]  # fmt: skip

    assert problems(asked) == []
    assert {answer.status_code for answer in asked} == {404, 405}


BROKEN_REQUESTS = (
    b"\r\n\r\n", b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"LGI:OPNAME=x;\r\n\r\n",
    b"GET /v1/offerings HTTP/1.1\r\nHost: x\r\nA" + b"a" * 200_000 + b": b\r\n\r\n",
    b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\nx",
    b"POST /v1/payments HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
    b"POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n"
    b"\r\n2\r\n{}\r\n0\r\n\r\n",
)  # fmt: skip


@pytest.mark.parametrize("octets", BROKEN_REQUESTS, ids=lambda octets: repr(octets[:30]))
def test_what_is_no_http_does_no_harm(door: Door, octets: bytes) -> None:
    where = urlsplit(door.town.operator.rest)
    with socket.create_connection((where.hostname or "", where.port or 0), SECONDS) as line:
        try:
            line.sendall(octets)
            line.shutdown(socket.SHUT_WR)
            answered = line.recv(65_536)
        except TimeoutError:
            raise
        except OSError:
            answered = b""  # it closed the line on what it had heard

    assert answered == b"" or answered.startswith((b"HTTP/1.1 4",)), answered
