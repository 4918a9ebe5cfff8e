"""Packs (流量包) and what they and the plan still let somebody use: plain endpoints, in fen."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.billing.v1.commands_pb2 import BuyPackRequest, CancelPackRequest, OpenDataAgainRequest
from boss.billing.v1.questions_pb2 import (
    Allowance,
    GetBalanceRequest,
    IncludedUse,
    ListAllowancesRequest,
    ListCatalogueRequest,
    Pack,
)
from gateway.apis.self_service.handlers.subscribers import shown_account
from gateway.apis.tmf620_product_catalog.mapping.things import UNITS
from gateway.clients.services import Services
from gateway.rest.grammar.numbers import by_number_or
from gateway.rest.request.asking import Asking, text
from kernel.errors import Invalid
from runtime.rpc.client import answered

MINUTE = "minute"
"""Included calls are counted in started minutes."""


@dataclass(frozen=True, slots=True)
class Packs:
    """Asks billing, which knows whose they are and what is sold where."""

    services: Services

    async def on_sale(self, asking: Asking) -> Response:
        """What may be bought today through the channel of who asks."""
        told = await answered(self.services.ask_billing.ListCatalogue(ListCatalogueRequest()))
        channel = asking.actor.channel
        sold = [one for one in told.packs if one.sellable and channel in one.channels]
        return JSONResponse([shown_pack(one) for one in sold])

    async def buy(self, asking: Asking) -> Response:
        """Buy a pack from the balance, at once; the same Idempotency-Key buys one."""
        body = await asking.body()
        request = BuyPackRequest(
            request_id=asking.request_id, pack=text(body, "pack"), **_user(asking)
        )
        renews = body.get("renews")
        if renews is not None:
            if not isinstance(renews, bool):
                raise Invalid("FIELD_NOT_VALID", "true or false belongs here.", field="renews")
            request.renews = renews
        bought = await answered(self.services.tell_billing.BuyPack(request))
        shown = {
            "allowance": shown_allowance(bought.allowance),
            "account": shown_account(bought.account),
        }
        return JSONResponse(shown, 201)

    async def cancel(self, asking: Asking) -> Response:
        """Give an unused pack back, or let a used one not be bought again."""
        await asking.body()
        request = CancelPackRequest(request_id=asking.request_id, allowance_id=asking.id_in_path)
        done = await answered(self.services.tell_billing.CancelPack(request))
        shown = {
            "allowance": shown_allowance(done.allowance),
            "givenBack": done.given_back.minor,
            "account": shown_account(done.account),
        }
        return JSONResponse(shown, 201)

    async def allowances(self, asking: Asking) -> Response:
        """What is left of the plan and the packs, in the order in which they pay."""
        request = ListAllowancesRequest(**_user(asking))
        found = await answered(self.services.ask_billing.ListAllowances(request))
        return JSONResponse([shown_allowance(one) for one in found.allowances])

    async def open_data(self, asking: Asking) -> Response:
        """Let data that was cut off at its cap go on in the same month."""
        body = await asking.body()
        paying = await answered(self.services.ask_billing.GetBalance(_asked(asking)))
        request = OpenDataAgainRequest(
            request_id=asking.request_id,
            subscriber_id=paying.account.subscriber_id,
            reason=text(body, "reason", needed="no"),
        )
        await answered(self.services.tell_billing.OpenDataAgain(request))
        return JSONResponse({"subscriberId": request.subscriber_id}, 201)


def shown_pack(pack: Pack) -> dict[str, Any]:
    """Show a pack that is sold, its price in fen."""
    return {
        "code": pack.code,
        "name": pack.name,
        "price": pack.price.minor,
        **_included(pack.included),
        "validity": "month" if pack.to_end_of_month else f"{pack.days} days",
        "renews": pack.renews,
        "once": pack.once,
        "channels": list(pack.channels),
        "segments": list(pack.segments),
        "regions": list(pack.regions),
    }


def shown_allowance(allowance: Allowance) -> dict[str, Any]:
    """Show what may be used without a price, and what is left of it."""
    return {
        "id": allowance.id,
        "offering": allowance.offering,
        "name": allowance.name,
        "source": allowance.source,
        **_included(allowance.included),
        "total": allowance.total,
        "used": allowance.used,
        "left": allowance.left,
        "validFrom": allowance.valid_from.ToJsonString(),
        "validTo": allowance.valid_to.ToJsonString(),
        "renews": allowance.renews,
    }


def unit_of(kind: str) -> str:
    """Return in what an allowance of this kind is counted."""
    return MINUTE if kind == "voice" else UNITS.get(kind, kind)


def _included(included: IncludedUse) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": included.kind,
        "units": included.units,
        "unit": unit_of(included.kind),
        "roamTypes": list(included.roam_types),
        "rollsOver": included.rolls_over,
    }
    limits = {
        "zones": included.zones,
        "countryGroups": included.country_groups,
        "peers": included.peers,
        "times": included.times,
    }
    return shown | {name: list(said) for name, said in limits.items() if said}


def _user(asking: Asking) -> dict[str, Any]:
    """Return who is named by the path: by our id, or by the number."""
    return by_number_or("subscriber_id", asking.path("id"))


def _asked(asking: Asking) -> GetBalanceRequest:
    return GetBalanceRequest(**_user(asking))
