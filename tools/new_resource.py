"""Begin a REST resource: a folder of the gateway that runs as it is, its line, and its test."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from stages import ROOT, say

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
APIS = "services/gateway/src/gateway/apis"
BOOTSTRAP = "services/gateway/src/gateway/bootstrap.py"
README = "services/gateway/README.md"
LAST_LINE = "    ))  # fmt: skip"
LAST_ROW = re.compile(r"^\| `POST /v1/clock/quiet` .*$", re.MULTILINE)

FOLDER: Mapping[str, str] = {
    "__init__.py": '"""{title}: what it is, in one sentence."""\n',
    "paths.py": '''"""The paths of this API; the reference people read is made from them."""

from gateway.apis.{name}.bodies import BODIES
from gateway.apis.{name}.handlers import {thing}Handlers
from gateway.apis.{name}.mapping import BASE
from gateway.apis.{name}.names import NAMES
from gateway.apis.{name}.roles import CHANGE_{NAME}, READ_{NAME}
from gateway.apis.{name}.schemas import EXAMPLES, SCHEMAS
from gateway.clients.services import Services
from gateway.rest.door.api import Api
from gateway.rest.door.path import Heading, Path

HEADING = Heading("{title}", "What people find under this heading.")


def api(services: Services) -> Api:
    """Return this API."""
    handlers = {thing}Handlers(services)
    paths = (
        Path(method="GET", path=BASE + "/{{id}}", act=READ_{NAME}, answer=handlers.read,
             names=NAMES, summary="Read one", gives="{thing}", asks=("fields",)),
        Path(method="POST", path=BASE, act=CHANGE_{NAME}, answer=handlers.change,
             names=NAMES, summary="Change one", takes="{thing}Change", gives="{thing}"),
    )  # fmt: skip
    return Api(
        heading=HEADING,
        paths=paths,
        schemas=SCHEMAS,
        bodies=BODIES,
        examples=EXAMPLES,
    )
''',
    "handlers.py": '''"""Who answers: asks the service that owns the thing, and decides nothing."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.billing.v1.commands_pb2 import ConfirmHighUseRequest
from boss.billing.v1.questions_pb2 import GetBalanceRequest
from gateway.apis.{name}.mapping import shown
from gateway.clients.services import Services
from gateway.rest.request.api_request import ApiRequest, chosen, text
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class {thing}Handlers:
    """Put your own question and command in the places of these two."""

    services: Services

    async def read(self, request: ApiRequest) -> Response:
        """Read the one of the path; a customer reads only what is theirs."""
        question = GetBalanceRequest(account_id=request.id_in_path)
        account = (await answered(self.services.ask_billing.GetBalance(question))).account
        request.is_theirs(account.customer_id)
        return JSONResponse(chosen(shown(account), fields=request.asked("fields")))

    async def change(self, request: ApiRequest) -> Response:
        """Change one; the same Idempotency-Key changes it once."""
        body = await request.body()
        command = ConfirmHighUseRequest(
            request_id=request.request_id,
            account_id=text(body, "accountId"),
            reason=text(body, "reason"),
        )
        changed = (await answered(self.services.tell_billing.ConfirmHighUse(command))).account
        return JSONResponse(shown(changed), 201)
''',
    "mapping.py": '''"""What a service knows, as this API shows it."""

from typing import Any

from boss.billing.v1.questions_pb2 import Account

BASE = "/v1/{slug}"


def shown(account: Account) -> dict[str, Any]:
    """Show one."""
    return {{"id": account.id, "href": f"{{BASE}}/{{account.id}}", "state": account.state}}
''',
    "schemas.py": '''"""Shapes of this API as OpenAPI has them, and a body of each that is taken."""

from collections.abc import Mapping
from typing import Any

from gateway.records.examples import ACCOUNT
from gateway.rest.reference.shapes import TEXT, object_of

SCHEMAS: Mapping[str, Any] = {{
    "{thing}": object_of("id", "href", "state", id=TEXT, href=TEXT, state=TEXT),
    "{thing}Change": object_of("accountId", "reason", accountId=TEXT, reason=TEXT),
}}
EXAMPLES: Mapping[str, Any] = {{
    "{thing}Change": {{"accountId": ACCOUNT, "reason": "asked for it at the counter"}},
}}
"""A test sends every one."""
''',
    "bodies.py": '''"""What the bodies of this API may say; what stands in no table is refused."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import Body, plain

BODIES: Mapping[str, Body] = {{
    "{thing}Change": Body(taken=plain("accountId", "reason")),
}}
''',
    "names.py": '''"""What the services call a field, and what it is called here."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {{"account_id": "accountId"}}
''',
    "roles.py": '''"""Who may do what with this API."""

from gateway.domain.roles import STAFF, Act, Others

READ_{NAME} = Act("read_{name}", STAFF | {{"customer"}}, Others.HIDDEN)
CHANGE_{NAME} = Act("change_{name}", frozenset({{"clerk", "supervisor"}}))
''',
}
TEST = '''"""{title}: it is read and changed; each refusal by its code and field."""

from typing import Any

import pytest
from pretend_desks import BORIS
from pretend_till import ACCOUNT
from pretend_world import World

BASE = "/v1/{slug}"
CHANGE = {{"accountId": ACCOUNT, "reason": "asked for it"}}


async def test_it_is_read(world: World) -> None:
    answer = await world.http.get(f"{{BASE}}/{{ACCOUNT}}", headers=world.clerk())

    assert answer.status_code == 200
    assert set(answer.json()) == {{"id", "href", "state"}}


async def test_another_customer_learns_nothing_of_it(world: World) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)

    answer = await world.http.get(f"{{BASE}}/{{ACCOUNT}}", headers=boris)

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOURS")


async def test_it_is_changed(world: World) -> None:
    answer = await world.http.post(BASE, json=CHANGE, headers=world.clerk())

    assert answer.status_code == 201, answer.text
    assert world.notes.asked[-1].reason == CHANGE["reason"]


async def test_a_customer_does_not_change_it(world: World) -> None:
    answer = await world.http.post(BASE, json=CHANGE, headers=world.anna())

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")
    assert world.notes.asked == []


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({{"accountId": None}}, "FIELD_MISSING", "accountId"),
        ({{"reason": ""}}, "FIELD_NOT_VALID", "reason"),
        ({{"reason": 7}}, "FIELD_NOT_VALID", "reason"),
        ({{"colour": "red"}}, "FIELD_UNKNOWN", "colour"),
    ],
)
async def test_it_is_refused(world: World, change: dict[str, Any], code: str, field: str) -> None:
    answer = await world.http.post(BASE, json=CHANGE | change, headers=world.clerk())

    refused = (answer.status_code, answer.json()["code"], answer.json()["field"])
    assert refused == (400, code, field)
    assert world.notes.asked == []
'''
ROW = "| `POST /v1/{slug}` | clerk, supervisor | nothing new |"


def files(name: str, root: Path = ROOT) -> Mapping[Path, str]:
    """Return the text of the files of a resource, by path."""
    words = words_of(name)
    folder = root / APIS / name
    texts = {folder / file: text.format(**words) for file, text in FOLDER.items()}
    return {**texts, root / f"services/gateway/tests/test_{name}.py": TEST.format(**words)}


def words_of(name: str) -> Mapping[str, str]:
    """Return what a resource is called, where."""
    return {
        "name": name,
        "NAME": name.upper(),
        "title": name.replace("_", " ").capitalize(),
        "thing": name.title().replace("_", ""),
        "slug": name.replace("_", "-"),
    }


def listed(bootstrap: str, name: str) -> str:
    """Return the bootstrap with the line of a resource and what it imports."""
    needed = f"from gateway.apis.{name}.paths import api as {name}"
    lines = bootstrap.splitlines()
    others = [number for number, line in enumerate(lines) if line.startswith("from gateway.apis.")]
    place = next((number for number in others if lines[number] > needed), others[-1] + 1)
    lines.insert(place, needed)
    lines.insert(lines.index(LAST_LINE), f"        {name}(services),")
    return "\n".join(lines) + "\n"


def told(readme: str, name: str) -> str:
    """Return the page with the row that says who may send the body of a resource."""
    return LAST_ROW.sub(lambda row: f"{row[0]}\n{ROW.format(**words_of(name))}", readme)


def main(name: str, root: Path = ROOT) -> int:
    """Write the folder, its line and its test, and say which; answer 1 where the name is none."""
    if not NAME.fullmatch(name):
        say("make new-resource name=words_with_underscores, as its path is called")
        return 1
    wanted = files(name, root)
    if taken := [path for path in wanted if path.exists()]:
        say(f"{name} has begun already: {taken[0].relative_to(root)}")
        return 1
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        say(str(path.relative_to(root)))
    for page, change in ((BOOTSTRAP, listed), (README, told)):
        (root / page).write_text(change((root / page).read_text("utf-8"), name))
        say(f"{page}: its line")
    say("It runs: make test ONLY=unit. Then fill it in: docs/extending/rest-resource.md")
    return 0


if __name__ == "__main__":
    given = (*sys.argv[1:2], "")
    sys.exit(main(given[0]))
