"""A gateway among pretend services, and an issuer that signs people in."""

import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from documented import seen_by
from pretend_desks import Notes, desks
from pretend_money import ANNA

from boss.calls import ALLOWED
from gateway.bootstrap import apis, rest
from gateway.clients.order_watch import OrderWatch
from gateway.clients.services import Services
from gateway.rest.door.api import Api, Apis
from gateway.settings import GatewaySettings
from kernel.clock import SystemClock
from runtime.http.access import Access
from runtime.rpc.client import Channels
from runtime.rpc.server import RpcServer
from runtime.settings.service_settings import ServiceSettings

NOWHERE = "postgresql+asyncpg://nobody:nothing@127.0.0.1:1/nothing"


@dataclass
class Issuer:
    """Signs tokens as a real issuer does (ES256)."""

    kid: str = "key"
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def key_set(self) -> str:
        point = self.private.public_key().public_numbers()
        coordinates = {"x": _coordinate(point.x), "y": _coordinate(point.y)}
        return json.dumps({"keys": [{"kty": "EC", "crv": "P-256", "kid": self.kid, **coordinates}]})

    def token(self, *roles: str, **claims: Any) -> str:
        told = {
            "sub": f"a {' and '.join(roles)}",
            "aud": "kaitong",
            "exp": SystemClock().now() + timedelta(hours=1),
            "roles": list(roles),
            "channel": "hall",
            **claims,
        }
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, self.private, algorithm="ES256", headers={"kid": self.kid})


@dataclass
class World:
    """Everything a test asks and looks at."""

    http: httpx.AsyncClient
    notes: Notes
    issuer: Issuer
    watch: OrderWatch
    apis: Apis

    def clerk(self) -> dict[str, str]:
        return self.signed_in("clerk")

    def anna(self) -> dict[str, str]:
        """Anna herself, in the app."""
        return self.signed_in("customer", channel="app", customer_id=ANNA)

    def signed_in(self, *roles: str, **claims: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.issuer.token(*roles, **claims)}"}


@asynccontextmanager
async def pretend_world(
    folder: Path, *, more: tuple[Api, ...] = (), **knobs: Any
) -> AsyncIterator[World]:
    """Open a gateway with `more` APIs than its own; `knobs` change its settings."""
    notes, issuer = Notes(), Issuer()
    notes.start_over()
    call_key, keys = folder / "call.key", folder / "keys.json"
    call_key.write_text(secrets.token_hex(32))
    keys.write_text(issuer.key_set())
    async with AsyncExitStack() as closing:
        peers: dict[str, str] = {}
        for name, servicers in desks(notes).items():
            settings = ServiceSettings(
                service=name, database_url=NOWHERE, kafka="127.0.0.1:1", call_key_file=call_key
            )
            server = RpcServer(settings, servicers, allowed=ALLOWED)
            peers[name] = f"127.0.0.1:{await server.start()}"
            closing.push_async_callback(server.stop, 0)
        told: dict[str, Any] = {
            "calls_per_second": 1e9,
            "call_burst": 1_000_000,
            "open_calls_per_second": 1e9,
            "open_call_burst": 1_000_000,
            "failed_sign_ins_per_second": 1e9,
            "failed_sign_in_burst": 1_000_000,
            **knobs,
        }
        own = GatewaySettings(
            service="gateway", database_url=NOWHERE, kafka="127.0.0.1:1", call_key_file=call_key,
            token_keys_file=keys, peers=peers, **told,
        )  # fmt: skip
        channels, watch = Channels(own), OrderWatch(own)
        closing.push_async_callback(channels.close)
        served = apis(own, Services(channels, tuple(peers)), watch)
        served = Apis((*served.every, *more))
        door = rest(own, served)
        # As the runtime serves it.
        noted = Access(
            door, body_seconds=own.http_body_seconds, of_address=own.http_requests_of_address
        )
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(noted, raise_app_exceptions=False),
            base_url="http://gateway",
        )
        await closing.enter_async_context(http)
        document = (await http.get("/openapi.json")).json()
        http.event_hooks = {"response": [seen_by(document)]}
        yield World(http, notes, issuer, watch, served)


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
