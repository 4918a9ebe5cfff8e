"""The pretend provider's doors: a page to pay at, its faults, and what it collected."""

import html
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from pretend_provider.signing import Secret
from pretend_provider.transactions import Faults, Teller, Transaction

PAGE = """<!doctype html><meta charset="utf-8"><title>Pretend payment</title>
<h1>{yuan} yuan</h1><p>This provider only pretends: no money moves.</p>
<form method="post"><button>Pay</button> <button formaction="{refuse}">Do not pay</button></form>"""


FAULTS = (
    "A fault is a JSON object with any of these: late (seconds, from 0 to 3600), twice (true or"
    " false), never (true or false), other_amount (fen, 1 or more; null: none); those left out are"
    " not there."
)


class Provider:
    """Answers a customer's browser, and whoever tries what goes wrong."""

    def __init__(self, teller: Teller, secret: Secret) -> None:
        self._teller = teller
        self._secret = secret

    async def page(self, request: Request) -> Response:
        """Show what is to be paid."""
        said = dict(request.query_params)
        if not self._secret.is_of_link(said):
            return _no("This link was not made by the operator.")
        yuan = f"{int(said['amount']) / 100:.2f}"
        refuse = html.escape(f"refusals?{request.url.query}")
        return HTMLResponse(PAGE.format(yuan=yuan, refuse=refuse))

    async def pay(self, request: Request) -> Response:
        """Collect it, or as much as the fault says."""
        other = self._teller.faults.other_amount
        return self._begin(request, status="paid", amount=other)

    async def refuse(self, request: Request) -> Response:
        """Let the customer not pay."""
        return self._begin(request, status="failed", amount=None)

    async def transactions(self, request: Request) -> Response:
        """List what was collected, and how the operator answered."""
        del request
        return JSONResponse([asdict(one) for one in self._teller.transactions])

    async def read_faults(self, request: Request) -> Response:
        del request
        return self._shown()

    async def set_faults(self, request: Request) -> Response:
        """Set those named; the others are none."""
        try:
            self._teller.faults = Faults.model_validate_json(await request.body())
        except ValidationError as problem:
            wrong = {str(one["loc"][0]) for one in problem.errors() if one["loc"]}
            return _no(f"{', '.join(sorted(wrong)) or 'This'} cannot be read. {FAULTS}")
        return self._shown()

    async def clear_faults(self, request: Request) -> Response:
        del request
        self._teller.faults = Faults()
        return self._shown()

    def _shown(self) -> Response:
        return JSONResponse(self._teller.faults.model_dump())

    def _begin(self, request: Request, *, status: str, amount: int | None) -> Response:
        said: Mapping[str, str] = dict(request.query_params)
        if not self._secret.is_of_link(said):
            return _no("This link was not made by the operator.")
        asked = int(said["amount"])
        transaction = Transaction(
            said["topUp"], asked if amount is None else amount, said["currency"], status
        )
        self._teller.begin(transaction)
        return JSONResponse({"transaction": transaction.id, "status": status}, 202)


def application(teller: Teller, *, secret: Secret) -> Starlette:
    """Return the provider, who tells the operator by this teller."""
    provider = Provider(teller, secret)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await teller.end()

    routes = [
        Route("/pay", provider.page, methods=["GET"]),
        Route("/pay", provider.pay, methods=["POST"]),
        Route("/refusals", provider.refuse, methods=["POST"]),
        Route("/transactions", provider.transactions, methods=["GET"]),
        Route("/faults", provider.read_faults, methods=["GET"]),
        Route("/faults", provider.set_faults, methods=["PUT"]),
        Route("/faults", provider.clear_faults, methods=["DELETE"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def _no(sentence: str) -> Response:
    return JSONResponse({"reason": sentence}, 400)
